import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countHostReads, hostReads } from '../testing/host-reads.ts';
import { claimSome, makeRun, makeUrls } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';

test('however many hosts are not due after all, a claim reads at most five for each URL it wants', async (t) => {
  countHostReads();
  const world = await redisWorld();
  t.after(world.close);
  const { frontier, redis, name } = world;
  for (const run of ['a', 'b']) {
    await frontier.applyRun(makeRun({ run }));
    await frontier.enqueue(
      run,
      Array.from({ length: 300 }, (_, host) => makeUrls(`${run}${host}.test`, 1)).flat(),
    );
  }
  await world.advance(1100);
  // A longer rule binds at claim: until a claim has looked at a host, it stands where the run's own pace put it.
  await frontier.setRule({
    pattern: '*.test',
    version: 1,
    pace: { mode: 'delay', delayMs: 3_600_000 },
    blocked: false,
  });
  await frontier.openSession('s', 10_000_000);
  for (const want of [1, 2, 5, 9, 20]) {
    const [before = 0] = await hostReads(redis, name, 1);
    assert.deepEqual(await claimSome(frontier, 's', want), []);
    const [after = 0] = await hostReads(redis, name, 1);
    const reads = after - before;
    assert.ok(reads >= 4 * want && reads <= 5 * want, `a claim of ${want} read ${reads} hosts`);
  }
});
