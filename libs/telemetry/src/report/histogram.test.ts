import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addCounts,
  BUCKETS,
  boundsOf,
  bucketOf,
  createHistogram,
  percentile,
  subtractCounts,
} from './histogram.ts';

test('every time lies within the bounds of its bucket, and a bucket is at most 12.5 % wide', () => {
  for (let us = 1; us < 4e9; us = Math.ceil(us * 1.013)) {
    const [from, to] = boundsOf(bucketOf(us / 1000));
    assert.ok(from * 1000 <= us + 1e-6 && us < to * 1000 + 1e-6, `${us} µs in ${from}…${to} ms`);
    if (us >= 8) assert.ok((to - from) / from <= 0.1251, `${from}…${to}`);
  }
});

test('the number of buckets is bounded: nonsense and eternity have a bucket too', () => {
  assert.equal(bucketOf(-1), 0);
  assert.equal(bucketOf(Number.NaN), 0);
  assert.equal(bucketOf(Number.POSITIVE_INFINITY), BUCKETS - 1);
  assert.equal(bucketOf(4_294_967.294), BUCKETS - 1);
});

test('histograms merge by addition and differ by subtraction', () => {
  const [a, b, both] = [createHistogram(), createHistogram(), createHistogram()];
  for (let i = 1; i <= 500; i++) {
    const ms = (i * 37) % 211;
    (i % 2 ? a : b).record(ms);
    both.record(ms);
  }
  const merged = a.counts();
  addCounts(merged, b.counts());
  assert.deepEqual(merged, both.counts());
  assert.deepEqual(subtractCounts(both.counts(), b.counts()), a.counts());
});

test('a percentile is at most an eighth off, and null of nothing', () => {
  assert.equal(percentile({}, 0.5), null);
  const histogram = createHistogram();
  for (let ms = 1; ms <= 1000; ms++) histogram.record(ms);
  for (const p of [0.01, 0.5, 0.9, 0.99, 1]) {
    const found = percentile(histogram.counts(), p)!;
    assert.ok(Math.abs(found - p * 1000) <= p * 125 + 1, `p${p} = ${found}`);
  }
});
