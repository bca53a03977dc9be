import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimSome, makeRun } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';

const pace = { mode: 'delay', delayMs: 0 } as const;
const urls = Array.from({ length: 40 }, (_, i) => ({ url: `http://site${i}.test/`, depth: 0, hops: 0 }));

/** What claims in vain write while all of a limit is out: the clock goes on by 20 ms with each. */
for (const [shards, limit] of [
  [1, 'maxInFlight'],
  [1, 'maxPages'],
  [3, 'maxInFlight'],
  [3, 'maxPages'],
] as const) {
  test(`while all of ${limit} is out claims write next to nothing, over ${shards} shards`, async (t) => {
    const { frontier, redis, name, advance, close } = await redisWorld({ shards });
    t.after(close);
    await frontier.openSession('s', 1_000_000);
    await frontier.applyRun(makeRun({ [limit]: 2, policy: { pace } }));
    await frontier.enqueue('a', urls);
    let held = 0;
    for (let i = 0; i < 40; i++) {
      await advance(200);
      held += (await claimSome(frontier, 's', 64)).length;
    }
    assert.equal(held, 2);
    const stored = async () => {
      const keys = (await redis.keys(`{${name}f*`)).filter((key) => !key.endsWith(':meta')).sort();
      const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
      return keys.map((key, i) => `${key} ${dumps[i]?.toString('base64')}`).join('\n');
    };
    let written = 0;
    for (let i = 0; i < 50; i++) {
      await advance(20);
      const before = await stored();
      assert.deepEqual(await claimSome(frontier, 's', 64), []);
      if ((await stored()) !== before) written++;
    }
    assert.ok(written <= 2 * shards, `${written} of 50 claims wrote`);
  });
}
