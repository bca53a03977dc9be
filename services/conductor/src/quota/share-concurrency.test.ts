import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sharer, shareConcurrency } from './share-concurrency.ts';

const run = (id: string, more: Partial<Sharer> = {}): Sharer => ({
  ...{ id, weight: 1, waiting: 1000, inFlight: 0, share: null },
  ...more,
});
const shares = (most: number, runs: Sharer[], turn = 0) =>
  Object.fromEntries(shareConcurrency(most, runs, turn));

test('a run that is alone gets all, runs that can use it share by weight, and what one cannot use goes to the others', () => {
  assert.deepEqual(shares(10, [run('a')]), { a: 10 });
  const busy = { inFlight: 8, share: 8 };
  assert.deepEqual(shares(16, [run('a', busy), run('b', { ...busy, weight: 3 })]), { a: 4, b: 8 });
  const idle = { waiting: 1, share: 5 };
  assert.deepEqual(shares(10, [run('a', idle), run('b', { inFlight: 5, share: 5 })]).a, 1);
});

test('a share rises only by what nobody has, so that no more than allowed are in flight while shares change', () => {
  const [big, small] = [run('a', { inFlight: 10, share: 10 }), run('b', { share: null })];
  const first = shares(10, [big, small]);
  assert.deepEqual([first.a! < 10, first.b], [true, 0]);
  const then = shares(10, [run('a', { inFlight: 6, share: first.a! }), small]);
  assert.ok(then.b! > 0 && then.b! + Math.max(6, then.a!) <= 10, JSON.stringify(then));
});

test('when each has what it can use the shares stay as they are', () => {
  const runs = [run('a', { inFlight: 3, share: 6 }), run('b', { waiting: 0, inFlight: 1, share: 4 })];
  assert.deepEqual(shares(10, runs), { a: 6, b: 4 });
});

test('of more runs than requests each has its turn', () => {
  const runs = ['a', 'b', 'c'].map((id) => run(id));
  const had = [0, 1, 2].map((turn) => shares(2, runs, turn));
  for (const one of had)
    assert.equal(
      Object.values(one).reduce((sum, n) => sum + n, 0),
      2,
    );
  for (const id of ['a', 'b', 'c']) assert.ok(had.some((one) => one[id] === 1));
});

test('whatever runs want and have, the shares sum to no more than allowed', () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % (most + 1);
  };
  for (let n = 0; n < 2000; n++) {
    const most = 1 + random(40);
    const runs = Array.from({ length: 1 + random(5) }, (_, i) => {
      const [waiting, inFlight, share] = [random(50), random(20), random(20) || null];
      return run(String(i), { weight: 1 + random(3), waiting, inFlight, share });
    });
    const dealt = Object.values(shares(most, runs)).reduce((sum, one) => sum + one, 0);
    assert.ok(dealt <= most, `${dealt} of ${most}: ${JSON.stringify(runs)}`);
  }
});
