import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf } from '../clock/sketch.ts';
import { measureNames, measureOf } from './measures.ts';
import { packSample, unpackSample } from './pack.ts';
import { emptySample, rollUp } from './sample.ts';
import { words } from './words.ts';

function sample() {
  const one = emptySample(1000);
  one.numbers.set('waiting:PACE', 123_456);
  one.numbers.set('waiting:A_CAUSE_OF_TOMORROW', 3);
  one.numbers.set('stageBusy:dns', 812.3);
  one.numbers.set('rss', 8_589_934_592);
  one.numbers.set('elu', 0.123);
  one.numbers.set('delayed', 0);
  one.times.set(
    'stageService:headers',
    new Map([
      [7, 1],
      [300, 129],
      [895, 2],
    ]),
  );
  one.slowest.set('headers', { ms: 1234.5, hash: '-9223372036854775807', attempt: 2 });
  return one;
}

test('a sample is read as it was packed, to the decimals its measures have; labels that are no word of ours too', () => {
  const packed = packSample(sample());
  assert.deepEqual(unpackSample(packed), sample());
  assert.equal(unpackSample({ ...packed, times: null }).times.size, 0);
  assert.ok(packed.numbers.length + packed.times!.length < 100, 'some bytes a number');
});

test('no two measures have one code, and no two words one place', () => {
  const codes = measureNames.map((name) => measureOf(name).code);
  assert.equal(new Set(codes).size, codes.length);
  assert.equal(new Set(words).size, words.length);
});

test('rolled up, what came about is summed, a level is a mean over looks, a peak stays, and sketches are added', () => {
  const [a, b, none] = [emptySample(1000), emptySample(3000), emptySample(1000)];
  a.numbers.set('stageDone:dns', 10).set('waiting:PACE', 30).set('lag', 5).set('elu', 0.2);
  b.numbers.set('stageDone:dns', 5).set('lag', 50).set('elu', 0.4);
  a.times.set('stageWait:dns', new Map([[3, 1]]));
  b.times.set(
    'stageWait:dns',
    new Map([
      [3, 2],
      [9, 1],
    ]),
  );
  a.slowest.set('dns', { ms: 9, hash: '1', attempt: 1 });
  b.slowest.set('dns', { ms: 8, hash: '2', attempt: 1 });
  const whole = rollUp([a, b, none]);
  assert.deepEqual([whole.ms, whole.looks], [5000, 3]);
  assert.deepEqual(Object.fromEntries(whole.numbers), {
    'stageDone:dns': 15,
    // One of several labels that is not there is nothing; a level that is not there is not known.
    ...{ 'waiting:PACE': 10, lag: 50, elu: (0.2 + 0.4) / 2 },
  });
  assert.deepEqual(
    [...whole.times.get('stageWait:dns')!],
    [
      [3, 3],
      [9, 1],
    ],
  );
  assert.equal(whole.slowest.get('dns')!.hash, '1');
  const twice = rollUp([rollUp([a, b]), none]);
  assert.deepEqual(twice.numbers.get('waiting:PACE'), whole.numbers.get('waiting:PACE'));
});

test('a sketch of many buckets is made coarser where it is kept for long, and a time is at most 6 % off then', () => {
  const one = emptySample(1000);
  const buckets = Array.from({ length: 300 }, (_, n): [number, number] => [200 + n, 1 + (n % 3)]);
  one.times.set('stageService:dns', new Map(buckets));
  const fine = packSample(one);
  assert.deepEqual(unpackSample(fine), one);
  assert.ok(fine.times!.length < 320, `a byte or so a bucket: ${fine.times!.length}`);
  const coarse = unpackSample(packSample(one, 64)).times.get('stageService:dns')!;
  assert.equal(coarse.size, 75);
  const sum = (counts: Iterable<number>) => Array.from(counts).reduce((all, n) => all + n, 0);
  assert.equal(sum(coarse.values()), sum(buckets.map(([, n]) => n)));
  for (const bucket of coarse.keys()) {
    const [from, to] = boundsOf(bucket);
    const middle = (from + to) / 2;
    for (const other of [bucket - 2, bucket + 1])
      for (const edge of boundsOf(other))
        assert.ok(Math.abs(edge - middle) / middle < 0.09, `${edge} of ${middle}`);
  }
});
