import { settle } from '../scripts/settle.ts';
import { shardOf } from '../shard-of.ts';
import type { Frontier, SettleItem } from '../types.ts';
import type { Connection } from './connection.ts';

const MOST_ITEMS = 256;

/** `settle` of types.ts: a call per shard, at most 256 items each; the same id is split the same way again. */
export function createSettle(connection: Connection): Frontier['settle'] {
  return async (session, settleId, items) => {
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
        const id = list.length <= MOST_ITEMS ? settleId : `${settleId}/${i}`;
        const rest = list.slice(i, i + MOST_ITEMS).flatMap(flatten);
        const reply = await connection.run(settle, shard, { session, settleId: id }, rest);
        result.settled += reply.settled;
        result.stale.push(...reply.stale);
      }
    }
    return result;
  };
}

function flatten(item: SettleItem): (string | number)[] {
  const { token, host, startedAfterMs, outcome, next, hostSignal, bytes, robots } = item;
  const verdict = robots?.verdict;
  const retryAfter =
    (hostSignal.kind === 'throttled' ? hostSignal.retryAfterMs : null) ??
    (verdict?.state === 'unreachable' ? verdict.retryAfterMs : null);
  return [
    token,
    host,
    startedAfterMs ?? '',
    outcome,
    next.do,
    next.do === 'retry' ? next.delayMs : 0,
    hostSignal.kind,
    retryAfter ?? '',
    bytes,
    verdict ? JSON.stringify(verdict) : (item.record ?? ''),
    verdict?.state ?? '',
    robots?.origin ?? '',
    (verdict?.state === 'rules' ? verdict.crawlDelayMs : null) ?? '',
  ];
}
