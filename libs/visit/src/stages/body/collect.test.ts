import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { sha1Digest } from '@trunkline/archive';
import { createBodies } from './collect.ts';

const turnIsOver = () => new Promise((resolve) => setImmediate(resolve));

/** Bytes in a buffer of their own, as a socket reads them. */
function ownBytes(of: Buffer): Buffer {
  const bytes = Buffer.allocUnsafeSlow(of.length);
  of.copy(bytes);
  return bytes;
}

for (const [kind, length] of [
  ['small', 100_000],
  ['large', 3_000_000],
] as const) {
  test(`a ${kind} body is given back as it came, with its digest`, async () => {
    const body = randomBytes(length);
    const collector = createBodies().collect(length);
    for (let at = 0; at < length; at += 60_000) {
      assert.ok(collector.push(ownBytes(body.subarray(at, at + 60_000))));
      await turnIsOver();
    }
    const collected = collector.finish(undefined);
    assert.equal(collected.large !== null, kind === 'large');
    assert.equal(collected.digest(), sha1Digest(body));
    assert.ok((await collected.bytes()).equals(body));
    assert.ok((await collected.bytes(70_000)).equals(body.subarray(0, 70_000)));
    for (let times = 0; collected.large && times < 2; times++) {
      const parts: Buffer[] = [];
      for await (const chunk of collected.large.chunks()) parts.push(Buffer.from(chunk));
      assert.ok(Buffer.concat(parts).equals(body), 'chunk by chunk, as often as it is asked for');
    }
    collected.release();
  });
}

test('memory that only a large body uses is given back with the turn; what others may see stays', async () => {
  const collector = createBodies().collect(10_000_000);
  const whole = Buffer.allocUnsafeSlow(1_000_000);
  const shared = Buffer.alloc(1_000_000, 'x');
  collector.push(whole);
  collector.push(shared.subarray(1));
  assert.equal(whole.length, 1_000_000, 'within the turn nothing is touched');
  await turnIsOver();
  assert.deepEqual([whole.length, shared.length], [0, 1_000_000]);
  assert.equal(shared[999_999], 0x78);
  collector.discard();
});

test('a released body gives its memory back, and nothing that others may see', async () => {
  const head = 300;
  for (const [length, isGone] of [
    [20_000, true],
    // As long as Node's pool, so it may be that, with the bytes of others in it.
    [Buffer.poolSize, false],
  ] as const) {
    const read = Buffer.allocUnsafeSlow(length);
    const collector = createBodies().collect(10_000_000);
    collector.push(read.subarray(head));
    const collected = collector.finish(undefined);
    assert.equal((await collected.bytes()).length, length - head);
    collected.release();
    await turnIsOver();
    assert.equal(read.length, isGone ? 0 : length);
  }
  const front = Buffer.allocUnsafeSlow(20_000);
  const collector = createBodies().collect(10_000_000);
  collector.push(front.subarray(0, 10_000));
  collector.finish(undefined).release();
  await turnIsOver();
  assert.equal(front.length, 20_000, 'what follows it belongs to others');
});

for (const length of [200_000, 1_500_000])
  test(`a body of ${length} bytes that comes byte by byte keeps none of the buffers it came in`, async () => {
    const body = randomBytes(length);
    const collector = createBodies().collect(length);
    for (let at = 0; at < length; ) {
      const read = Buffer.from(body.subarray(at, at + 1 + (at % 7)));
      collector.push(read.subarray(0, 1));
      if (read.length > 1) collector.push(read.subarray(1));
      at += read.length;
      if (at > 7) read.fill(0);
    }
    const collected = collector.finish(undefined);
    assert.equal(collected.large !== null, length > 1_000_000);
    assert.ok((await collected.bytes()).equals(body));
    assert.equal(collected.digest(), sha1Digest(body));
    collected.release();
  });

test('large parts among small ones stay in their order', async () => {
  const body = randomBytes(1_000_000);
  const collector = createBodies().collect(body.length);
  for (let at = 0, i = 0; at < body.length; i++) {
    const part = ownBytes(body.subarray(at, at + (i % 5 === 0 ? 30_000 : 100 * (i % 7) + 1)));
    collector.push(part);
    at += part.length;
  }
  const collected = collector.finish(undefined);
  assert.ok((await collected.bytes()).equals(body));
  assert.equal(collected.digest(), sha1Digest(body));
  collected.release();
});

test('a body is cut at its bound, and the digest is that of what was kept', async () => {
  const body = randomBytes(1_200_000);
  const collector = createBodies().collect(1_000_001);
  assert.equal(collector.push(ownBytes(body)), false);
  const collected = collector.finish('length');
  assert.deepEqual([collected.length, collected.truncated], [1_000_001, 'length']);
  assert.equal(collected.digest(), sha1Digest(body.subarray(0, 1_000_001)));
  collected.release();
});

test('while bodies fill the memory together, also those of middle size go to files', () => {
  const bodies = createBodies(300_000);
  const collectors = Array.from({ length: 4 }, () => {
    const collector = bodies.collect(1_000_000);
    collector.push(Buffer.alloc(100_000));
    return collector;
  });
  const large = collectors.map((collector) => collector.finish(undefined)).filter((body) => body.large);
  assert.equal(large.length, 1);
});
