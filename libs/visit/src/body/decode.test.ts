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
import { type Coding, codingsOf, decode, decodeAtOnce } from './decode.ts';

const text = Buffer.from(
  Array.from({ length: 40_000 }, (_, i) => `line ${(i * 7919 * i) % 1_000_003}\n`).join(''),
);
const bounds = { most: 64 << 20, keep: 8 << 20 };
const encoders: [Coding, (body: Buffer) => Buffer, raw?: true][] = [
  ['gzip', (body) => gzipSync(body)],
  ['deflate', (body) => deflateSync(body)],
  ['deflate', (body) => deflateRawSync(body), true],
  ['br', (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ['zstd', (body) => zstdCompressSync(body)],
];

for (const [coding, encode, raw] of encoders) {
  test(`${coding} is taken off, at once and as a stream`, async () => {
    const whole = await decode(encode(text), [coding], bounds);
    assert.ok((decodeAtOnce(encode(text), [coding], bounds) ?? whole).bytes.equals(text));
    assert.ok(whole.bytes.equals(text));
    assert.deepEqual([whole.length, whole.error], [text.length, null]);
  });

  test(`${coding} that ends early keeps nearly all that can be decoded`, async () => {
    const cut = encode(text).subarray(0, -200);
    const { bytes, length, error } = await decode(cut, [coding], bounds);
    assert.notEqual(error, null);
    assert.equal(bytes.length, length);
    assert.ok(length > text.length / 3, `${length} of ${text.length}`);
    assert.ok(bytes.equals(text.subarray(0, length)));
  });

  if (raw) continue; // it has no check sum, and is taken for zlib where it is not the outermost

  test(`${coding} that is damaged in the middle keeps what comes before`, async () => {
    const damaged = Buffer.from(encode(text));
    damaged.fill(0xff, damaged.length >> 1, (damaged.length >> 1) + 20);
    const { bytes, error } = await decode(damaged, [coding], bounds);
    assert.notEqual(error, null);
    if (coding === 'gzip') assert.ok(bytes.subarray(0, 10_000).equals(text.subarray(0, 10_000)));
  });

  test(`${coding} in gzip is taken off in the right order`, async () => {
    const { bytes, error } = await decode(gzipSync(encode(text)), [coding, 'gzip'], bounds);
    assert.equal(error, null);
    assert.ok(bytes.equals(text));
  });
}

test('only the beginning of a long output is kept, and all of it counted', async () => {
  const decoded = await decode(gzipSync(text), ['gzip'], { most: 64 << 20, keep: 1000 });
  assert.deepEqual([decoded.bytes.length, decoded.length, decoded.error], [1000, text.length, null]);
});

test('two members of gzip are one body', async () => {
  const two = Buffer.concat([gzipSync('one'), gzipSync('two')]);
  assert.equal(decodeAtOnce(two, ['gzip'], bounds)?.bytes.toString(), 'onetwo');
});

test('junk after gzip is ignored, a wrong check sum is not', async () => {
  const good = gzipSync(text);
  const junk = await decode(Buffer.concat([good, Buffer.from('<!-- cached -->')]), ['gzip'], bounds);
  assert.deepEqual([junk.error, junk.length], [null, text.length]);
  const wrong = Buffer.from(good);
  wrong.writeUInt32LE(1, wrong.length - 8);
  assert.equal((await decode(wrong, ['gzip'], bounds)).error, 'Z_DATA_ERROR');
});

test('identity and empty tokens are no codings; names are taken in any case', () => {
  const head = (value: string) =>
    ({ get: () => value, headers: [['Content-Encoding', value]], status: 200, statusText: '' }) as never;
  assert.deepEqual(codingsOf(head('identity')), []);
  assert.deepEqual(codingsOf(head(' , GZIP,identity')), ['gzip']);
  assert.deepEqual(codingsOf(head('x-gzip, br')), ['gzip', 'br']);
  assert.deepEqual(codingsOf(head('gzip, br, zstd')), { error: 'TOO_MANY_CODINGS' });
});

/** A body as it lies in a file: chunks in one buffer, each gone when the next one is asked for. */
function inFile(body: Buffer, size = 5000) {
  return {
    length: body.length,
    async *chunks() {
      const buffer = Buffer.alloc(size);
      for (let at = 0; at < body.length; at += size) {
        const length = body.copy(buffer, 0, at, at + size);
        yield buffer.subarray(0, length);
        buffer.fill(0);
      }
    },
  };
}

test('a body in a file is decoded chunk by chunk as one in memory is, whole, cut short or with junk behind', async () => {
  for (const [coding, encode] of encoders) {
    for (const body of [encode(text), encode(text).subarray(0, -200)]) {
      const [inMemory, fromFile] = [
        await decode(body, [coding], bounds),
        await decode(inFile(body), [coding], bounds),
      ];
      assert.deepEqual([fromFile.length, fromFile.error], [inMemory.length, inMemory.error], coding);
      assert.ok(fromFile.bytes.equals(inMemory.bytes), coding);
    }
  }
  const soiled = Buffer.concat([gzipSync(text), Buffer.from('<!-- cached -->')]);
  const decoded = await decode(inFile(soiled), ['gzip'], bounds);
  assert.deepEqual([decoded.error, decoded.bytes.equals(text)], [null, true]);
  const twice = await decode(inFile(gzipSync(gzipSync(text))), ['gzip', 'gzip'], bounds);
  assert.deepEqual([twice.error, twice.bytes.equals(text)], [null, true]);
});

test('a bomb is left at a mebibyte, long before its length allows what it decodes to', async () => {
  // 200 bytes for each byte of it would be 60 MB.
  const bomb = gzipSync(Buffer.alloc(300 << 20));
  for (const body of [bomb, inFile(bomb)]) {
    const { length, error } = await decode(body, ['gzip'], { most: 1 << 30, keep: 100 });
    assert.equal(error, 'RATIO');
    assert.ok(length < 2 << 20, `${length} bytes`);
  }
  // A page that begins with much of the same is none.
  const page = Buffer.concat([Buffer.alloc(900_000, ' '), text, text]);
  assert.equal((await decode(gzipSync(page), ['gzip'], bounds)).error, null);
});
