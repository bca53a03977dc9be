import { isOver } from '@trunkline/control';
import { notFound } from '../../limits/refusals.ts';
import { projectHold } from '../../stores/project/project-store.ts';
import type { RunState as StateOfRun } from '../../stores/values.ts';

import { Quarantine } from '../bulk/quarantine.ts';
import { Forecast, WhatIfInput } from '../forecast/forecast.ts';
import { HostState } from '../host/host-state.ts';
import { builder } from '../kit/builder.ts';
import { listed } from '../kit/connection.ts';
import { TimeRange } from '../kit/filters.ts';
import { found, foundById } from '../kit/found.ts';
import { keyOf } from '../kit/ids.ts';
import { CaptureConnection, Job, Run, RunConnection } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { CaptureFilterInput } from '../page/capture-filter.ts';
import { ProjectHold } from '../project/quotas.ts';
import { RunCauses } from './causes.ts';
import { DeadFilterInput, DeadPageConnection, DeadReason, LeftOut } from './dead-page.ts';
import { Finding, FindingState } from './finding.ts';
import { RunProgress } from './run-progress.ts';
import { RunState } from './run-state.ts';

builder.node(Run, {
  description: 'One execution of a job, with its own counters and pages.',
  id: { resolve: (run) => run.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.runs.find(id),
  fields: (t) => ({
    ...shown(t, {
      state: [RunState, 'Where it is in its life.'],
      endReason: ['String?', 'Why it was told to end before its work was over: `budget`.'],
      error: [
        'String?',
        'Why it failed, or is lost and what to do, or what keeps it from being brought to the workers.',
      ],
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
    heldBy: t.field({
      type: ProjectHold,
      nullable: true,
      complexity: 2,
      description: 'What of its project keeps it from handing out anything; null: nothing, or it is over.',
      resolve: async (run, _args, { stores }) =>
        isOver(run.state) ? null : projectHold(await stores.projects.own()),
    }),
    job: t.field({
      type: Job,
      description: 'The job it executes.',
      resolve: (run, _args, { stores }) => found(stores.jobs.find(run.jobId), run.jobId, 'job'),
    }),
    progress: t.field({
      type: RunProgress,
      complexity: 10,
      description: 'Counters, rates and stages now, or as they were at the end.',
      resolve: (run, _args, { stores }) => stores.runs.progress(run),
    }),
    forecast: t.field({
      type: Forecast,
      nullable: true,
      complexity: 10,
      description: 'When it will be done, or why nobody can say; null: it is over or ending.',
      resolve: (run, _args, { stores }) => stores.runs.forecast(run.id),
    }),
    whatIf: t.field({
      type: Forecast,
      nullable: true,
      complexity: 20,
      args: { input: t.arg({ type: WhatIfInput, required: true, description: 'What would be different.' }) },
      description:
        'When it would be done had somebody changed something just now; null: it is over or ending.',
      resolve: (run, { input }, { stores }) => stores.runs.whatIf(run, input),
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
    causes: t.field({
      type: RunCauses,
      complexity: 10,
      description: 'Why its waiting URLs wait.',
      resolve: (run, _args, { stores }) => stores.findings.causes(run),
    }),
    findings: t.field({
      type: [Finding],
      complexity: { field: 5, multiplier: 5 },
      args: { state: t.arg({ type: FindingState, description: 'Only those that are so, or are over.' }) },
      description:
        'What was found in it, 100 at most: what is so first, the largest share first, then the newest.',
      resolve: (run, { state }, { stores }) => stores.findings.ofRun(run.id, state ?? null),
    }),
    dead: listed(t, DeadPageConnection, {
      args: { filter: t.arg({ type: DeadFilterInput, description: 'Only URLs like this.' }) },
      description: 'URLs it gave up, each with its reason; try them again with deadRetry.',
      resolve: (run, args, { stores }) => stores.dead.list(run, args, args.filter ?? {}),
    }),
    deadReasons: t.field({
      type: [DeadReason],
      complexity: { field: 20, multiplier: 3 },
      description: 'Why it gave URLs up, the most frequent reason first.',
      resolve: (run, _args, { stores }) => stores.dead.reasons(run),
    }),
    quarantine: t.field({
      type: Quarantine,
      complexity: { field: 20, multiplier: 3 },
      description: 'URLs that are held because their like brings nothing new, and what was decided of them.',
      async resolve(run, _args, { stores }) {
        const traps = await stores.traps.list(run);
        const held = await Promise.all(traps.map((trap) => trap.held()));
        return { traps, held: held.reduce((sum, n) => sum + n, 0) };
      },
    }),
    leftOut: t.field({
      type: [LeftOut],
      complexity: { field: 20, multiplier: 3 },
      description: 'What it did not crawl, or not wholly, by reason, the most frequent first.',
      resolve: (run, _args, { stores }) => stores.dead.leftOut(run),
    }),
    captures: listed(t, CaptureConnection, {
      args: { filter: t.arg({ type: CaptureFilterInput, description: 'Only captures like this.' }) },
      description: 'The stored responses of this run, oldest first.',
      resolve: (run, args, { stores }) => stores.captures.ofRun(run.id, args, args.filter ?? {}),
    }),
  }),
});

builder.queryField('run', (t) =>
  t.field({
    type: Run,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a run.' }) },
    description: 'One run; the error NOT_FOUND when this project has none of this id.',
    resolve: (_root, { id }, { stores }) => foundById('Run', id, 'run', stores.runs.find),
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
  listed(t, RunConnection, {
    args: {
      state: t.arg({ type: [RunState], description: 'Only runs in one of these states.' }),
      filter: t.arg({ type: RunFilterInput, description: 'Only runs like this.' }),
    },
    description: 'The runs of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.runs.list(args, runFilter(args)),
  }),
);
