import type { Sample, WorkerSample } from '../sample.ts';
import { since } from './stages.ts';

/** A worker over the window. */
type WorkerView = WorkerSample & {
  /** Of its slots, the part that was held. */
  slotUse: number;
  /** Part of the time in which it had free slots and claimed nothing, by reason. */
  unclaimed: Record<string, number>;
  /** Part of the time in which it had free slots and a claim for them was on its way. */
  claiming: number;
  pagesPerS: number;
  bytesPerS: number;
  /** CPU time of its process per page, ms; null: no page ended. */
  cpuPerPageMs: number | null;
  /** CPU time of its process per second, of all its threads, ms; and the part of the time in which its event loop was busy, 0 to 1. */
  cpuMsPerS: number;
  busy: number;
  /** Redis takes at least so long to answer it, or has not by now; and its event loop is late by so much, ms. */
  askedRedisMs: number | null;
  lateMs: number;
  /** Links that the frontier took in, per second. */
  enqueuedPerS: number;
  /** It has not told of itself for so long, by the clock of who looks, ms. */
  silentMs: number;
};

/** All workers over the window. */
export type Fleet = {
  workers: WorkerView[];
  slots: number;
  slotUse: number;
  /** As `unclaimed` of each, over all of their slots. */
  unclaimed: Record<string, number>;
  /** Redis takes at least so long to answer, or has not by now, ms. */
  redisMs: number;
  /** Event loops of workers are late by so much, 99 of 100 times less, ms. */
  lateMs: number;
  /** Of all workers, none has told of itself for so long, ms; none there: null. */
  silentMs: number | null;
};

/** From which time on Redis is slow, ms: a visit asks it several times. */
export const SLOW_REDIS_MS = 50;

/** Whether it is Redis that is slow: on a busy machine all answers are late, and event loops are as well. */
export const isRedisSlow = ({ redisMs, lateMs }: Fleet): boolean =>
  redisMs > Math.max(SLOW_REDIS_MS, 2 * lateMs);

/** So many readings one after the other must be late until it is Redis that is: on a busy machine one is now and then. */
const IN_A_ROW = 3;
/** Two do where they are so far apart, ms. */
const IN_A_ROW_MS = 3500;
/** Workers report so often, ms. */
const REPORT_MS = 1000;

/** Reasons of which nothing is to be said: the frontier had nothing that may be asked. A claim that is on its way is told apart. */
const NO_REASON = new Set(['NOTHING_DUE', 'CLAIMING']);

export function fleetOf(window: readonly Sample[]): Fleet {
  const last = window.at(-1);
  if (!last)
    return { workers: [], slots: 0, slotUse: 0, unclaimed: {}, redisMs: 0, lateMs: 0, silentMs: null };
  const workers = last.workers.map((worker) => viewOf(worker, window));
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const mean = (read: (worker: WorkerView) => number) =>
    slots === 0 ? 0 : workers.reduce((sum, worker) => sum + worker.slots * read(worker), 0) / slots;
  const reasons = new Set(workers.flatMap(({ unclaimed }) => Object.keys(unclaimed)));
  return {
    workers,
    slots,
    slotUse: mean(({ slotUse }) => slotUse),
    redisMs: redisMsOf(window, workers),
    lateMs: middle(workers.map(({ lateMs }) => lateMs)),
    // A full Redis takes no reports.
    silentMs: last.redis.full
      ? 0
      : workers.length === 0
        ? null
        : Math.min(...workers.map(({ silentMs }) => silentMs)),
    unclaimed: Object.fromEntries(
      [...reasons].map((reason) => [reason, mean(({ unclaimed }) => unclaimed[reason] ?? 0)]),
    ),
  };
}

/** The one in the middle; none: 0. */
const middle = (readings: readonly number[]): number =>
  readings.toSorted((a, b) => a - b)[readings.length >> 1] ?? 0;

/** The least of the last ones: what each of them was at least. */
function least(readings: readonly { at: number; ms: number }[]): number {
  const end = readings.at(-1)?.at ?? 0;
  const last = readings.slice(-IN_A_ROW);
  return Math.min(
    ...last.filter(({ at }, i) => i >= last.length - 2 || end - at <= IN_A_ROW_MS).map(({ ms }) => ms),
  );
}

/** Who looks and who works must both find it slow: either may be slow itself. */
function redisMsOf(window: readonly Sample[], workers: readonly WorkerView[]): number {
  const seen = least(window.map(({ at, redis }) => ({ at, ms: redis.roundTripMs })));
  const asked = workers.flatMap(({ askedRedisMs }) => askedRedisMs ?? []);
  return asked.length === 0 ? seen : Math.min(seen, Math.max(...asked));
}

/** Null: it asked nothing. What is not answered yet counts once it is older than all that was answered since the report before. */
function askedRedisMs(seen: readonly WorkerSample[]): number | null {
  const asked = seen.flatMap(({ at, redisMs }) => {
    if (!redisMs) return [];
    if (redisMs.n === 0) return redisMs.oldestMs > 0 ? [{ at, ms: redisMs.oldestMs }] : [];
    return [{ at, ms: redisMs.oldestMs > REPORT_MS ? redisMs.oldestMs : redisMs.p50 }];
  });
  return asked.length === 0 ? null : least(asked);
}

function viewOf(worker: WorkerSample, window: readonly Sample[]): WorkerView {
  const seen = readingsOf(worker, window);
  const first = seen[0] ?? worker;
  const ms = worker.at - first.at;
  const pages = since(first.pages, worker.pages);
  const cpu = since(first.cpuMs, worker.cpuMs);
  const rate = (total: number) => (ms > 0 ? (total * 1000) / ms : 0);
  const mean = (read: (one: WorkerSample) => number) =>
    seen.reduce((sum, one) => sum + read(one), 0) / Math.max(1, seen.length);
  return {
    ...worker,
    slotUse: worker.slots === 0 ? 0 : Math.min(1, mean(({ inFlight }) => inFlight) / worker.slots),
    unclaimed: unclaimedOf(seen, ms),
    claiming:
      ms > 0
        ? Math.min(1, since(first.unclaimedMs?.['CLAIMING'] ?? 0, worker.unclaimedMs?.['CLAIMING'] ?? 0) / ms)
        : 0,
    pagesPerS: rate(pages),
    bytesPerS: rate(since(first.receivedBytes, worker.receivedBytes)),
    cpuPerPageMs: pages > 0 ? cpu / pages : null,
    cpuMsPerS: rate(cpu),
    askedRedisMs: askedRedisMs(seen),
    lateMs: middle(seen.map(({ lagMs }) => lagMs)),
    enqueuedPerS: rate(since(first.discovery.enqueued, worker.discovery.enqueued)),
    silentMs:
      (window.at(-1)?.at ?? 0) -
      (window.find(({ workers }) =>
        workers.some((one) => one.worker === worker.worker && one.at === worker.at),
      )?.at ?? 0),
    busy: Math.min(1, worker.elu === undefined ? (ms > 0 ? cpu / ms : 0) : mean(({ elu }) => elu ?? 0)),
  };
}

/** Its reports within the window, each once, in order of time; those of a process before it are none of its. */
function readingsOf(worker: WorkerSample, window: readonly Sample[]): WorkerSample[] {
  const found = new Map<number, WorkerSample>();
  for (const { workers } of window) {
    const same = workers.find((one) => one.worker === worker.worker && one.startedAt === worker.startedAt);
    if (same) found.set(same.at, same);
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

function unclaimedOf(seen: readonly WorkerSample[], ms: number): Record<string, number> {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || ms <= 0) return {};
  const shares: Record<string, number> = {};
  const add = (reason: string, part: number) => {
    if (!NO_REASON.has(reason) && part > 0) shares[reason] = Math.min(1, (shares[reason] ?? 0) + part);
  };
  if (last.unclaimedMs) {
    for (const [reason, total] of Object.entries(last.unclaimedMs))
      add(reason, since(first.unclaimedMs?.[reason] ?? 0, total) / ms);
  } else {
    for (const { blockedBy } of seen) if (blockedBy !== null) add(blockedBy, 1 / seen.length);
  }
  return shares;
}
