import assert from 'node:assert/strict';
import { shardKeys } from '../../keys.ts';
import type { Frontier } from '../../types.ts';
import { audit } from '../audit.ts';
import { runIds } from './paces.ts';
import type { Promised } from './promised.ts';
import type { Twins } from './twins.ts';

/** What is counted is what there is, of every run and in every key, and both say so. */
export async function auditTwins(twins: Twins, promised: Promised): Promise<void> {
  const done = new Set<string>();
  for (const run of runIds) {
    const sizes = await twins.ask((frontier) => frontier.sizes(run));
    const causes = await twins.ask((frontier) => frontier.causes(run));
    const sum = Object.values(causes?.urls ?? {}).reduce((all, urls) => all + urls, 0);
    assert.deepEqual([sum, causes?.waiting], [sizes?.counters.waiting, sizes?.counters.waiting]);
    const looked = await twins.ask(async (frontier) =>
      backlogsIn(await frontier.backlogs(run, { most: 1000 })),
    );
    assert.equal(
      looked.reduce((all, [, waiting]) => all + waiting, 0),
      sizes?.counters.waiting,
    );
    await promised.check(run, sizes!.state, (ask) => twins.ask(ask));
    if (sizes!.counters.finished === sizes!.counters.accepted) done.add(run);
  }
  const { redis, name } = twins.redis;
  for (let shard = 0; shard < twins.shards; shard++) {
    const open = await audit(redis, shardKeys(name, shard), runIds);
    for (const url of open) assert.ok(!done.has(url.split(' ')[0]!), `done, but open: ${url}`);
  }
}

/** In the order of hosts, with times as both can tell them. */
function backlogsIn(found: Awaited<ReturnType<Frontier['backlogs']>>) {
  return (found?.looked ?? [])
    .map(({ host, waiting, delayMs, ownMs, concurrency, restMs, startedAgoMs }) => {
      return [
        host,
        waiting,
        Math.floor(delayMs),
        Math.floor(ownMs),
        concurrency,
        Math.floor(restMs),
        Math.floor(startedAgoMs ?? -1),
      ] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
