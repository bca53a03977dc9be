import { type Entry, joinUrl } from '../../stored/entry.ts';
import { free, freeOf, push, remember, wake } from '../hosts/places.ts';
import { ended, giveUp, type Held, type Host, nowOf, type Run, type World } from '../world.ts';

/** The host was asked at that time. */
export function asked(host: Host, ms: number): void {
  if (ms <= host.lastStart) return;
  host.lastStart = ms;
  host.free = 0;
}

/** When its request was written: ms from sending the claim, and one for what is cut from them. The host was asked then. */
export function started(world: World, held: Held, afterMs: number): number {
  const began = Math.ceil(held.granted + afterMs + 1);
  startedAt(world, held, began);
  return began;
}

export function startedAt(world: World, { run: id, host }: Held, ms: number): void {
  asked(host, ms);
  const run = world.runs.get(id);
  if (run && host.waits !== id && ms + run.terms.delay > nowOf(world)) remember(run, host, ms);
}

/** Takes the claim off its host and run; what becomes of the URL is for the caller to say. */
export function unclaim(world: World, { run: id, host, kind, entry }: Held): Run | undefined {
  const run = world.runs.get(id);
  host.inFlight = Math.max(0, host.inFlight - 1);
  if (kind === 'robots') host.robotsOut.delete(entry.scheme);
  else if (run) {
    if (freeOf(run) <= 0) wake(world, run, nowOf(world));
    run.counters.inFlight--;
  }
  free(world, run, host);
  return run;
}

/** Budget comes back for a URL that brought no page. */
export function refund(world: World, run: Run): void {
  const { maxPages } = run.terms;
  if (maxPages >= 0 && run.used >= maxPages) wake(world, run, nowOf(world));
  run.used--;
}

/** What names a URL of a run in `recovered` and `pardons`. */
export const urlOf = (host: string, { scheme, path }: Entry) => `${host} ${scheme}${path}`;

/** The same of a robots.txt: no path begins so. */
export const robotsOf = (host: string, { scheme }: Entry) => `${host} ${scheme}!`;

/** The entry with the recoveries that count: not those from sessions that were heard of again. */
export function suspicion(run: Run, host: string, entry: Entry): Entry {
  const url = urlOf(host, entry);
  const pardons = entry.recoveries > 0 ? (run.pardons.get(url) ?? 0) : 0;
  if (pardons === 0) return entry;
  run.pardons.delete(url);
  return { ...entry, recoveries: Math.max(0, entry.recoveries - pardons) };
}

/** The URL back to the head of its list; answers whether it was given up as poison. */
export function giveBack(world: World, held: Held, recovered: boolean): boolean {
  const run = unclaim(world, held);
  if (held.kind === 'robots' || !run) return false;
  const { host } = held;
  const entry = recovered && !ended(run) ? suspicion(run, host.name, held.entry) : held.entry;
  refund(world, run);
  const url = joinUrl(host.name, entry.scheme, entry.path);
  if (ended(run)) {
    giveUp(world, run, 'dropped', { count: 1, reason: run.desired.state, host: host.name, url });
    return false;
  }
  if (recovered && entry.recoveries >= 2) {
    giveUp(world, run, 'dead', { count: 1, reason: 'poison', host: host.name, url });
    return true;
  }
  push(world, run, host.name, recovered ? { ...entry, recoveries: entry.recoveries + 1 } : entry, 'head');
  return false;
}
