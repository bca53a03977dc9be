import { notFound } from '../../limits/refusals.ts';
import { type RunValue, runStates, type RunState as StateOfRun } from '../../stores/values.ts';
import { Capture, CaptureConnection } from '../capture/capture.ts';
import { CaptureFilterInput } from '../capture/capture-filter.ts';
import { captureKey } from '../capture/capture-key.ts';
import { DeadFilterInput, DeadPage, DeadPageConnection, DeadReason } from '../dead/dead-page.ts';
import { HostState } from '../host/host-state.ts';
import { Job } from '../job/job.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, toConnection } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { TimeRange } from '../kit/filters.ts';
import { keyOf } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';
import { UrlState } from '../url/url-state.ts';
import { RunProgress } from './run-progress.ts';

export const RunState = builder.enumType('RunState', {
  description: 'Where a run is in its life.',
  values: enumValues(runStates, {
    starting: 'Accepted; its seeds are on their way into the frontier.',
    running: 'URLs are handed out as their hosts allow.',
    paused: 'Nothing new is handed out; what is in flight finishes.',
    cancelling: 'What is in flight finishes, the rest is dropped.',
    lost: 'Redis does not know it any more; see `error`. It waits for `runRepair`, or to be cancelled.',
    repairing: 'Its frontier is being rebuilt from the database; see `operations`.',
    recording: 'Every URL is over; the last outcomes are being committed.',
    done: 'Over, every outcome committed.',
    cancelled: 'Ended by request.',
    failed: 'Could not go on; see `error`.',
  }),
});

export const Run = builder.objectRef<RunValue>('Run');

export const RunConnection = connectionOf('Run', Run);

builder.node(Run, {
  description: 'One execution of a job, with its own counters and pages.',
  id: { resolve: (run) => run.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.runs.find(id),
  fields: (t) => ({
    ...shown(t, {
      state: [RunState, 'Where it is in its life.'],
      endReason: ['String?', 'Why it was told to end before its work was over: `budget`.'],
      error: ['String?', 'Why it failed, or why it is lost and what to do.'],
      recorded: ['Long', 'URLs whose end is committed to the database; the run is done when all are.'],
      policyVersion: ['Int', 'Version of the policy it goes by.'],
      createdAt: ['DateTime', 'When it was asked for.'],
      startedAt: ['DateTime?', 'When it began.'],
      finishedAt: ['DateTime?', 'When it was over.'],
    }),
    shortId: t.string({
      description: 'Its name in Redis keys and archive folders.',
      resolve: (run) => run.serial.toString(36),
    }),
    job: t.field({
      type: Job,
      description: 'The job it executes.',
      resolve: async (run, _args, { stores }) => {
        const job = await stores.jobs.find(run.jobId);
        if (job === null) throw notFound(run.jobId, 'job');
        return job;
      },
    }),
    progress: t.field({
      type: RunProgress,
      complexity: 10,
      description: 'Counters, rates and stages now, or as they were at the end.',
      resolve: (run, _args, { stores }) => stores.runs.progress(run),
    }),
    host: t.field({
      type: HostState,
      nullable: true,
      complexity: 10,
      args: {
        host: t.arg.string({ required: true, description: 'Host name, with the port unless 80 or 443.' }),
      },
      description:
        'A host as this run finds it: the pace in force and why, back-off, robots.txt. Null once the run has left the frontier.',
      resolve: (run, { host }, { stores }) => stores.hosts.state(run, host),
    }),
    url: t.field({
      type: UrlState,
      complexity: 10,
      args: { url: t.arg.string({ required: true, description: 'The URL; it is made canonical first.' }) },
      description: 'Where one URL is for this run, what was done with it, and why it was not.',
      resolve: async (run, { url }, { stores }) => {
        const job = await stores.jobs.find(run.jobId);
        if (job === null) throw notFound(run.jobId, 'job');
        return stores.urls.state(run, job, url);
      },
    }),
    dead: t.connection(
      {
        type: DeadPage,
        args: { filter: t.arg({ type: DeadFilterInput, description: 'Only URLs like this.' }) },
        description: 'URLs it gave up, each with its reason; try them again with deadRetry.',
        resolve: async (run, args, { stores }) =>
          toConnection(await stores.dead.list(run, args, args.filter ?? {}), ({ hash }) => hash),
      },
      DeadPageConnection,
    ),
    deadReasons: t.field({
      type: [DeadReason],
      complexity: { field: 20, multiplier: 3 },
      description: 'Why it gave URLs up, the most frequent reason first.',
      resolve: (run, _args, { stores }) => stores.dead.reasons(run),
    }),
    captures: t.connection(
      {
        type: Capture,
        args: { filter: t.arg({ type: CaptureFilterInput, description: 'Only captures like this.' }) },
        description: 'The stored responses of this run, oldest first.',
        resolve: async (run, args, { stores }) =>
          toConnection(await stores.captures.ofRun(run.id, args, args.filter ?? {}), captureKey),
      },
      CaptureConnection,
    ),
  }),
});

builder.queryField('run', (t) =>
  t.field({
    type: Run,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a run.' }) },
    description: 'One run; the error NOT_FOUND when this project has none of this id.',
    resolve: async (_root, { id }, { stores }) => {
      const key = keyOf('Run', id);
      const run = key === null ? null : await stores.runs.find(key);
      if (run === null) throw notFound(id, 'run');
      return run;
    },
  }),
);

const RunFilterInput = builder.inputType('RunFilter', {
  description: 'Which runs; every field given must hold.',
  fields: (t) => ({
    state: t.field({ type: [RunState], description: 'State is one of these.' }),
    jobId: t.id({ description: 'Runs of this job.' }),
    createdAt: t.field({ type: TimeRange, description: 'When it was asked for.' }),
  }),
});

type RunArgs = {
  state?: readonly StateOfRun[] | null | undefined;
  filter?: typeof RunFilterInput.$inferInput | null | undefined;
};

function runFilter({ state, filter }: RunArgs) {
  const { jobId } = filter ?? {};
  const key = jobId == null ? null : keyOf('Job', jobId);
  if (jobId != null && key === null) throw notFound(jobId, 'job');
  return { ...filter, state: filter?.state ?? state, jobId: key };
}

builder.queryField('runs', (t) =>
  t.connection(
    {
      type: Run,
      args: {
        state: t.arg({ type: [RunState], description: 'Only runs in one of these states.' }),
        filter: t.arg({ type: RunFilterInput, description: 'Only runs like this.' }),
      },
      description: 'The runs of this project, newest first.',
      resolve: async (_root, args, { stores }) =>
        toConnection(await stores.runs.list(args, runFilter(args)), (run) => run.id),
    },
    RunConnection,
  ),
);
