import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryFrontier, type Frontier } from '@trunkline/frontier';
import { timedFrontier } from './timed-frontier.ts';

test('calls are timed since they were read last, those that fail too, and those that are not answered are told', async () => {
  let now = 0;
  const answer = Promise.withResolvers<never>();
  const inner = { ...createMemoryFrontier(), claim: () => answer.promise } as Frontier;
  const { frontier, read } = timedFrontier(inner, () => now);
  const claimed = frontier.claim('s', 'c', 1, {} as never);
  now = 40;
  await frontier.sizes('r');
  assert.deepEqual([read().n, read().open, read().oldestMs], [1, 1, 40]);
  now = 100;
  answer.reject(new Error('away'));
  await assert.rejects(claimed, /away/);
  const { n, p99, open } = read();
  assert.deepEqual([n, open], [1, 0]);
  assert.ok(Math.abs(p99 - 100) <= 2, String(p99));
});
