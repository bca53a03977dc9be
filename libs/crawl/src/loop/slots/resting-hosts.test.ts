import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRestingHosts } from './resting-hosts.ts';

test('a host that asks for rest is left alone for as long as it says', () => {
  let now = 0;
  const resting = createRestingHosts(() => now);
  resting.said('h.test', 7000);
  resting.said('h.test', 10);
  now = 6999;
  assert.deepEqual([resting.has('h.test'), resting.has('another.test')], [true, false]);
  now = 7000;
  assert.equal(resting.has('h.test'), false);
});
