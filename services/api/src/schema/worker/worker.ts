import { summariseStages } from '../../live/looks/summarise-stages.ts';
import type { WorkerLoad, WorkerValue } from '../../stores/values.ts';
import { builder, type Types } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { shown } from '../kit/shown.ts';
import { Stage, StageSummary } from '../run/stages.ts';

const WorkerState = builder.enumType('WorkerState', {
  description: 'What a worker does.',
  values: {
    RUNNING: { value: 'running', description: 'Claims and visits URLs.' },
    DRAINING: { value: 'draining', description: 'Finishes what it holds and claims nothing.' },
    PAUSED: { value: 'paused', description: 'Claims nothing; see `blockedBy`.' },
  },
});

const EventLoopLag = builder.objectRef<WorkerLoad['eventLoopLagMs']>('EventLoopLag').implement({
  description: 'How late timers of a process fire, milliseconds, over its last second.',
  fields: (t) =>
    shown(t, { p50: ['Float', 'Median.'], p99: ['Float', '99th percentile.'], max: ['Float', 'Longest.'] }),
});

const Transfer = builder.objectRef<WorkerValue['transfers'][number]>('Transfer').implement({
  description: 'A visit on its way: one of the largest bodies or of the oldest visits.',
  fields: (t) =>
    shown(t, {
      url: ['String', 'Its URL, at most 300 characters. Hostile text.'],
      stage: [Stage, 'Where it is, or for which it waits.'],
      run: ['String', 'Short id of the run.'],
      bytes: ['Long', 'What came of its body so far.'],
      total: ['Long?', 'What its header says there will be; null when it does not.'],
      ms: ['Int', 'For how long it is at its stage, milliseconds: of a body since its headers came.'],
      ageMs: ['Int', 'Since its claim was granted, milliseconds.'],
    }),
});

const WorkerDiscovery = builder.objectRef<NonNullable<WorkerLoad['discovery']>>('WorkerDiscovery').implement({
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

const noDiscovery = { urls: 0, bytes: 0, oldestMs: 0, heldBy: null, found: 0, enqueued: 0 };

/** Said of what it does for all projects together. */
const ofAll = 'null: you are no operator.';

type Fields = PothosSchemaTypes.ObjectFieldBuilder<Types, WorkerValue>;
type Figures = { [K in keyof WorkerLoad as WorkerLoad[K] extends number ? K : never]?: string };

/** Figures of its load, which only operators are told. */
const loadFields = (t: Fields, type: 'Int' | 'Long' | 'Float', figures: Figures) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, says]) => [
      name,
      t.field({
        ...{ type, nullable: true, description: `${says.replace(/\.$/, '')}; ${ofAll}` },
        resolve: ({ load }) => load?.[name as keyof Figures],
      }),
    ]),
  );

const WorkerConnection = connectionOf('Worker', Worker, (worker) => worker.session);

builder.node(Worker, {
  description: 'A worker process as it reported itself within the last five seconds.',
  id: { resolve: (worker) => worker.session, description: 'Opaque id, of one life of the process.' },
  loadOne: (id, { stores }) => stores.workers.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: [
        'String',
        'Host and process id; told to others than operators as a pseudonym that stays the same.',
      ],
      version: ['String', 'Version of its software.'],
      state: [WorkerState, 'What it does.'],
      blockedBy: [
        'String?',
        'Why it claims nothing, when it claims nothing: STORE, RECORDER, REDIS, REDIS_FULL, BANDWIDTH, DISCOVERY, DRAINED.',
      ],
      drained: ['Boolean', 'Somebody wants it to claim nothing (workerDrain); `state` says what came of it.'],
      slots: ['Int', 'Visits it can hold at once.'],
    }),
    ...loadFields(t, 'Int', {
      inFlight: 'Visits it holds.',
    }),
    ...loadFields(t, 'Long', {
      pages: 'Visits since its session began.',
      wireBytes: 'Body bytes on the wire.',
      decodedBytes: 'Body bytes after decoding.',
      rssBytes: 'Resident memory.',
      heapBytes: 'JavaScript heap in use.',
      cpuMs: 'CPU time since its start, milliseconds.',
    }),
    ...loadFields(t, 'Float', {
      pagesPerSecond: 'Visits a second, between its last reports.',
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
    eventLoopLag: t.field({
      type: EventLoopLag,
      nullable: true,
      description: `How late its timers fire; ${ofAll}`,
      resolve: ({ load }) => load?.eventLoopLagMs,
    }),
    discovery: t.field({
      type: WorkerDiscovery,
      nullable: true,
      description: `Links it has found that wait to be enqueued; ${ofAll}`,
      resolve: ({ load }) => load && (load.discovery ?? noDiscovery),
    }),
    waitingForBandwidth: t.int({
      nullable: true,
      description: `Visits that wait for a cap of bytes per second; ${ofAll}`,
      resolve: ({ load }) => load && (load.stages['bandwidth']?.waiting ?? 0),
    }),
    transfers: t.field({
      type: [Transfer],
      complexity: 20,
      description:
        'Its visits of this project that take most: the ten largest bodies on their way (1 MiB and more), the largest first, and of the others the ten oldest visits of a second and more, the oldest first.',
      resolve: async ({ transfers }, _args, { stores }) => {
        const own = await Promise.all(
          (transfers ?? []).map(({ run }) => stores.runs.findBySerial(Number.parseInt(run, 36))),
        );
        return (transfers ?? []).filter((_, at) => own[at] !== null);
      },
    }),
    stages: t.field({
      type: [StageSummary],
      nullable: true,
      complexity: { field: 5, multiplier: 1 },
      description: `Its stages, in order, since its session began; ${ofAll}`,
      resolve: ({ load }) => load && summariseStages(load.stages),
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
