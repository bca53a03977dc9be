import type { Sample, WorkerSample } from '../sample.ts';
import { since } from './stages.ts';

/** A worker over the window. */
type WorkerView = WorkerSample & {
  /** Of its slots, the part that was held. */
  slotUse: number;
  /** Part of the time in which it had free slots and claimed nothing, by reason. */
  unclaimed: Record<string, number>;
  pagesPerS: number;
  bytesPerS: number;
  /** CPU time of its process per page, ms; null: no page ended. */
  cpuPerPageMs: number | null;
  /** Part of the time in which its event loop was busy, 0 to 1. */
  busy: number;
};

/** All workers over the window. */
export type Fleet = {
  workers: WorkerView[];
  slots: number;
  slotUse: number;
  /** As `unclaimed` of each, over all of their slots. */
  unclaimed: Record<string, number>;
  /** How long Redis takes to answer in the middle, or has not by now, ms. */
  redisMs: number;
};

/** From which time on Redis is slow, ms: a visit asks it several times. */
export const SLOW_REDIS_MS = 50;

/** Reasons of which nothing is to be said: the frontier had nothing that may be asked, or a claim was on its way. */
const NO_REASON = new Set(['NOTHING_DUE', 'CLAIMING']);

export function fleetOf(window: readonly Sample[]): Fleet {
  const last = window.at(-1);
  if (!last) return { workers: [], slots: 0, slotUse: 0, unclaimed: {}, redisMs: 0 };
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
    unclaimed: Object.fromEntries(
      [...reasons].map((reason) => [reason, mean(({ unclaimed }) => unclaimed[reason] ?? 0)]),
    ),
  };
}

/** Of the looks the one in the middle, for one may have met a busy moment; of workers who waits longest. */
function redisMsOf(window: readonly Sample[], workers: readonly WorkerSample[]): number {
  const looks = window.map(({ redis }) => redis.roundTripMs).sort((a, b) => a - b);
  const seen = workers.flatMap(({ redisMs }) =>
    redisMs ? [Math.max(redisMs.n > 0 ? redisMs.p50 : 0, redisMs.oldestMs)] : [],
  );
  return Math.max(0, looks[(looks.length - 1) >> 1] ?? 0, ...seen);
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
    pagesPerS: rate(pages),
    bytesPerS: rate(since(first.receivedBytes, worker.receivedBytes)),
    cpuPerPageMs: pages > 0 ? cpu / pages : null,
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
