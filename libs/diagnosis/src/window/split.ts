import type { WaitingCause } from '../causes.ts';
import type { RunSample } from '../sample.ts';
import { deal } from './deal.ts';
import { type Fleet, isRedisSlow } from './fleet.ts';
import type { StageRow } from './stages.ts';

/** What holds a slot in a stage. `queue`: the start within the worker; it is nobody's fault. */
const causeOfStage: Record<string, WaitingCause> = {
  queue: 'WORKERS_BUSY',
  robots: 'REDIS',
  frontier: 'REDIS',
  hop: 'REDIS',
  dns: 'DNS',
  bandwidth: 'BANDWIDTH',
  connect: 'CONNECT',
  headers: 'SLOW_ORIGIN',
  body: 'LARGE_BODY',
  extract: 'CPU',
  store: 'STORE',
  discovery: 'DISCOVERY',
  settle: 'REDIS',
};
/** Stages in which it is Redis that is waited for, if it is slow. */
const ofRedis = new Set(['robots', 'frontier', 'hop', 'settle']);

/** What keeps a worker from claiming, though it has free slots. Reasons not named here are nobody's: MEMORY, files. */
const causeOfReason: Record<string, WaitingCause> = {
  STORE: 'STORE',
  DISK: 'STORE',
  NAME_SERVERS: 'DNS',
  RECORDER: 'RECORDER',
  REDIS: 'REDIS',
  NO_SESSION: 'REDIS',
  REDIS_FULL: 'REDIS_FULL',
  BANDWIDTH: 'BANDWIDTH',
  DISCOVERY: 'DISCOVERY',
  DRAINED: 'NO_WORKERS',
};

/** Stages whose time grows when the event loop has none: they wait for their turn in it. */
const ofEventLoop = new Set(['queue', 'connect', 'headers', 'body', ...ofRedis]);
/** From which part of the time on the event loop is short of it, and at which it is all that counts. */
const [BUSY, ALL_BUSY] = [0.9, 0.98];
/** From which part of a cap on it is the cap that slows bodies down. */
const CAP_USED = 0.8;

/**
 * What is due and unclaimed, by what the slots were held for, and by what kept free ones from being used: weights are slots, over the
 * window. Nothing known of either: WORKERS_BUSY.
 */
function splitBusy(
  count: number,
  stages: readonly StageRow[],
  fleet: Fleet,
): Partial<Record<WaitingCause, number>> {
  const weights: Partial<Record<WaitingCause, number>> = {};
  const add = (cause: WaitingCause, weight: number) => {
    weights[cause] = (weights[cause] ?? 0) + weight;
  };
  const loop = shortOfTime(fleet);
  const isSlow = isRedisSlow(fleet);
  for (const { stage, l } of stages) {
    if (stage === 'pace') continue; // nobody's: such a visit is not due yet
    const cpu = ofEventLoop.has(stage) ? loop * l : 0;
    add('CPU', cpu);
    add(ofRedis.has(stage) && !isSlow ? 'WORKERS_BUSY' : whose(stage, fleet), l - cpu);
  }
  for (const { slots, slotUse, unclaimed, claiming } of fleet.workers) {
    const free = Math.max(1, slots * (1 - slotUse));
    for (const [reason, part] of Object.entries(unclaimed))
      add(causeOfReason[reason] ?? 'WORKERS_BUSY', part * free);
    // Slots that are free while something is due, and a claim for them is on its way.
    if (isSlow) add('REDIS', claiming * free);
  }
  return deal(count, weights) ?? { [isSlow ? 'REDIS' : 'WORKERS_BUSY']: count };
}

/** Of the time that visits take, the part that they spend in some stages; left out: those in which they wait for Redis. */
export function partOf(rows: readonly StageRow[], stages: ReadonlySet<string> = ofRedis): number {
  const time = (some: readonly StageRow[]) => some.reduce((sum, { l }) => sum + l, 0);
  const all = time(rows.filter(({ stage }) => stage !== 'pace'));
  return all > 0 ? time(rows.filter(({ stage }) => stages.has(stage))) / all : 0;
}

function whose(stage: string, fleet: Fleet): WaitingCause {
  // What was found is put aside before a page is settled: that takes long while there is no room for it.
  if (stage === 'settle' && (fleet.unclaimed['DISCOVERY'] ?? 0) > 0.2) return 'DISCOVERY';
  if (stage === 'body' && fleet.workers.some(atItsCap)) return 'BANDWIDTH';
  return causeOfStage[stage] ?? 'WORKERS_BUSY';
}

export const capUse = ({ bandwidth, bytesPerS }: Fleet['workers'][number]): number =>
  bandwidth?.capBytesPerS ? bytesPerS / bandwidth.capBytesPerS : 0;
const atItsCap = (worker: Fleet['workers'][number]) => capUse(worker) >= CAP_USED;

function shortOfTime({ workers, slots }: Fleet): number {
  const part = (busy: number) => Math.min(1, Math.max(0, (busy - BUSY) / (ALL_BUSY - BUSY)));
  return slots === 0 ? 0 : workers.reduce((sum, worker) => sum + part(worker.busy) * worker.slots, 0) / slots;
}

/** Failures to reach a host that are those of name servers, as stages and codes say. */
const ofNames = new Set(['DNS_FAILED', 'DNS_TIMEOUT']);
const ofReach = new Set([
  'DNS_NOT_FOUND',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'CONNECT_FAILED',
  'TLS_FAILED',
]);

/** Of the hosts that were not reached lately, the part whose names were not resolved; null: none failed. */
function namesShare(stages: readonly StageRow[]): number | null {
  let [names, others] = [0, 0];
  for (const { failedBy } of stages)
    for (const [code, count] of Object.entries(failedBy)) {
      if (ofNames.has(code)) names += count;
      if (ofReach.has(code)) others += count;
    }
  return names + others === 0 ? null : names / (names + others);
}

/** The waiting URLs of a run, each with one cause: they sum to what waits. `long`: its stages over a longer time. */
export function waitingBy(
  run: RunSample,
  stages: readonly StageRow[],
  long: readonly StageRow[],
  fleet: Fleet,
): Partial<Record<WaitingCause, number>> {
  const { WORKERS_BUSY: busy, UNREACHABLE: unreached, ...rest } = run.urls;
  const found: Partial<Record<WaitingCause, number>> = { ...rest };
  const add = (parts: Partial<Record<WaitingCause, number>>) => {
    for (const [cause, urls] of Object.entries(parts) as [WaitingCause, number][])
      found[cause] = (found[cause] ?? 0) + urls;
  };
  const names = namesShare(long) ?? 0;
  add(deal(unreached, { UNREACHABLE: 1 - names, DNS: names }) ?? {});
  if (run.heldBy !== null) {
    add({ QUOTA: found.PAUSED ?? 0 });
    found.PAUSED = 0;
  }
  add(splitBusy(busy, stages, fleet));
  return isMute(fleet) ? withoutWorkers(found) : found;
}

/** From which time on nobody who told nothing of itself does anything, ms: it is told once a second, through Redis. */
export const MUTE_MS = 3500;

/** Sessions live for ten seconds; who has told nothing of itself for some, though Redis answers, does nothing any more. */
const isMute = ({ silentMs, redisMs }: Fleet): boolean =>
  (silentMs === null || silentMs > MUTE_MS) && redisMs < 1000;

function withoutWorkers(found: Partial<Record<WaitingCause, number>>): Partial<Record<WaitingCause, number>> {
  const { PAUSED = 0, WINDOW = 0, QUOTA = 0, ...rest } = found;
  const NO_WORKERS = Object.values(rest).reduce((sum, urls) => sum + urls, 0);
  return { PAUSED, WINDOW, QUOTA, NO_WORKERS };
}
