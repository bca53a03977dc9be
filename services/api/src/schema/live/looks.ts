import type { CapturesEvent, FindingsLook, HostsLook, JobsLook, WorkersLook } from '../../live/live-event.ts';
import { HostState } from '../host/host-state.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { builder } from '../kit/builder.ts';
import { Capture, Job } from '../kit/objects.ts';
import { CaptureFilterInput } from '../page/capture-filter.ts';
import { RunCauses } from '../run/causes.ts';
import { Finding } from '../run/finding.ts';
import { Worker } from '../worker/worker.ts';
import { interval, ofRun, runOf, runOrAll } from './args.ts';
import { LiveEvent } from './live-event.ts';

const whole = 'Each event carries the whole; none is sent when nothing changed.';
const at = { type: 'DateTime', description: 'When the look was taken.' } as const;

const LiveWorkers = builder.objectRef<WorkersLook>('LiveWorkers').implement({
  description: `The workers that are alive. ${whole}`,
  interfaces: [LiveEvent],
  fields: (t) => ({
    at: t.expose('at', at),
    workers: t.field({
      type: [Worker],
      complexity: { field: 1, multiplier: 20 },
      description: 'By session.',
      resolve: ({ value }) => value,
    }),
  }),
});

const LiveHosts = builder.objectRef<HostsLook>('LiveHosts').implement({
  description: `Hosts as a run finds them. ${whole}`,
  interfaces: [LiveEvent],
  fields: (t) => ({
    at: t.expose('at', at),
    hosts: t.field({
      type: [HostState],
      complexity: { field: 1, multiplier: 20 },
      description: 'By name; empty once the run has left the frontier.',
      resolve: ({ value }) => value,
    }),
  }),
});

const LiveJobs = builder.objectRef<JobsLook>('LiveJobs').implement({
  description: `The newest jobs. ${whole}`,
  interfaces: [LiveEvent],
  fields: (t) => ({
    at: t.expose('at', at),
    jobs: t.field({
      type: [Job],
      complexity: { field: 1, multiplier: 20 },
      description: 'Newest first.',
      resolve: ({ value }) => value.jobs,
    }),
    hasMore: t.boolean({ description: 'There are more than these.', resolve: ({ value }) => value.more }),
  }),
});

const LiveFindings = builder.objectRef<FindingsLook>('LiveFindings').implement({
  description: `Why URLs pile up. ${whole}`,
  interfaces: [LiveEvent],
  fields: (t) => ({
    at: t.expose('at', at),
    findings: t.field({
      type: [Finding],
      complexity: { field: 1, multiplier: 5 },
      description:
        'Those that are open; of a run the largest share first, else the newest first, 100 at most.',
      resolve: ({ value }) => value.findings,
    }),
    causes: t.field({
      type: RunCauses,
      nullable: true,
      description: 'Of a run: why its URLs wait; null: it was asked for all runs.',
      resolve: ({ value }) => value.causes,
    }),
  }),
});

const LiveCaptures = builder.objectRef<CapturesEvent>('LiveCaptures').implement({
  description:
    'Captures as they are recorded. `dropped` counts those that came faster than they are sent; the list has them all.',
  interfaces: [LiveEvent],
  fields: (t) => ({
    at: t.expose('at', at),
    snapshot: t.boolean({
      description: 'True of the first event: the newest there were.',
      resolve: ({ kind }) => kind === 'snapshot',
    }),
    captures: t.field({
      type: [Capture],
      complexity: { field: 1, multiplier: 20 },
      description: 'Oldest first.',
      resolve: ({ captures }) => captures,
    }),
  }),
});

export const lookArgs = {
  hosts: 'Names, with the port unless 80 or 443; at most 20.',
  filter: 'Only those like this.',
  first: 'How many, 1 to 100.',
  most: 'Captures one event carries, 1 to 100: of what comes faster the newest.',
} as const;

builder.subscriptionField('workers', (t) =>
  t.field({
    type: LiveWorkers,
    args: { intervalMs: t.arg.int(interval) },
    description: 'The workers: who is alive and what it does.',
    subscribe: async (_root, { intervalMs }, { live }) =>
      live.admit(await live.workers({ intervalMs: intervalMs ?? 1000 })),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('hosts', (t) =>
  t.field({
    type: LiveHosts,
    args: {
      id: t.arg.id({ required: true, description: ofRun }),
      hosts: t.arg.stringList({ required: true, description: lookArgs.hosts }),
      intervalMs: t.arg.int(interval),
    },
    description: 'Hosts as a run finds them: the pace in force and why, what waits and what is in flight.',
    subscribe: async (_root, { id, hosts, intervalMs }, { live }) =>
      live.admit(await live.hosts({ ...runOf(id), hosts, intervalMs: intervalMs ?? 1000 })),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('findings', (t) =>
  t.field({
    type: LiveFindings,
    args: {
      id: t.arg.id({ description: `${ofRun} Left out: all runs of the project.` }),
      intervalMs: t.arg.int(interval),
    },
    description: 'Why URLs pile up: what is found open, and of a run why its URLs wait.',
    subscribe: async (_root, { id, intervalMs }, { live }) =>
      live.admit(await live.findings({ ...runOrAll(id), intervalMs: intervalMs ?? 1000 })),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('jobs', (t) =>
  t.field({
    type: LiveJobs,
    args: {
      filter: t.arg({ type: JobFilterInput, description: lookArgs.filter }),
      first: t.arg.int({ defaultValue: 20, description: lookArgs.first }),
      intervalMs: t.arg.int(interval),
    },
    description: 'The newest jobs of this project and where their latest runs are.',
    subscribe: async (_root, { filter, first, intervalMs }, { live }) =>
      live.admit(
        await live.jobs({ filter: jobFilter(filter), first: first ?? 20, intervalMs: intervalMs ?? 1000 }),
      ),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('captures', (t) =>
  t.field({
    type: LiveCaptures,
    args: {
      id: t.arg.id({ required: true, description: ofRun }),
      filter: t.arg({ type: CaptureFilterInput, description: lookArgs.filter }),
      most: t.arg.int({ defaultValue: 20, description: lookArgs.most }),
      intervalMs: t.arg.int(interval),
    },
    description: 'The tail of a run: the newest captures at once, then those that are recorded, to its end.',
    subscribe: async (_root, { id, filter, most, intervalMs }, { live }) =>
      live.admit(
        await live.captures({
          ...{ ...runOf(id), filter: filter ?? {} },
          ...{ most: most ?? 20, intervalMs: intervalMs ?? 1000 },
        }),
      ),
    resolve: (event) => event,
  }),
);
