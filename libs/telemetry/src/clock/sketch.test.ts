import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BUCKETS,
  boundsOf,
  bucketOf,
  countIn,
  countsOf,
  createSketch,
  mergeSketches,
  percentile,
  sketchSince,
} from './sketch.ts';

test('every time lies within the bounds of its bucket, whose middle is at most 2 % off', () => {
  for (let us = 1; us < 4e9; us = Math.ceil(us * 1.003)) {
    const [from, to] = boundsOf(bucketOf(us / 1000));
    assert.ok(from * 1000 <= us + 1e-6 && us < to * 1000 + 1e-6, `${us} µs in ${from}…${to} ms`);
    if (us >= 32) assert.ok(Math.abs((from + to) / 2 - us / 1000) <= (us / 1000) * 0.02, `${from}…${to}`);
  }
});

test('the number of buckets is bounded: nonsense and eternity have a bucket too', () => {
  assert.equal(bucketOf(-1), 0);
  assert.equal(bucketOf(Number.NaN), 0);
  assert.equal(bucketOf(Number.POSITIVE_INFINITY), BUCKETS - 1);
  assert.equal(bucketOf(4_294_967.294), BUCKETS - 1);
});

test('sketches merge by addition and differ by subtraction', () => {
  const [a, b, both] = [createSketch(), createSketch(), createSketch()];
  for (let i = 1; i <= 500; i++) {
    const ms = ((i * 37) % 211) ** 2;
    (i % 2 ? a : b).record(ms);
    both.record(ms);
  }
  assert.equal(mergeSketches([a.read(), b.read()]), both.read());
  assert.equal(sketchSince(both.read(), b.read()), a.read());
  assert.equal(sketchSince(a.read(), a.read()), '');
  assert.equal(countIn(both.read()), 500);
});

test('what is packed is read again: any bucket, any count', () => {
  const sketch = createSketch();
  const one = { 0: 1, 31: 127, 32: 128, 500: 4_000_000_000, [BUCKETS - 1]: 16_384 };
  const times = Object.entries(one).map(([bucket, count]) => [Number(bucket), count] as const);
  for (const [bucket, count] of times) {
    const [from, to] = boundsOf(bucket);
    sketch.record((from + to) / 2);
    // As many as are missing, told by one who has counted them.
    if (count > 1) sketch.add(packedOnce(bucket, count - 1));
  }
  assert.deepEqual(countsOf(sketch.read()), times);
});

function packedOnce(bucket: number, count: number): string {
  const bytes: number[] = [];
  for (let value of [bucket, count]) {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    bytes.push(value);
  }
  return `5${Buffer.from(bytes).toString('base64')}`;
}

test('a percentile is at most 2 % off, and null of nothing', () => {
  assert.equal(percentile('', 0.5), null);
  const sketch = createSketch();
  for (let ms = 1; ms <= 10_000; ms++) sketch.record(ms);
  for (const p of [0.01, 0.5, 0.9, 0.95, 0.99, 1]) {
    const found = percentile(sketch.read(), p)!;
    assert.ok(Math.abs(found - p * 10_000) <= p * 200, `p${p} = ${found}`);
  }
});

test('what was stored at the old resolution of an eighth is read: as many times, each where its bucket was', () => {
  // 8 buckets per power of two: 104 is 32,768…36,863 µs, 7 is 7 µs.
  const old = { 7: 2, 104: 5 };
  assert.equal(countIn(old), 7);
  const merged = mergeSketches([old, '']);
  assert.equal(countIn(merged), 7);
  const median = percentile(merged, 0.9)!;
  assert.ok(median > 32.768 && median < 36.864, String(median));
});

test('a sketch of a resolution that is not known is not read as if it were', () => {
  assert.throws(() => countsOf('7AQE='), /another format/);
});
