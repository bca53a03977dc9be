import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, bytes, count, duration, rate, readDuration } from './format.ts';

test('numbers keep three digits that matter', () => {
  assert.deepEqual([0, 999, 999.6, 1234, 26_100, 999_499, 999_500, 1.5e9].map(bytes), [
    '0 B',
    '999 B',
    '1.00 kB',
    '1.23 kB',
    '26.1 kB',
    '999 kB',
    '1.00 MB',
    '1.50 GB',
  ]);
  assert.deepEqual([0, 1.234, 45.67, 512.3, 1234].map(rate), ['0.00', '1.23', '45.7', '512', '1,234']);
  assert.equal(count(10_136), '10,136');
});

test('durations say the two largest units', () => {
  assert.deepEqual([0, 999, 1000, 4230, 59_940, 72_000, 3_599_900, 7_500_000, 273_600_000].map(duration), [
    '0 ms',
    '999 ms',
    '1.0 s',
    '4.2 s',
    '60 s',
    '1m 12s',
    '1h 00m',
    '2h 05m',
    '3d 4h',
  ]);
});

test('ago is short, and a date when it is long ago', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  assert.equal(ago('2026-11-23T11:59:59.500Z', now), 'just now');
  assert.equal(ago('2026-11-23T11:59:30Z', now), '30 s ago');
  assert.equal(ago('2026-11-23T09:30:00Z', now), '2h ago');
  assert.equal(ago('2026-10-01T00:00:00Z', now), '2026-10-01');
});

test('a duration is read with its unit; anything else is none', () => {
  assert.deepEqual(
    ['500ms', '1s', '1.5s', '2m', '250', '0'].map(readDuration),
    [500, 1000, 1500, 120_000, 250, 0],
  );
  assert.deepEqual(['', 's', '-1s', '1 day', '1e3'].map(readDuration), [null, null, null, null, null]);
});
