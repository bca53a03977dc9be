import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import fc from 'fast-check';
import { decodeChunks } from './decode-chunks.ts';
import { decodeStored } from './decode-stored.ts';

const text = Buffer.from(
  Array.from({ length: 40_000 }, (_, i) => `line ${(i * 7919 * i) % 1_000_003}\n`).join(''),
);
const br = (body: Buffer) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
const junk = Buffer.from('<!-- cached -->');

/** A stored body in pieces, and how many bytes of it were asked for. */
function stored(coding: string | null, body: Buffer, size = 5000) {
  const asked = { bytes: 0 };
  const headers = coding === null ? [] : [['Content-Encoding', coding] as const];
  return {
    asked,
    headers,
    length: body.length,
    async *chunks() {
      const buffer = Buffer.alloc(size);
      for (let at = 0; at < body.length; at += size) {
        const length = body.copy(buffer, 0, at, at + size);
        asked.bytes += length;
        yield buffer.subarray(0, length);
        buffer.fill(0);
      }
    },
  };
}

async function all(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

const damaged = (body: Buffer) => {
  const changed = Buffer.from(body);
  changed.fill(0xff, changed.length >> 1, (changed.length >> 1) + 20);
  return changed;
};
const bodies: [coding: string | null, body: Buffer][] = [
  [null, text],
  [null, Buffer.alloc(0)],
  ['gzip', Buffer.alloc(0)],
  ['none', text],
  ...(
    [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['deflate', deflateRawSync(text)],
      ['br', br(text)],
      ['zstd', zstdCompressSync(text)],
      ['gzip, br', br(gzipSync(text))],
      ['br, gzip', gzipSync(br(text))],
    ] as const
  ).flatMap(([coding, body]): [string, Buffer][] => [
    [coding, body],
    [coding, body.subarray(0, -200)],
    [coding, body.subarray(0, 70)],
    [coding, damaged(body)],
    [coding, Buffer.concat([body, junk])],
    [`${coding}, none`, body],
    [`none, ${coding}`, text],
    // How much of damaged brotli or zstd comes out, and when it is seen to be none, hangs on the pieces in which it goes in.
    ...(/br|zstd/.test(coding) ? [] : [[`${coding}, none`, damaged(body)] as [string, Buffer]]),
  ]),
  ['gzip', Buffer.concat([gzipSync(text), gzipSync('two'), junk])],
  ['gzip', Buffer.concat([gzipSync(text), gzipSync(text).subarray(0, -5000)])],
  ['gzip', Buffer.concat([gzipSync('one'), damaged(gzipSync(text))])],
  ['zstd', Buffer.concat([zstdCompressSync('one'), zstdCompressSync(text), junk])],
  ['gzip, gzip, gzip, gzip, gzip, gzip', text],
];

test('a body that is decoded piece by piece is the one that is decoded at once: whole, cut off, damaged, or what it is not', async () => {
  for (const [n, [coding, body]] of bodies.entries())
    for (const limit of [0, 1000, 300_000, 1 << 30]) {
      const expected = await decodeStored({ headers: stored(coding, body).headers, body }, limit);
      const read = await all(decodeChunks(stored(coding, body), limit));
      const [least, most] = [expected.length, /br|zstd/.test(coding ?? '') ? limit : expected.length];
      assert.ok(
        read.length >= least && read.length <= most && read.subarray(0, least).equals(Buffer.from(expected)),
        `${n} ${coding} up to ${limit}: ${read.length} bytes, not ${least}`,
      );
    }
});

test('of bodies damaged anywhere as much comes out piece by piece as at once (seed 20261130)', async () => {
  const whole = bodies.filter(
    ([coding, body]) => coding !== null && !coding.includes('none') && body.length > 100,
  );
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const damage = fc.record({
    of: fc.constantFrom(...whole),
    kept: fc.oneof(fc.constant(1), place),
    bytes: fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 3 }),
  });
  const property = fc.asyncProperty(damage, async ({ of: [coding, body], kept, bytes }) => {
    const broken = Buffer.from(body.subarray(0, Math.ceil(kept * body.length) || 1));
    for (const [at, byte] of bytes) broken[Math.floor(at * broken.length)] = byte;
    for (const limit of [1000, 1 << 24]) {
      const expected = await decodeStored({ headers: stored(coding, broken).headers, body: broken }, limit);
      const read = await all(decodeChunks(stored(coding, broken, broken.length), limit));
      assert.ok(read.equals(expected), `${coding} up to ${limit}: ${read.length}, not ${expected.length}`);
    }
  });
  await fc.assert(property, { seed: 20_261_130, numRuns: 120, endOnFailure: true });
});

test('whoever takes the beginning has only that decoded', async () => {
  const body = gzipSync(Buffer.concat(Array.from({ length: 40 }, () => text)));
  const source = stored('gzip', body);
  const pieces = decodeChunks(source, 1 << 30);
  await pieces.next();
  await pieces.return(undefined);
  assert.ok(source.asked.bytes < body.length / 2, `${source.asked.bytes} of ${body.length}`);
});

test('a body that cannot be read is an error, not one that ends', async () => {
  const broken = {
    ...stored('gzip', gzipSync(text)),
    async *chunks() {
      yield gzipSync(text).subarray(0, 1000);
      throw Object.assign(new Error('The disk is broken'), { code: 'EIO' });
    },
  };
  await assert.rejects(all(decodeChunks(broken, 1 << 30)), { code: 'EIO' });
});
