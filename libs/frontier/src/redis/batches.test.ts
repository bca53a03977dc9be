import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrontierMisuse } from '../errors.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { redisWorld } from '../testing/rule.ts';
import { batches, CALL_BYTES, ITEM_BYTES } from './batches.ts';

test('a list is cut into calls of few items and few bytes, in order, and nothing is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 * ITEM_BYTES })), fc.integer({ min: 1, max: 9 }), (sizes, most) => {
      const cut = [...batches(sizes, most, (size) => size)];
      assert.deepEqual(cut.flat(), sizes);
      for (const some of cut) {
        assert.ok(some.length > 0 && some.length <= most);
        assert.ok(some.length === 1 || some.reduce((a, b) => a + b) <= ITEM_BYTES);
      }
    }),
  );
});

test('no settle carries more than a MiB: many records take several calls, and one that is larger is refused', async (t) => {
  const world = await redisWorld();
  t.after(world.close);
  const { frontier } = world;
  await begin(world, makeRun(), Array.from({ length: 40 }, (_, i) => makeUrls(`h${i}.test`, 1)).flat());
  await frontier.renewSession('s', 1_000_000);
  const claims = await claimSome(frontier, 's', 40);
  const hex = (bytes: number) => JSON.stringify({ url: randomBytes(bytes).toString('base64') });
  const settled = await settleAll(frontier, 's', claims.slice(1), { record: hex(100_000) });
  assert.equal(settled.settled, 39);
  const huge = settleAll(frontier, 's', claims.slice(0, 1), { record: hex(2 * CALL_BYTES) });
  await assert.rejects(huge, FrontierMisuse);
  assert.equal((await frontier.sizes('a'))!.counters.inFlight, 1);
  const told = (await frontier.readOutcomes('r', 1000)).filter((entry) => entry.kind === 'settled');
  const sizes = told.map(({ records }) => records.join('').length);
  assert.equal(told.flatMap(({ records }) => records).length, 39);
  assert.ok(sizes.length > 7 && Math.max(...sizes) <= ITEM_BYTES, `${sizes}`);
});
