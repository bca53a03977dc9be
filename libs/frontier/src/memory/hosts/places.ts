import type { PaceDecider, PaceInForce } from '@trunkline/policy';
import { delayFor } from '@trunkline/web/robots';
import { type Entry, schemes } from '../../stored/entry.ts';
import { Deque } from '../deque.ts';
import { opensAt } from '../runs/windows.ts';
import { type Host, hostOf, nowOf, type Run, type Scheme, type World } from '../world.ts';

/** ms before its time a host may be claimed. */
export const AHEAD = 20;
const ROBOTS_REST = 30_000;

/** `own` is the part of the delay that is the host's, whoever asks. */
export function termsOf(run: Run, host: Host): { delay: number; conc: number; own: number } {
  const { obey, crawlDelay } = run.terms;
  const paused = host.paused || run.pausedHosts.has(host.name);
  const conc = paused ? 0 : Math.min(run.terms.conc, host.rule?.conc ?? Number.POSITIVE_INFINITY);
  const own = Math.max(host.rule?.delay ?? 0, obey ? Math.min(crawlDelayOf(run, host), crawlDelay) : 0);
  return { delay: Math.max(run.terms.delay, own), conc, own };
}

/** The pace a URL is handed out under; undefined: the run's policy alone decides. See paceInWords in scripts/lib/hosts/hosts.lua. */
export function paceInForce(world: World, run: Run, host: Host, scheme: Scheme): PaceInForce | undefined {
  const { delay, conc } = termsOf(run, host);
  if (conc === 0) return undefined;
  const of = (decidedBy: PaceDecider) => ({
    delayMs: Number(delay.toFixed(3)),
    concurrency: conc,
    decidedBy,
  });
  const rested = Math.max(host.backoffUntil, restOf(host, scheme));
  if (host.lastStart > 0 && rested > Math.max(host.lastStart, world.floor) + delay) return of('backOff');
  if (delay <= run.terms.delay && conc >= run.terms.conc) return undefined;
  const { rule } = host;
  return of(rule && (rule.delay >= delay || conc < run.terms.conc) ? 'rule' : 'robots');
}

/** What the files of the host's origins ask of the run's agent, the longest. */
export function crawlDelayOf(run: Run, host: Host): number {
  return Math.max(0, ...[...host.robots.values()].map(({ delays }) => delayFor(delays, run.terms.product)));
}

/** The run asked the host at that time. */
export function remember(run: Run, host: Host, ms: number): void {
  if (ms > (host.asked.get(run.id) ?? 0)) host.asked.set(run.id, ms);
}

/** From when on the run would have its turn at a host that may be asked at `free`: see scripts/lib/hosts/hosts.lua. */
export function turnAt(world: World, run: Run, host: Host, free: number): number {
  const { own } = termsOf(run, host);
  const wished = Math.max(host.asked.get(run.id) ?? 0, world.floor) + run.terms.delay;
  return Math.max(free, Math.max(host.lastStart, world.floor) + own, wished, host.backoffUntil);
}

/** When the host may be asked next, whatever origin of it. */
export function paceOf(world: World, run: Run, host: Host): number {
  const { delay } = termsOf(run, host);
  const last = Math.max(host.lastStart, world.floor);
  const due = Math.max(last + delay, host.backoffUntil);
  const handed = host.waits instanceof Map && host.free > 0 && host.free >= last && host.free < due;
  return handed ? Math.min(due, turnAt(world, run, host, host.free)) : due;
}

/** Until when an origin is left alone, by its own trouble. */
export const restOf = (host: Host, scheme: Scheme) => host.troubles.get(scheme)?.backoffUntil ?? 0;

export const queueOf = (run: Run, host: string, scheme: Scheme) => run.queues.get(scheme + host);

/** The origins of the host that have something waiting for the run. */
export function waitingOrigins(run: Run, host: string): Scheme[] {
  return schemes.filter((scheme) => (queueOf(run, host, scheme)?.length ?? 0) > 0);
}

/** Takes away what waits at the host, or at one origin of it; answers how many. */
export function takeAll(run: Run, host: string, of: readonly Scheme[] = schemes): number {
  let count = 0;
  for (const scheme of of) {
    count += queueOf(run, host, scheme)?.length ?? 0;
    run.queues.delete(scheme + host);
  }
  return count;
}

type Outlook = { due: number; shut: 'robots' | 'rest' | null };

/** When an origin that has something waiting may be asked, of a host that may be at `due`: see scripts/lib/hosts/hosts.lua. */
function originsDue(world: World, run: Run, host: Host, due: number): Outlook {
  const waiting = waitingOrigins(run, host.name);
  const open = waiting.filter((scheme) => !host.robotsOut.has(scheme));
  const first = Math.min(...open.map((scheme) => restOf(host, scheme)));
  if (waiting.length === 0 || first <= due) return { due, shut: null };
  if (open.length === 0) return { due, shut: 'robots' };
  return { due: first, shut: first > world.clock ? 'rest' : null };
}

/** When something of the run may go out of the host next, and why not sooner. */
export const outlook = (world: World, run: Run, host: Host) =>
  originsDue(world, run, host, paceOf(world, run, host));

export const dueAt = (world: World, run: Run, host: Host) => outlook(world, run, host).due;

export function wake(world: World, run: Run, due: number): void {
  if (run.desired.state !== 'running' || world.awake.has(run.id)) return;
  const at = Math.floor(due - AHEAD);
  if (at < (world.asleep.get(run.id) ?? Number.POSITIVE_INFINITY)) world.asleep.set(run.id, at);
}

export function placeLater(world: World, run: Run, host: Host, due: number): void {
  run.later.set(host.name, Math.floor(due));
  wake(world, run, due);
}

export const isSlow = ({ lastStart, slow }: Host) => lastStart === 0 || slow;

/** Due as far as it matters here: at the run's own delay after its last start. */
export function placeReady(run: Run, host: Host): void {
  (isSlow(host) ? run.slow : run.ready).set(host.name, host.lastStart);
}

/** How many more of its URLs may be in flight. */
export function freeOf({ terms, counters }: Run): number {
  return terms.maxInFlight >= 0 ? terms.maxInFlight - counters.inFlight : Number.POSITIVE_INFINITY;
}

/** Whether an origin of the host is in trouble of its own. */
export function troubled(host: Host, now: number): boolean {
  return [...host.troubles.values()].some(({ backoffUntil }) => backoffUntil > now);
}

/** How long a sharer whose turn it is not waits until it looks by itself: see scripts/lib/hosts/places.lua. */
export function turnWait({ waits }: Host, few: number): number {
  return waits instanceof Map && waits.size > few ? waits.size * 100 : 0;
}

/** Until something of the host comes back. */
export function hold(world: World, run: Run, host: Host, now: number): void {
  const wait = turnWait(host, 16);
  if (wait > 0) placeLater(world, run, host, now + Math.max(wait, 1000));
  else run.held.add(host.name);
}

/** Puts a host that stands nowhere in the run where it belongs. */
export function place(world: World, run: Run, host: Host, now: number): void {
  const { due, shut } = outlook(world, run, host);
  if (shut === 'robots' || host.inFlight >= termsOf(run, host).conc) {
    hold(world, run, host, now);
    return;
  }
  noteRest(run, host, now);
  if (due === Math.max(host.lastStart, world.floor) + run.terms.delay) {
    placeReady(run, host);
    wake(world, run, due);
  } else {
    placeLater(world, run, host, due);
  }
}

/** Notes until when the host, or one of its origins that has something waiting, is left alone. */
function noteRest(run: Run, host: Host, now: number): void {
  const ends = waitingOrigins(run, host.name).map((scheme) =>
    Math.max(restOf(host, scheme), host.robotsOut.has(scheme) ? now + ROBOTS_REST : 0),
  );
  const rest = Math.max(host.backoffUntil, ...ends);
  if (rest > now) run.rests.set(host.name, rest);
}

/** The run has something waiting at the host now. */
function join(world: World, run: Run, host: Host, now: number): void {
  if (host.waits instanceof Map) {
    if (!host.waits.has(run.id)) host.waits.set(run.id, Math.min(...host.waits.values()));
    return;
  }
  if (host.waits === run.id) return;
  const before = host.waits === null ? undefined : world.runs.get(host.waits);
  if (before && host.lastStart + before.terms.delay > now) remember(before, host, host.lastStart);
  if (host.waits !== null && waiting(world, host.waits, host.name)) {
    host.waits = new Map([
      [host.waits, 0],
      [run.id, 0],
    ]);
  } else {
    host.waits = run.id;
  }
}

/** Sharers in the order of their turns. */
export function inOrder(sharers: Map<string, number>): [run: string, turns: number][] {
  return [...sharers].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).slice(0, 16);
}

/** Of those who share the host the one that is due first, of several the one that had fewer turns, has its place again. */
export function callNext(world: World, host: Host, now: number, after?: string): void {
  if (!(host.waits instanceof Map)) return;
  let best: Run | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id] of inOrder(host.waits)) {
    const other = id === after ? undefined : world.runs.get(id);
    if (other?.desired.state !== 'running' || freeOf(other) <= 0) continue;
    if (opensAt(other, world.wall(), now) > 0 || termsOf(other, host).conc === 0) continue;
    const due = dueAt(world, other, host);
    if (best && due >= least) continue;
    best = other;
    least = due;
  }
  if (best?.later.delete(host.name)) place(world, best, host, now);
}

/** The run has nothing waiting at the host any more. */
export function leave(world: World, run: Run, host: Host): void {
  takeAll(run, host.name);
  if (!(host.waits instanceof Map)) return;
  host.waits.delete(run.id);
  if (host.waits.size > 1) {
    callNext(world, host, nowOf(world));
    return;
  }
  host.waits = [...host.waits.keys()][0] ?? null;
  host.free = 0;
  const last = host.waits === null ? undefined : world.runs.get(host.waits);
  if (last?.later.delete(host.name)) place(world, last, host, nowOf(world));
}

function waiting(world: World, run: string, host: string): boolean {
  const of = world.runs.get(run);
  return of !== undefined && waitingOrigins(of, host).length > 0;
}

export function push(world: World, run: Run, name: string, entry: Entry, end: 'head' | 'tail'): void {
  const host = hostOf(world, name);
  let queue = queueOf(run, name, entry.scheme);
  if (!queue) {
    queue = new Deque();
    run.queues.set(entry.scheme + name, queue);
  }
  if (end === 'head') queue.unshift(entry);
  else queue.push(entry);
  if (queue.length > 1) return;
  join(world, run, host, nowOf(world));
  world.arrived.push([run, host]);
}

/** Something of the host came back: whoever was held there may have its place again, see `settlePlaces`. */
export function free(world: World, run: Run | undefined, host: Host): void {
  if (host.waits instanceof Map) world.shared.add(host);
  const waits = host.waits instanceof Map ? [...host.waits.keys()] : host.waits === null ? [] : [host.waits];
  for (const other of [run, ...waits.map((id) => world.runs.get(id))])
    if (other) world.freed.push([other, host]);
}

/** A host that stands in `later` until one of its origins is out of trouble may have something else to go out. */
function placeSooner(world: World, run: Run, host: Host, now: number): void {
  const due = run.later.get(host.name) ?? 0;
  if (!troubled(host, now) || due <= now || dueAt(world, run, host) >= due) return;
  run.later.delete(host.name);
  place(world, run, host, now);
}

/** The end of every verb that moves URLs: each host that arrived or was freed gets its place. */
export function settlePlaces(world: World, now: number): void {
  for (const [run, host] of world.arrived.splice(0)) {
    const { name } = host;
    if (run.held.has(name) || run.later.has(name) || run.ready.has(name) || run.slow.has(name)) {
      noteRest(run, host, now);
      if (run.held.has(name) && host.robotsOut.size > 0) world.freed.push([run, host]);
      else placeSooner(world, run, host, now);
    } else place(world, run, host, now);
  }
  for (const [run, host] of world.freed.splice(0)) {
    if (!run.held.has(host.name)) {
      placeSooner(world, run, host, now);
      continue;
    }
    const { shut } = outlook(world, run, host);
    if (shut === 'robots' || host.inFlight >= termsOf(run, host).conc) continue;
    run.held.delete(host.name);
    if (waiting(world, run.id, host.name)) place(world, run, host, now);
    else leave(world, run, host);
  }
  for (const host of world.shared) callNext(world, host, now);
  world.shared.clear();
}
