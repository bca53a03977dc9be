import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUnclaimed } from './unclaimed.ts';

test('the time without claims has one reason at every moment, and goes on while it does', () => {
  let now = 0;
  const unclaimed = createUnclaimed(() => now);
  unclaimed.set('CLAIMING');
  now = 5;
  unclaimed.set('NOTHING_DUE');
  now = 100;
  assert.deepEqual(unclaimed.read(), { CLAIMING: 5, NOTHING_DUE: 95 });
  now = 150;
  assert.deepEqual(unclaimed.read(), { CLAIMING: 5, NOTHING_DUE: 145 });
  unclaimed.set(null);
  now = 1000;
  assert.deepEqual(
    unclaimed.read(),
    { CLAIMING: 5, NOTHING_DUE: 145 },
    'all slots are held: nothing is missed',
  );
});
