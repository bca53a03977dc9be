import { backlogs } from '../../scripts/runs/backlogs.ts';
import { shardOf } from '../../shard-of.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** Looks at backlogs of hosts, each shard at its part of them. */
export function createBacklogs(connection: Connection): Frontier['backlogs'] {
  const shards = connection.shards.length;
  return async (run, { most, offset = 0, also = [] }) => {
    const named = Map.groupBy(also, (host) => shardOf(host, shards));
    const each = Math.ceil(most / shards);
    const found = await Promise.all(
      connection.shards.map((_, shard) =>
        connection.run(backlogs, shard, { run, most: each, offset }, named.get(shard) ?? []),
      ),
    );
    const known = found.filter((one) => one !== null);
    if (known.length === 0) return null;
    return {
      hosts: known.reduce((sum, { hosts }) => sum + hosts, 0),
      looked: known.flatMap(({ looked }) => looked),
    };
  };
}
