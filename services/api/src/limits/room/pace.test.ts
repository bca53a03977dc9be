import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace } from './pace.ts';

test('a key is given two seconds at once, then waits, and is sent away when that is too long; other keys do not wait', async () => {
  const pace = createPace(1000, { waitMs: 0 });
  await pace('a', 1500);
  await pace('a', 100_000);
  await assert.rejects(pace('a', 1), ({ extensions }: { extensions: Record<string, unknown> }) => {
    const { status, headers } = extensions['http'] as { status: number; headers: Record<string, string> };
    assert.deepEqual([extensions['code'], status], ['RATE_LIMITED', 429]);
    assert.ok(Number(headers['retry-after']) > 90);
    return true;
  });
  await pace('b', 1);
});

test('what has to wait is let in when its turn has come, in the order in which it was asked for', async () => {
  const pace = createPace(1_000_000, { waitMs: 60_000 });
  await pace('a', 2_000_000);
  const order: number[] = [];
  await Promise.all([3, 1, 2].map((n) => pace('a', n * 10_000).then(() => order.push(n))));
  assert.deepEqual(order, [3, 1, 2]);
});
