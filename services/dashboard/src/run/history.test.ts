import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Progress } from '@trunkline/client';
import { createHistory } from './history.ts';

const look = (second: number, pagesPerSecond: number) =>
  ({
    ...{ at: new Date(second * 1000).toISOString(), state: 'RUNNING', pagesPerSecond },
    counters: { failed: 0, throttled: 0 },
  }) as Progress;

test('where nothing was heard there is a gap, and a first look without a rate is no rate of zero', () => {
  const history = createHistory();
  for (const [second, rate] of [
    [10, 0],
    [11, 5],
    [12, 0],
    [30, 0],
    [31, 6],
  ] as const)
    history.add(look(second, rate));
  const [seconds, pages] = history.columns();
  assert.deepEqual(seconds, [11, 12, 12.001, 31]);
  assert.deepEqual(pages, [5, 0, null, 6]);
});
