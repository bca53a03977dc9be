import { formatEntry, joinUrl } from '../../stored/entry.ts';
import { keepRobots, type RobotsKept } from '../../stored/robots-kept.ts';
import type { SettleItem } from '../../types/outcomes.ts';
import { asked, giveBack, refund, started, unclaim } from '../claims/claims.ts';
import { push, settlePlaces } from '../hosts/places.ts';
import { keepLonger, keepRules } from '../hosts/robots.ts';
import { answered, robotsSaid, throttled, throttledLate, unreachable } from '../hosts/trouble.ts';
import { spend } from '../limits/budgets.ts';
import {
  emit,
  ended,
  giveUp,
  type Held,
  type Host,
  hostOf,
  nowOf,
  type Run,
  type Scheme,
  type World,
} from '../world.ts';

type Records = Map<string, string[]>;
type Rules = { origin: string; host: Host; scheme: Scheme; kept: RobotsKept }[];

/** scripts/settle/settle.lua, told in TypeScript. */
export function settle(
  world: World,
  sessionId: string,
  settleId: string,
  items: readonly SettleItem[],
): { settled: number; stale: string[] } {
  const now = nowOf(world);
  const session = world.sessions.get(sessionId);
  if (session?.settle?.id === settleId) return session.settle.reply;
  const reply = { settled: 0, stale: [] as string[] };
  const records: Records = new Map();
  const rules: Rules = [];
  const done = new Set<string>();
  for (const item of items) {
    const held = session?.inFlight.get(item.token);
    if (!held) {
      if (done.has(item.token)) continue;
      reply.stale.push(item.token);
      const host = hostOf(world, item.host);
      if (item.startedAfterMs !== null) asked(host, now);
      const said = item.hostSignal;
      if (said.kind === 'throttled') throttledLate(host, said.retryAfterMs, now);
      continue;
    }
    session?.inFlight.delete(item.token);
    done.add(item.token);
    settleOne(world, held, item, records, rules, now);
    reply.settled++;
  }
  for (const [run, list] of records) emit(world, { run, kind: 'settled', records: list });
  for (const { run: id, promise } of items) {
    const run = world.runs.get(id);
    if (promise !== undefined && reply.settled > 0 && !ended(run)) run?.promises.add(promise);
  }
  settlePlaces(world, now);
  for (const { kept, ...of } of rules) keepRules(world, of, kept, now);
  if (session) session.settle = { id: settleId, reply };
  return reply;
}

function settleOne(
  world: World,
  held: Held,
  item: SettleItem,
  records: Records,
  rules: Rules,
  now: number,
): void {
  const { host, entry, granted } = held;
  const began = item.startedAfterMs === null ? granted : started(world, held, item.startedAfterMs);
  if (item.under !== undefined && (world.runs.get(held.run)?.desired.version ?? 0) > item.under) {
    giveBack(world, held, false);
    return;
  }
  const run = unclaim(world, held);
  // How soon a robots.txt came says nothing of pages: until one has come soon the host is as one that was never asked.
  if (item.slow || (item.robots && held.kind === 'robots')) host.slow = true;
  else if (held.kind !== 'robots') host.slow = false;
  if (held.kind === 'robots') {
    if (!item.robots) {
      heardOf(world, run, held, item, began, now);
      return;
    }
    const { origin, verdict, digest, record } = item.robots;
    const { scheme } = entry;
    if (run && record !== undefined) emit(world, { run: run.id, kind: 'robots', record });
    const kept = keepRobots(verdict, digest);
    robotsSaid(world, run, host, { scheme, verdict, kept, began, now, signal: item.hostSignal });
    if (kept) rules.push({ origin, host, scheme, kept });
    else keepLonger(world, host, scheme, now);
  } else if (run) {
    settlePage(world, run, held, item, records, now);
    heardOf(world, run, held, item, began, now);
  }
}

function heardOf(
  world: World,
  run: Run | undefined,
  { host, entry: { scheme } }: Held,
  { hostSignal: signal }: SettleItem,
  began: number,
  now: number,
): void {
  if (signal.kind === 'answered') answered(host, scheme, now);
  if (signal.kind === 'throttled') throttled(host, began, signal.retryAfterMs, now);
  if (signal.kind === 'unreachable') unreachable(world, run, host, scheme, began, now);
}

function settlePage(
  world: World,
  run: Run,
  held: Held,
  item: SettleItem,
  records: Records,
  now: number,
): void {
  const { host, entry } = held;
  if (item.outcome !== 'sitemap') run.counters[item.outcome]++;
  run.counters.bytes += item.bytes;
  if (item.outcome === 'fetched') spend(run, host.name, entry.path);
  else refund(world, run);
  if (item.record !== null) {
    const list = records.get(run.id) ?? [];
    list.push(item.record);
    records.set(run.id, list);
  }
  if (item.next.do !== 'retry' && item.next.do !== 'requeue') {
    run.counters.finished++;
    if (item.next.do === 'dead') run.counters.dead++;
  } else if (ended(run)) {
    const url = joinUrl(host.name, entry.scheme, entry.path);
    giveUp(world, run, 'dropped', { count: 1, reason: run.desired.state, host: host.name, url });
  } else if (item.next.do === 'requeue') {
    const uncharged = (entry.uncharged ?? 0) + 1;
    push(world, run, host.name, { ...entry, uncharged, tries: entry.tries + 1 }, 'head');
  } else {
    const due = Math.floor(now + item.next.delayMs);
    const retried = { ...entry, tries: entry.tries + 1 };
    const order = `${run.id} ${host.name} ${formatEntry(retried)}`;
    world.delayed.push({ due, order, run: run.id, host: host.name, entry: retried });
    run.counters.delayed++;
  }
}
