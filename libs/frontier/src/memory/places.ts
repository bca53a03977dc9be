import type { Entry } from '../entry.ts';
import { Deque } from './deque.ts';
import { type Host, hostOf, nowOf, type Run, type World } from './world.ts';

/** ms before its time a host may be claimed. */
export const AHEAD = 20;

/** `own` is the part of the delay that is the host's, whoever asks. */
export function termsOf(run: Run, host: Host): { delay: number; conc: number; own: number } {
  const { obey, crawlDelay } = run.terms;
  const paused = host.paused || run.pausedHosts.has(host.name);
  const conc = paused ? 0 : Math.min(run.terms.conc, host.rule?.conc ?? Number.POSITIVE_INFINITY);
  const own = Math.max(host.rule?.delay ?? 0, obey ? Math.min(longestCrawlDelay(host), crawlDelay) : 0);
  return { delay: Math.max(run.terms.delay, own), conc, own };
}

export function longestCrawlDelay(host: Host): number {
  return Math.max(0, ...[...host.robots.values()].map((robots) => robots.crawlDelay));
}

/** The run asked the host at that time. */
export function remember(run: Run, host: Host, ms: number): void {
  if (ms > (host.asked.get(run.id) ?? 0)) host.asked.set(run.id, ms);
}

/** From when on the run would have its turn at a host that may be asked at `free`: see scripts/lib/hosts.lua. */
export function turnAt(world: World, run: Run, host: Host, free: number): number {
  const { own } = termsOf(run, host);
  const wished = Math.max(host.asked.get(run.id) ?? 0, world.floor) + run.terms.delay;
  return Math.max(free, Math.max(host.lastStart, world.floor) + own, wished, host.backoffUntil);
}

export function dueAt(world: World, run: Run, host: Host): number {
  const { delay } = termsOf(run, host);
  const last = Math.max(host.lastStart, world.floor);
  const due = Math.max(last + delay, host.backoffUntil);
  const handed = host.waits instanceof Map && host.free > 0 && host.free >= last && host.free < due;
  return handed ? Math.min(due, turnAt(world, run, host, host.free)) : due;
}

export function wake(world: World, run: Run, due: number): void {
  if (run.desired.state !== 'running' || world.awake.has(run.id)) return;
  const at = Math.floor(due - AHEAD);
  if (at < (world.asleep.get(run.id) ?? Number.POSITIVE_INFINITY)) world.asleep.set(run.id, at);
}

export function placeLater(world: World, run: Run, host: Host, due: number): void {
  run.later.set(host.name, Math.floor(due));
  wake(world, run, due);
}

/** Until something of the host comes back. */
export function hold(world: World, run: Run, host: Host, now: number): void {
  const crowded = host.waits instanceof Map && host.waits.size > 16;
  if (crowded) placeLater(world, run, host, now + 1000);
  else run.held.add(host.name);
}

/** Puts a host that stands nowhere in the run where it belongs. */
export function place(world: World, run: Run, host: Host, now: number): void {
  const due = dueAt(world, run, host);
  if (host.robotsOut || host.inFlight >= termsOf(run, host).conc) {
    hold(world, run, host, now);
  } else if (due === Math.max(host.lastStart, world.floor) + run.terms.delay) {
    run.ready.set(host.name, host.lastStart);
    wake(world, run, due);
  } else {
    if (due === host.backoffUntil) run.rests.set(host.name, due);
    placeLater(world, run, host, due);
  }
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

/** The run has nothing waiting at the host any more. */
export function leave(run: Run, host: Host): void {
  run.queues.delete(host.name);
  if (!(host.waits instanceof Map)) return;
  host.waits.delete(run.id);
  if (host.waits.size > 1) return;
  host.waits = [...host.waits.keys()][0] ?? null;
  host.free = 0;
}

function waiting(world: World, run: string, host: string): boolean {
  return (world.runs.get(run)?.queues.get(host)?.length ?? 0) > 0;
}

export function push(world: World, run: Run, name: string, entry: Entry, end: 'head' | 'tail'): void {
  const host = hostOf(world, name);
  let queue = run.queues.get(name);
  if (!queue) {
    queue = new Deque();
    run.queues.set(name, queue);
  }
  if (end === 'head') queue.unshift(entry);
  else queue.push(entry);
  if (queue.length > 1) return;
  join(world, run, host, nowOf(world));
  world.arrived.push([run, host]);
}

/** Something of the host came back: whoever was held there may have its place again, see `settlePlaces`. */
export function free(world: World, run: Run | undefined, host: Host): void {
  const waits = host.waits instanceof Map ? [...host.waits.keys()] : host.waits === null ? [] : [host.waits];
  for (const other of [run, ...waits.map((id) => world.runs.get(id))])
    if (other) world.freed.push([other, host]);
}

/** The end of every verb that moves URLs: each host that arrived or was freed gets its place. */
export function settlePlaces(world: World, now: number): void {
  for (const [run, host] of world.arrived.splice(0)) {
    const { name } = host;
    if (!run.ready.has(name) && !run.later.has(name) && !run.held.has(name)) place(world, run, host, now);
  }
  for (const [run, host] of world.freed.splice(0)) {
    if (!run.held.has(host.name) || host.robotsOut || host.inFlight >= termsOf(run, host).conc) continue;
    run.held.delete(host.name);
    if (waiting(world, run.id, host.name)) place(world, run, host, now);
    else leave(run, host);
  }
}
