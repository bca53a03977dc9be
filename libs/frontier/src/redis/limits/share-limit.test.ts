import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Part, shareLimit } from './share-limit.ts';

const part = (held: number, had: number, since: number | null = null): Part => ({ held, had, since });
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

test('a limit is dealt evenly when nobody lacks anything, the odd ones by turn', () => {
  assert.deepEqual(shareLimit(8, [part(0, 0), part(0, 0), part(2, 2)], 0, false), [2, 2, 4]);
  const twice = [0, 1, 2].map((turn) => shareLimit(2, [part(0, 0), part(0, 0), part(0, 0)], turn, true));
  for (const portions of twice) assert.equal(sum(portions), 2);
  for (const shard of [0, 1, 2]) assert.ok(twice.some((portions) => portions[shard] === 1));
});

test('what is free goes to who lacks some; who lacks nothing keeps half of what it has free, and of one nothing', () => {
  assert.deepEqual(shareLimit(10, [part(5, 5, 1), part(1, 5)], 0, false), [7, 3]);
  assert.deepEqual(shareLimit(9, [part(1, 1, 1), part(0, 2), part(0, 6)], 0, false), [5, 1, 3]);
  assert.deepEqual(shareLimit(2, [part(1, 1, 1), part(0, 1)], 0, false), [2, 0]);
});

test('of too few for all who lack some those have them who have lacked them for longest', () => {
  const parts = [part(0, 0, 30), part(0, 0, 10), part(0, 0, 20), part(0, 2)];
  for (const turn of [0, 1, 2, 3]) assert.deepEqual(shareLimit(2, parts, turn, true), [0, 1, 1, 0]);
});

test('of URLs in flight who has more than its part gets less, and the others have that as it comes back', () => {
  const first = shareLimit(4, [part(4, 4, 1), part(0, 0, 1)], 0, true);
  assert.deepEqual(first, [2, 0]);
  assert.deepEqual(shareLimit(4, [part(3, 2, 1), part(0, 0, 1)], 0, true), [2, 1]);
  assert.deepEqual(shareLimit(4, [part(2, 2, 1), part(1, 1, 1)], 0, true), [2, 2]);
});

test('what is used of a limit that was lowered is no reason to use more of it when some comes back', () => {
  assert.ok(sum(shareLimit(2, [part(3, 5, 1), part(2, 5)], 0, false)) <= 2);
  assert.deepEqual(shareLimit(0, [part(0, 3, 1), part(0, 3)], 0, true), [0, 0]);
});

test('whatever shards have and lack, no more than the limit is or can be used, and nothing stays free that is lacked', () => {
  let seed = 11;
  const random = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % (most + 1);
  };
  for (let n = 0; n < 5000; n++) {
    const limit = random(30);
    const parts = Array.from({ length: 1 + random(7) }, () =>
      part(random(8), random(12), random(1) === 1 ? random(3) : null),
    );
    const held = sum(parts.map((one) => one.held));
    for (const lends of [false, true]) {
      const portions = shareLimit(limit, parts, random(9), lends);
      const told = JSON.stringify({ limit, parts, lends, portions });
      assert.ok(
        portions.every((one) => Number.isInteger(one) && one >= 0),
        told,
      );
      assert.ok(sum(portions) <= limit, told);
      const most = sum(portions.map((one, i) => Math.max(one, parts[i]!.held)));
      assert.ok(most <= Math.max(limit, held), told);
      if (held < limit) assert.equal(most, limit, told);
    }
  }
});
