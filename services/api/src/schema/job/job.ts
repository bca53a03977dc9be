import { sortedKey } from '../../stores/lists/sorted-key.ts';
import type { JobValue, SeedValue } from '../../stores/values.ts';
import { PlanWarning } from '../forecast/plan-warning.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { Versioned } from '../kit/errors.ts';
import { found, foundById } from '../kit/found.ts';
import { CaptureConnection, Job, JobConnection, Run, RunConnection } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { CaptureFilterInput } from '../page/capture-filter.ts';
import { Policy } from '../policy/policy.ts';
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

const JobSeedConnection = connectionOf('JobSeed', JobSeed, (seed) => String(seed.id));

const JobLimits = builder.objectRef<JobValue>('JobLimits').implement({
  description: 'How far one run of a job goes.',
  fields: (t) =>
    shown(t, {
      maxPages: ['Int?', 'Pages fetched; null: no limit.'],
      maxDepth: ['Int?', 'Links away from a seed; null: no limit.'],
    }),
});

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
      finishBy: ['DateTime?', 'When its runs are to be done; null: nobody said.'],
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
    warnings: t.field({
      type: [PlanWarning],
      complexity: { field: 30, multiplier: 1 },
      description:
        'What cannot work about it: a target that is missed, a host that takes weeks at its pace, no workers.',
      resolve: (job, _args, { stores }) => stores.plans.ofJob(job),
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
      resolve: (job, _args, { stores }) => found(stores.policies.find(job.policyId), job.policyId, 'policy'),
    }),
    seedCount: t.int({
      complexity: 2,
      description: 'How many seeds it has.',
      resolve: (job, _args, { stores }) => stores.jobs.seedCount(job.id),
    }),
    seeds: listed(t, JobSeedConnection, {
      description: 'Where it starts from.',
      resolve: (job, args, { stores }) => stores.jobs.seeds(job.id, args),
    }),
    latestRun: t.field({
      type: Run,
      nullable: true,
      description: 'Its newest run; null before the first.',
      resolve: (job, _args, { stores }) => stores.runs.latest(job.id),
    }),
    runs: listed(t, RunConnection, {
      description: 'Its runs, newest first.',
      resolve: (job, args, { stores }) => stores.runs.ofJob(job.id, args),
    }),
    captures: listed(t, CaptureConnection, {
      args: { filter: t.arg({ type: CaptureFilterInput, description: 'Only captures like this.' }) },
      description: 'The stored responses of all its runs, oldest first.',
      resolve: (job, args, { stores }) => stores.captures.ofJob(job.id, args, args.filter ?? {}),
    }),
  }),
});

builder.queryField('job', (t) =>
  t.field({
    type: Job,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a job.' }) },
    description: 'One job; the error NOT_FOUND when this project has none of this id.',
    resolve: (_root, { id }, { stores }) => foundById('Job', id, 'job', stores.jobs.find),
  }),
);

builder.queryField('jobs', (t) =>
  listed(t, JobConnection, {
    args: {
      filter: t.arg({ type: JobFilterInput, description: 'Only jobs like this.' }),
      orderBy: t.arg({ type: JobOrderInput, description: 'In this order; left out: newest first.' }),
    },
    description: 'The jobs of this project.',
    resolve: (_root, args, { stores }) =>
      stores.jobs.list(args, jobFilter(args.filter), args.orderBy ?? null),
    cursorOf: (job, args) => (args.orderBy ? sortedKey(job[args.orderBy.field], job.id) : job.id),
  }),
);
