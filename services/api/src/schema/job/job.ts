import { notFound } from '../../limits/refusals.ts';
import { sortedKey } from '../../stores/lists/sorted-key.ts';
import type { JobValue, SeedValue } from '../../stores/values.ts';
import { Capture, CaptureConnection } from '../capture/capture.ts';
import { CaptureFilterInput } from '../capture/capture-filter.ts';
import { captureKey } from '../capture/capture-key.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, toConnection } from '../kit/connection.ts';
import { Versioned } from '../kit/errors.ts';
import { keyOf } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';
import { Policy } from '../policy/policy.ts';
import { Run, RunConnection } from '../run/run.ts';
import { JobFilterInput, JobOrderInput, jobFilter } from './job-filter.ts';
import { JobState } from './job-state.ts';
import { Label } from './label.ts';
import { Scope } from './scope.ts';
import { JobSecrets } from './secrets.ts';

const JobSeed = builder.objectRef<SeedValue>('JobSeed').implement({
  description: 'A URL a job starts from.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Canonical URL.' }),
  }),
});

const JobSeedConnection = connectionOf('JobSeed', JobSeed);

const JobLimits = builder.objectRef<JobValue>('JobLimits').implement({
  description: 'How far one run of a job goes.',
  fields: (t) =>
    shown(t, {
      maxPages: ['Int?', 'Pages fetched; null: no limit.'],
      maxDepth: ['Int?', 'Links away from a seed; null: no limit.'],
    }),
});

export const Job = builder.objectRef<JobValue>('Job');

export const JobConnection = connectionOf('Job', Job);

builder.node(Job, {
  interfaces: [Versioned],
  description: 'What to crawl: seeds, scope, policy, limits.',
  id: { resolve: (job) => job.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.jobs.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Name for people.'],
      scope: [Scope, 'Which discovered URLs belong to it.'],
      weight: ['Float', 'Its share of the workers against other jobs.'],
      version: ['Int', 'Rises with every change.'],
      createdAt: ['DateTime', 'When it was created.'],
      updatedAt: ['DateTime', 'When it was last changed.'],
    }),
    state: t.field({
      type: JobState,
      complexity: 2,
      description: 'State of its latest run.',
      resolve: async (job, _args, { stores }) => (await stores.runs.latest(job.id))?.state ?? 'new',
    }),
    limits: t.field({ type: JobLimits, description: 'How far one run goes.', resolve: (job) => job }),
    secrets: t.field({
      type: JobSecrets,
      nullable: true,
      description: 'Names of its secrets; null when it has none.',
      resolve: (job) => job.secretNames,
    }),
    labels: t.field({
      type: [Label],
      complexity: { field: 1, multiplier: 1 },
      description: 'Names and values of yours, in order of names.',
      resolve: ({ labels }) =>
        Object.entries(labels)
          .map(([name, value]) => ({ name, value }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    policy: t.field({
      type: Policy,
      description: 'The throttling policy it crawls under.',
      resolve: async (job, _args, { stores }) => {
        const policy = await stores.policies.find(job.policyId);
        if (policy === null) throw notFound(job.policyId, 'policy');
        return policy;
      },
    }),
    seedCount: t.int({
      complexity: 2,
      description: 'How many seeds it has.',
      resolve: (job, _args, { stores }) => stores.jobs.seedCount(job.id),
    }),
    seeds: t.connection(
      {
        type: JobSeed,
        description: 'Where it starts from.',
        resolve: async (job, args, { stores }) =>
          toConnection(await stores.jobs.seeds(job.id, args), (seed) => String(seed.id)),
      },
      JobSeedConnection,
    ),
    latestRun: t.field({
      type: Run,
      nullable: true,
      description: 'Its newest run; null before the first.',
      resolve: (job, _args, { stores }) => stores.runs.latest(job.id),
    }),
    runs: t.connection(
      {
        type: Run,
        description: 'Its runs, newest first.',
        resolve: async (job, args, { stores }) =>
          toConnection(await stores.runs.ofJob(job.id, args), (run) => run.id),
      },
      RunConnection,
    ),
    captures: t.connection(
      {
        type: Capture,
        args: { filter: t.arg({ type: CaptureFilterInput, description: 'Only captures like this.' }) },
        description: 'The stored responses of all its runs, oldest first.',
        resolve: async (job, args, { stores }) =>
          toConnection(await stores.captures.ofJob(job.id, args, args.filter ?? {}), captureKey),
      },
      CaptureConnection,
    ),
  }),
});

builder.queryField('job', (t) =>
  t.field({
    type: Job,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a job.' }) },
    description: 'One job; the error NOT_FOUND when this project has none of this id.',
    resolve: async (_root, { id }, { stores }) => {
      const key = keyOf('Job', id);
      const job = key === null ? null : await stores.jobs.find(key);
      if (job === null) throw notFound(id, 'job');
      return job;
    },
  }),
);

builder.queryField('jobs', (t) =>
  t.connection(
    {
      type: Job,
      args: {
        filter: t.arg({ type: JobFilterInput, description: 'Only jobs like this.' }),
        orderBy: t.arg({ type: JobOrderInput, description: 'In this order; left out: newest first.' }),
      },
      description: 'The jobs of this project.',
      resolve: async (_root, args, { stores }) =>
        toConnection(await stores.jobs.list(args, jobFilter(args.filter), args.orderBy ?? null), (job) =>
          args.orderBy ? sortedKey(job[args.orderBy.field], job.id) : job.id,
        ),
    },
    JobConnection,
  ),
);
