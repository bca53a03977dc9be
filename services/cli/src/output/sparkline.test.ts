import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkline } from './sparkline.ts';

test('a line of bars is as tall as its values, has gaps where nothing is known, and is no wider than it may be', () => {
  assert.equal(sparkline([0, 4, 8, null, 2], 10), '▁▅█ ▃');
  assert.equal(sparkline([0, 0], 10), '▁▁');
  assert.equal(sparkline([], 10), '');
  assert.equal(sparkline([1, 3, 8, 8], 2), '▃█');
});
