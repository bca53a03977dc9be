/** Whose numbers are kept: a series is one of these, over time. `system`: Redis, Postgres and the backlog between them. */
export const subjectKinds = ['run', 'worker', 'host', 'conductor', 'system'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** What the values of a measure are told apart by. */
export type MeasureLabel = 'stage' | 'cause' | 'outcome' | 'code' | 'reason';

/**
 * `total`: what came about in a span, from counts that only rise. `level`: how much there was, as a mean over the span. `peak`: the most
 * there was. `times`: a sketch of how long it took, ms.
 */
type Kind = 'total' | 'level' | 'peak' | 'times';

export type Measure = {
  /** In stored rows; never another one's. */
  code: number;
  kind: Kind;
  /** Of a value as it is told: of a total per second, of times in ms. */
  unit: string;
  of: readonly SubjectKind[];
  label?: MeasureLabel;
  /** Decimals that are kept. */
  digits: number;
  /** What a total is multiplied by when it is told: of ms of work within a second, 0.001 are at work. */
  scale?: number;
  /** Several subjects together: levels add up unless it says otherwise. */
  across?: 'mean' | 'max';
  /** A total is told per one of these, not per second. */
  per?: string;
  says: string;
};

const crawl = ['run', 'worker', 'host'] as const;
const visits = ['run', 'worker'] as const;
const runs = ['run'] as const;
const workers = ['worker'] as const;
const processes = ['worker', 'conductor'] as const;
const system = ['system'] as const;

const total = (
  code: number,
  of: readonly SubjectKind[],
  unit: string,
  says: string,
  more: Partial<Measure> = {},
) => ({ code, kind: 'total' as const, of, unit, digits: 0, says, ...more });
/** Of ms of work: told as how many were at it on average. */
const work = (code: number, of: readonly SubjectKind[], unit: string, says: string, label?: MeasureLabel) =>
  total(code, of, unit, says, { digits: 1, scale: 0.001, ...(label && { label }) });
const level = (
  code: number,
  of: readonly SubjectKind[],
  unit: string,
  says: string,
  more: Partial<Measure> = {},
) => ({ code, kind: 'level' as const, of, unit, digits: 2, says, ...more });
const times = (code: number, of: readonly SubjectKind[], says: string, label?: MeasureLabel) => ({
  ...{ code, kind: 'times' as const, of, unit: 'ms', digits: 0, says },
  ...(label && { label }),
});

/** Everything that has a history. A new one takes the next free code; the code of one that is gone stays its own. */
const measures = {
  visits: total(1, visits, 'visits/s', 'Visits that ended.', { label: 'outcome' }),
  failures: total(2, crawl, 'visits/s', 'Visits that failed, by code; of a host the code of the last one.', {
    label: 'code',
  }),
  requests: total(3, crawl, 'requests/s', 'Requests written, those of robots.txt among them.'),
  claims: total(4, crawl, 'claims/s', 'Claims that are over: with an outcome, or given back.'),
  wireBytes: total(5, visits, 'bytes/s', 'Bodies that were stored, as they came.'),
  decodedBytes: total(6, visits, 'bytes/s', 'Bodies that were stored, decoded.'),
  receivedBytes: total(7, crawl, 'bytes/s', 'All that came from origins: heads, bodies, what is not kept.'),
  slots: work(8, crawl, 'slots', 'Slots held.'),
  firstByte: times(9, visits, 'From a request to the first byte of its answer.'),
  firstByteMean: total(10, ['host'], 'ms', 'From a request to the first byte of its answer, on average.', {
    digits: 1,
    per: 'requests',
  }),

  stageInFlight: level(11, visits, 'visits', 'Visits in a stage.', { label: 'stage' }),
  stageWaiting: level(12, visits, 'visits', 'Visits that wait for a place in a stage.', { label: 'stage' }),
  stageDone: total(13, visits, 'visits/s', 'Visits that passed a stage.', { label: 'stage' }),
  stageFailed: total(14, visits, 'visits/s', 'Visits that ended in a stage.', { label: 'stage' }),
  stageBusy: work(
    15,
    visits,
    'visits',
    'Visits at work in a stage, ended or not: the mean over time.',
    'stage',
  ),
  stageQueued: work(
    16,
    visits,
    'visits',
    'Visits waiting for a stage, begun or not: the mean over time.',
    'stage',
  ),
  stageWait: times(17, visits, 'How long visits waited for a place in a stage.', 'stage'),
  stageService: times(18, visits, 'How long the work of a stage took.', 'stage'),

  waiting: level(21, runs, 'URLs', 'URLs that wait.', { label: 'cause' }),
  delayed: level(22, runs, 'URLs', 'URLs that wait to be tried again.'),
  inFlight: level(23, crawl, 'URLs', 'URLs that are claimed and not settled.'),
  hosts: level(24, runs, 'hosts', 'Hosts that have waiting URLs.'),
  discovered: total(25, runs, 'URLs/s', 'URLs that were new.'),
  known: total(26, runs, 'links/s', 'Links to URLs that were known already.'),
  refusedLinks: total(27, runs, 'links/s', 'Links to URLs that may not be taken in.'),
  finished: total(28, runs, 'URLs/s', 'URLs that ended, whatever came of them.'),
  dead: total(29, runs, 'URLs/s', 'URLs that were given up.'),
  dropped: total(30, runs, 'URLs/s', 'URLs that ended unvisited.'),

  slotsThere: level(41, workers, 'slots', 'Slots there are.'),
  unclaimed: work(
    42,
    workers,
    'workers',
    'Workers that had free slots and claimed nothing, by reason.',
    'reason',
  ),
  elu: level(43, processes, '0…1', 'How much of the time the event loop was busy.', {
    digits: 3,
    across: 'mean',
  }),
  lag: {
    ...level(44, processes, 'ms', 'How late timers fired at most.', { across: 'max' }),
    kind: 'peak' as const,
  },
  cpu: work(45, processes, 'cores', 'CPU time.'),
  rss: level(46, processes, 'bytes', 'Resident memory.', { digits: 0 }),
  heap: level(47, processes, 'bytes', 'JavaScript heap in use.', { digits: 0 }),
  sockets: level(48, workers, 'sockets', 'Connections to origins.'),
  idleSockets: level(49, workers, 'sockets', 'Connections to origins that nobody uses.'),
  redisTimes: times(50, workers, 'Round trips of calls to the frontier.'),
  discoveryUrls: level(51, workers, 'URLs', 'Found URLs that wait to be enqueued.'),
  discoveryBytes: level(52, workers, 'bytes', 'What these take on the disk.', { digits: 0 }),
  discoveryAge: {
    ...level(53, workers, 'ms', 'For how long the oldest of these waits.', { digits: 0, across: 'max' }),
    kind: 'peak' as const,
  },
  archiveLag: {
    ...level(54, workers, 'ms', 'For how long the oldest record waits to be durable.', {
      digits: 0,
      across: 'max',
    }),
    kind: 'peak' as const,
  },
  archiveFree: level(55, workers, 'bytes', 'Free bytes where the archive lies.', {
    digits: 0,
    across: 'mean',
  }),
  bandwidthWait: work(56, workers, 'visits', 'Visits that wait for a cap of bytes per second.'),
  transferring: level(57, workers, 'visits', 'Bodies of 1 MiB and more on their way.'),

  workers: level(61, system, 'workers', 'Workers that report.'),
  recorderBacklog: level(62, system, 'entries', 'Entries of outcomes that are not in Postgres yet.'),
  recorderLag: level(63, system, 'ms', 'Age of the oldest of these.', { digits: 0 }),
  redisUsed: level(64, system, 'bytes', 'What Redis holds.', { digits: 0 }),
  redisMost: level(65, system, 'bytes', 'What Redis may hold.', { digits: 0 }),
  redisTrip: level(66, system, 'ms', 'A round trip to Redis, as the conductor sees it.'),
  postgresTrip: level(67, system, 'ms', 'A round trip to Postgres, as the conductor sees it.'),
  postgresBytes: level(68, system, 'bytes', 'What the database takes on the disk.', { digits: 0 }),
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;
export const measureNames = Object.keys(measures) as MeasureName[];
export const measureOf = (name: MeasureName): Measure => measures[name];

/** By code, of stored rows. */
export const measureByCode: ReadonlyMap<number, MeasureName> = new Map(
  measureNames.map((name) => [measures[name].code, name]),
);
