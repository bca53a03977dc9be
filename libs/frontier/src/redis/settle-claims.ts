import { packRecords } from '../records.ts';
import { settle } from '../scripts/settle.ts';
import { shardOf } from '../shard-of.ts';
import type { Frontier, SettleItem } from '../types.ts';
import type { Connection } from './connection.ts';
import { createTurns } from './turns.ts';

const MOST_ITEMS = 256;

/** `settle` of types.ts: a call per shard, at most 256 items each; the same id is split the same way again. */
export function createSettle(connection: Connection): Frontier['settle'] {
  const turns = createTurns();
  return async (session, settleId, items) => {
    const turn = turns.of(session, settleId);
    const byShard = new Map<number, SettleItem[]>();
    for (const item of onceEach(items)) {
      const shard = shardOf(item.host, connection.shards.length);
      const list = byShard.get(shard) ?? [];
      list.push(item);
      byShard.set(shard, list);
    }
    const result = { settled: 0, stale: [] as string[] };
    for (const [shard, list] of byShard) {
      for (let i = 0; i < list.length; i += MOST_ITEMS) {
        const some = list.slice(i, i + MOST_ITEMS);
        const { items, records } = columnsOf(some);
        const input = { session, settleId, turn, part: i / MOST_ITEMS, items: JSON.stringify(items) };
        const reply = await connection.run(settle, shard, input, records);
        result.settled += reply.settled;
        result.stale.push(...reply.stale);
      }
    }
    return result;
  };
}

/** The items without those whose token came before. */
function onceEach(items: readonly SettleItem[]): Iterable<SettleItem> {
  const first = new Map<string, SettleItem>();
  for (const item of items) if (!first.has(item.token)) first.set(item.token, item);
  return first.values();
}

/** What `settle.lua` takes: columns, what few items have, and each run's records, a line each (JSON has no line breaks). */
function columnsOf(items: readonly SettleItem[]) {
  const records = new Map<string, string[]>();
  const runs = new Map<string, number>();
  const noteRecord = ({ run, record }: SettleItem) => {
    if (record === null) return 0;
    const lines = records.get(run);
    if (lines) lines.push(record);
    else records.set(run, [record]);
    if (!runs.has(run)) runs.set(run, runs.size + 1);
    return runs.get(run) ?? 0;
  };
  const recordOf = items.map(noteRecord);
  const promises = new Set<string>();
  for (const { run, promise } of items) if (promise !== undefined) promises.add(`${run} ${promise}`);
  const rest: Record<number, Rest> = {};
  for (const [i, item] of items.entries()) {
    const few = restOf(item);
    if (few) rest[i + 1] = few;
  }
  return {
    items: {
      ...(promises.size > 0 && { promises: [...promises].map((of) => of.split(' ')) }),
      token: items.map(({ token }) => token),
      host: items.map(({ host }) => host),
      after: items.map(({ startedAfterMs }) => startedAfterMs),
      bytes: items.map(({ bytes }) => bytes),
      recordOf: recordOf.every((of) => of === recordOf[0]) ? (recordOf[0] ?? 0) : recordOf,
      rest,
    },
    records: [...records].flatMap(([run, lines]) => [run, packRecords(lines)]),
  };
}

type Rest = {
  outcome?: string;
  next?: 'retry' | 'requeue' | 'dead';
  delay?: number;
  signal?: string;
  retryAfter?: number;
  slow?: true;
  robots?: { state: string; origin: string; rules: string; crawlDelay?: number; record?: string };
};

/** What sets an item apart from a page that was answered and is settled; undefined: nothing does. */
function restOf({ outcome, next, hostSignal, robots, slow = false }: SettleItem): Rest | undefined {
  const isFetched = outcome === 'fetched';
  if (isFetched && next.do === 'settle' && hostSignal.kind === 'answered' && !robots && !slow)
    return undefined;
  const rest: Rest = {};
  if (slow) rest.slow = true;
  if (!isFetched) rest.outcome = outcome;
  if (next.do !== 'settle') rest.next = next.do;
  if (next.do === 'retry') rest.delay = next.delayMs;
  if (hostSignal.kind !== 'answered') rest.signal = hostSignal.kind;
  const verdict = robots?.verdict;
  const retryAfter =
    (hostSignal.kind === 'throttled' ? hostSignal.retryAfterMs : null) ??
    (verdict?.state === 'unreachable' ? verdict.retryAfterMs : null);
  if (retryAfter !== null) rest.retryAfter = retryAfter;
  if (robots && verdict) {
    const { state } = verdict;
    rest.robots = { state, origin: robots.origin, rules: JSON.stringify(verdict) };
    if (robots.record !== undefined) rest.robots.record = robots.record;
    if (state === 'rules' && verdict.crawlDelayMs !== null) rest.robots.crawlDelay = verdict.crawlDelayMs;
  }
  return rest;
}
