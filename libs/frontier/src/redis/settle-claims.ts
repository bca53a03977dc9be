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
    for (const item of items) {
      const shard = shardOf(item.host, connection.shards.length);
      const list = byShard.get(shard) ?? [];
      list.push(item);
      byShard.set(shard, list);
    }
    const result = { settled: 0, stale: [] as string[] };
    for (const [shard, list] of byShard) {
      for (let i = 0; i < list.length; i += MOST_ITEMS) {
        const some = list.slice(i, i + MOST_ITEMS);
        const records = recordsByRun(some);
        const rest = [...records].flatMap(([run, lines]) => [run, lines.join('\n')]);
        for (const item of some) flatten(item, rest);
        const input = { session, settleId, turn, part: i / MOST_ITEMS, runs: records.size };
        const reply = await connection.run(settle, shard, input, rest);
        result.settled += reply.settled;
        result.stale.push(...reply.stale);
      }
    }
    return result;
  };
}

/** JSON has no line breaks of its own, so a record is a line. */
function recordsByRun(items: readonly SettleItem[]): Map<string, string[]> {
  const byRun = new Map<string, string[]>();
  for (const { run, record } of items) {
    if (record === null) continue;
    const lines = byRun.get(run);
    if (lines) lines.push(record);
    else byRun.set(run, [record]);
  }
  return byRun;
}

function flatten(item: SettleItem, rest: string[]): void {
  const { token, host, startedAfterMs, outcome, next, hostSignal, bytes, robots } = item;
  const verdict = robots?.verdict;
  const retryAfter =
    (hostSignal.kind === 'throttled' ? hostSignal.retryAfterMs : null) ??
    (verdict?.state === 'unreachable' ? verdict.retryAfterMs : null);
  const crawlDelay = verdict?.state === 'rules' ? verdict.crawlDelayMs : null;
  rest.push(
    token,
    host,
    text(startedAfterMs),
    outcome,
    next.do,
    next.do === 'retry' ? String(next.delayMs) : '0',
    hostSignal.kind,
    text(retryAfter),
    String(bytes),
    item.record === null ? '' : item.run,
    verdict ? JSON.stringify(verdict) : '',
    verdict?.state ?? '',
    robots?.origin ?? '',
    text(crawlDelay),
  );
}

const text = (ms: number | null) => (ms === null ? '' : String(ms));
