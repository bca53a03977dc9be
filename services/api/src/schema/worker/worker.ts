import { summariseStages } from '../../live/looks/summarise-stages.ts';
import type { WorkerValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { shown } from '../kit/shown.ts';
import { StageSummary } from '../run/stages.ts';

const WorkerState = builder.enumType('WorkerState', {
  description: 'What a worker does.',
  values: {
    RUNNING: { value: 'running', description: 'Claims and visits URLs.' },
    DRAINING: { value: 'draining', description: 'Finishes what it holds and claims nothing.' },
    PAUSED: { value: 'paused', description: 'Claims nothing; see `blockedBy`.' },
  },
});

const EventLoopLag = builder.objectRef<WorkerValue['eventLoopLagMs']>('EventLoopLag').implement({
  description: 'How late timers of a process fire, milliseconds, over its last second.',
  fields: (t) =>
    shown(t, { p50: ['Float', 'Median.'], p99: ['Float', '99th percentile.'], max: ['Float', 'Longest.'] }),
});

const Transfer = builder.objectRef<WorkerValue['transfers'][number]>('Transfer').implement({
  description: 'A large body on its way.',
  fields: (t) =>
    shown(t, {
      url: ['String', 'Its URL, at most 500 characters. Hostile text.'],
      run: ['String', 'Short id of the run.'],
      bytes: ['Long', 'What came so far.'],
      total: ['Long?', 'What its header says there will be; null when it does not.'],
      ms: ['Int', 'Since its headers came, milliseconds.'],
    }),
});

const WorkerDiscovery = builder
  .objectRef<NonNullable<WorkerValue['discovery']>>('WorkerDiscovery')
  .implement({
    description:
      'Links that a worker has found and that wait to be enqueued: visits wait for none of it. They lie in a spool beside the archive.',
    fields: (t) =>
      shown(t, {
        urls: ['Long', 'How many, those of documents that are to be read again apart.'],
        bytes: ['Long', 'What they take on the disk.'],
        oldestMs: ['Int', 'How long the oldest waits, milliseconds.'],
        heldBy: ['String?', 'Why the frontier takes none: REDIS_FULL, RECORDER.'],
      }),
  });

export const Worker = builder.objectRef<WorkerValue>('Worker');

const WorkerConnection = connectionOf('Worker', Worker, (worker) => worker.session);

builder.node(Worker, {
  description: 'A worker process as it reported itself within the last five seconds.',
  id: { resolve: (worker) => worker.session, description: 'Opaque id, of one life of the process.' },
  loadOne: (id, { stores }) => stores.workers.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Host and process id.'],
      version: ['String', 'Version of its software.'],
      state: [WorkerState, 'What it does.'],
      blockedBy: [
        'String?',
        'Why it claims nothing, when it claims nothing: STORE, RECORDER, REDIS, REDIS_FULL, BANDWIDTH, DISCOVERY, DRAINED.',
      ],
      drained: ['Boolean', 'Somebody wants it to claim nothing (workerDrain); `state` says what came of it.'],
      slots: ['Int', 'Visits it can hold at once.'],
      inFlight: ['Int', 'Visits it holds.'],
      pages: ['Long', 'Visits since its session began.'],
      pagesPerSecond: ['Float', 'Visits a second, between its last reports.'],
      wireBytes: ['Long', 'Body bytes on the wire.'],
      decodedBytes: ['Long', 'Body bytes after decoding.'],
      rssBytes: ['Long', 'Resident memory.'],
      heapBytes: ['Long', 'JavaScript heap in use.'],
      cpuMs: ['Long', 'CPU time since its start, milliseconds.'],
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When its session began.',
      resolve: (worker) => new Date(worker.startedAt),
    }),
    reportedAt: t.field({
      type: 'DateTime',
      description: 'When it reported last.',
      resolve: (worker) => new Date(worker.at),
    }),
    eventLoopLag: t.expose('eventLoopLagMs', {
      type: EventLoopLag,
      description: 'How late its timers fire.',
    }),
    discovery: t.field({
      type: WorkerDiscovery,
      description: 'Links it has found that wait to be enqueued.',
      resolve: ({ discovery }) => discovery ?? { urls: 0, bytes: 0, oldestMs: 0, heldBy: null },
    }),
    waitingForBandwidth: t.int({
      description: 'Visits that wait for a cap of bytes per second.',
      resolve: ({ stages }) => stages['bandwidth']?.waiting ?? 0,
    }),
    transfers: t.field({
      type: [Transfer],
      complexity: 20,
      description:
        'Its large bodies on their way (1 MiB and more) of this project, the largest first, at most 20.',
      resolve: async ({ transfers }, _args, { stores }) => {
        const own = await Promise.all(
          (transfers ?? []).map(({ run }) => stores.runs.findBySerial(Number.parseInt(run, 36))),
        );
        return (transfers ?? []).filter((_, at) => own[at] !== null);
      },
    }),
    stages: t.field({
      type: [StageSummary],
      complexity: { field: 5, multiplier: 1 },
      description: 'Its stages, in order, since its session began.',
      resolve: (worker) => summariseStages(worker.stages),
    }),
  }),
});

builder.queryField('workers', (t) =>
  listed(t, WorkerConnection, {
    description: 'The workers that are alive, by name.',
    resolve: async (_root, args, { stores }) => {
      const page = await stores.workers.list(args);
      return page;
    },
  }),
);
