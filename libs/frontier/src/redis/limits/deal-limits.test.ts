import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '../../scripts/limits/survey.ts';
import { portionsOf } from './deal-limits.ts';

/** Two pages of the run, none bounded in flight, two of a pattern; one of each is fetched at the first shard. */
const facts = (change: Partial<Facts>): Facts => ({
  ...{ held: [0, 0, 0], had: [0, -1, 0], fetched: [0, 0, 0], limits: [2, -1, 2], wants: [], since: 0 },
  ...change,
});

test('the last page of two limits goes to one shard, not one to each', () => {
  const used = { held: [1, 1, 1], had: [1, -1, 1] };
  const page = { had: [1, -1, 0], wants: [2] };
  const pattern = { had: [0, -1, 1], wants: [0] };
  for (let turn = 0; turn < 3; turn++) {
    const all = (first: number, second: number) =>
      portionsOf([facts(used), facts({ ...page, since: first }), facts({ ...pattern, since: second })], turn);
    assert.deepEqual(all(10, 20)[1], [1, -1, 1]);
    // Who has waited longer for a page has it, and what it had it asks for next, before the other.
    assert.deepEqual(all(20, 10)[2], [1, -1, 0]);
    const next = [facts(used), facts({ ...pattern, since: 20 }), facts({ ...page, since: 10 })];
    assert.deepEqual(portionsOf(next, turn)[2], [1, -1, 1]);
  }
});
