import { outcomeKinds } from '@trunkline/policy';
import type { ShardSize } from '../../scripts/runs/size.ts';
import type { RunCounters, RunSizes, RunState } from '../../types/runs.ts';

const summed = [
  'accepted',
  'finished',
  'delayed',
  'inFlight',
  'dead',
  'dropped',
  'bytes',
  'hosts',
  'known',
  'refusedAtEnqueue',
  ...outcomeKinds,
] as const;

/**
 * The size of a run over all its shards; null unless every shard knows it. What is finished was read `before` all the rest: enqueue
 * precedes settle and both counters only grow, so when they are equal nothing was open at the moment between the reads. So were the
 * open promises: one is given with a settle, and kept after what it stands for was enqueued.
 */
export function sumSizes(
  before: readonly (ShardSize | null)[],
  shards: readonly (ShardSize | null)[],
): RunSizes | null {
  const known = shards.filter((shard) => shard !== null);
  const first = known[0];
  // One that a shard has lost is lost: what waited there is in no other.
  if (!first || known.length < shards.length) return null;
  const sum = (field: string) => known.reduce((total, { numbers }) => total + (numbers.get(field) ?? 0), 0);
  const counters = Object.fromEntries(summed.map((field) => [field, sum(field)])) as RunCounters;
  const early = (field: string) =>
    before.reduce((total, shard) => total + (shard?.numbers.get(field) ?? 0), 0);
  counters.finished = early('finished');
  counters.waiting = counters.accepted - counters.finished - counters.inFlight - counters.delayed;
  const most = first.numbers.get('pagesOfAll') ?? -1;
  return {
    state: first.state as RunState,
    version: Math.min(...known.map(({ numbers }) => numbers.get('version') ?? 0)),
    counters,
    discovering: early('discovering'),
    retried: sum('retried'),
    exhausted: most >= 0 && sum('used') >= most && counters.inFlight === 0,
  };
}
