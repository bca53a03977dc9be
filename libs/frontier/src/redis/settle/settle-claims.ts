import { settle } from '../../scripts/settle/settle.ts';
import { shardOf } from '../../shard-of.ts';
import { packRecords } from '../../stored/records.ts';
import { keepRobots, packRobots } from '../../stored/robots-kept.ts';
import type { SettleItem } from '../../types/outcomes.ts';
import type { Frontier } from '../../types.ts';
import { batches, checkBytes } from '../batches.ts';
import type { Connection } from '../connection.ts';
import { createTurns } from '../sessions/turns.ts';

const MOST_ITEMS = 256;

/**
 * `settle` of types.ts: a call per shard, of at most 256 items and a MiB each; the same id is split the same way again.
 * `robotsBytes`: how much a shard keeps of robots rules.
 */
export function createSettle(connection: Connection, robotsBytes: number): Frontier['settle'] {
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
    // All or nothing: of a call that cannot be made none is sent.
    const calls = [...byShard].flatMap(([shard, list]) =>
      [...batches(list, MOST_ITEMS, bytesOf)].map((some, part) => {
        const { items, texts } = columnsOf(some, robotsBytes);
        const input = { session, settleId, turn, part, items: JSON.stringify(items) };
        checkBytes(`settle ${some.length} claims`, [input.items, ...texts]);
        return { shard, input, texts };
      }),
    );
    for (const { shard, input, texts } of calls) {
      const reply = await connection.run(settle, shard, input, texts);
      result.settled += reply.settled;
      result.stale.push(...reply.stale);
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

/** Before records are packed: what that saves is room to spare. */
function bytesOf({ record, robots }: SettleItem): number {
  const own = record === null ? 0 : Buffer.byteLength(record);
  if (!robots) return own;
  const rules = keepRobots(robots.verdict, robots.digest)?.rules.length ?? 0;
  return own + rules + Buffer.byteLength(robots.record ?? '');
}

/**
 * What `settle.lua` takes: columns, what few items have, and texts: each run's records, a line each (JSON has no line breaks),
 * and what was said of robots.txt files.
 */
function columnsOf(items: readonly SettleItem[], robotsBytes: number) {
  const said: (string | Buffer)[] = [];
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
    const few = restOf(item, said, robotsBytes);
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
    texts: [
      ...[...records].flatMap(([run, lines]) => [run, packRecords(lines)]),
      ...said.flatMap((text) => ['', text]),
    ],
  };
}

type Rest = {
  outcome?: string;
  next?: 'retry' | 'requeue' | 'dead';
  delay?: number;
  under?: number;
  signal?: string;
  retryAfter?: number;
  slow?: true;
  robots?: Robots;
};

/** `rules` and `record`: the number of their text, from 1. `mixed`: not all agents are asked for the same Crawl-delay. */
type Robots = {
  state: string;
  origin: string;
  most: number;
  rules?: number;
  crawlDelay?: number;
  mixed?: 1;
  record?: number;
};

/** What sets an item apart from a page that was answered and is settled; undefined: nothing does. */
function restOf(
  { outcome, next, under, hostSignal, robots, slow = false }: SettleItem,
  texts: (string | Buffer)[],
  most: number,
): Rest | undefined {
  const isFetched = outcome === 'fetched';
  if (
    isFetched &&
    next.do === 'settle' &&
    hostSignal.kind === 'answered' &&
    !robots &&
    !slow &&
    under === undefined
  )
    return undefined;
  const rest: Rest = {};
  if (under !== undefined) rest.under = under;
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
  if (robots) rest.robots = robotsOf(robots, texts, most);
  return rest;
}

function robotsOf(
  { origin, verdict, digest, record }: NonNullable<SettleItem['robots']>,
  texts: (string | Buffer)[],
  most: number,
): Robots {
  const robots: Robots = { state: verdict.state, origin, most };
  const kept = keepRobots(verdict, digest);
  if (kept) robots.rules = texts.push(packRobots(kept));
  if (kept && kept.delays.longest > 0) robots.crawlDelay = kept.delays.longest;
  if (kept && kept.delays.byAgent !== '') robots.mixed = 1;
  if (record !== undefined) robots.record = texts.push(packRecords([record]));
  return robots;
}
