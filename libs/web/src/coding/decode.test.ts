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
import { type Coding, type Codings, codingsOf } from './codings.ts';
import { type Bounds, decode as decodeBody, decodeAtOnce as decodeBodyAtOnce } from './decode.ts';
import { decodeStored } from './decode-stored.ts';
import { hasMoreMembers } from './gzip-header.ts';
import type { Chunked } from './source.ts';

const sure = (applied: Coding[]): Codings => ({ applied, sure: true });
const decode = (body: Buffer | Chunked, applied: Coding[], limits: Bounds) =>
  decodeBody(body, sure(applied), limits);
const decodeAtOnce = (body: Buffer, applied: Coding[], limits: Bounds) =>
  decodeBodyAtOnce(body, sure(applied), limits);

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

test('a further member of gzip is one that begins where the first ends, not bytes within it', () => {
  const stored = gzipSync(gzipSync(text), { level: 0 });
  const rules: [body: Buffer, isMore: boolean][] = [
    [gzipSync(text), false],
    [stored, false],
    [Buffer.concat([gzipSync(text), gzipSync('two')]), true],
    [Buffer.concat([gzipSync(''), gzipSync('two')]), true],
    [Buffer.concat([stored, gzipSync('two')]), true],
    [Buffer.concat([gzipSync(text), Buffer.from('junk'), gzipSync('two')]), false],
    [Buffer.concat([gzipSync(text).subarray(0, -20), gzipSync('two')]), false],
    [Buffer.from('plain'), false],
  ];
  for (const [n, [body, isMore]] of rules.entries())
    assert.equal(hasMoreMembers(body, 64 << 20), isMore, `${n}`);
});

test('junk after gzip is ignored, a wrong check sum is not', async () => {
  const good = gzipSync(text);
  const junk = await decode(Buffer.concat([good, Buffer.from('<!-- cached -->')]), ['gzip'], bounds);
  assert.deepEqual([junk.error, junk.length], [null, text.length]);
  const wrong = Buffer.from(good);
  wrong.writeUInt32LE(1, wrong.length - 8);
  assert.equal((await decode(wrong, ['gzip'], bounds)).error, 'Z_DATA_ERROR');
});

test('what names no coding is passed over, and makes what stands beside it less sure', () => {
  const rules: [headers: string[], applied: Coding[], sure: boolean][] = [
    [[], [], true],
    [['gzip'], ['gzip'], true],
    [['GZIP'], ['gzip'], true],
    [['x-gzip, br'], ['gzip', 'br'], true],
    [['deflate', 'zstd'], ['deflate', 'zstd'], true],
    ...[
      'none',
      'identity',
      'UTF-8',
      'binary',
      'aws-chunked',
      '',
      ' , ',
      'compress',
      'gzip-',
      'gzip gzip',
      'constructor',
      '__proto__',
    ].map((value): [string[], Coding[], boolean] => [[value], [], false]),
    [['identity', 'gzip'], ['gzip'], false],
    [['gzip, none'], ['gzip'], false],
    [[' , GZIP,'], ['gzip'], false],
    [['gzip;q=1.0'], ['gzip'], true],
    [['"gzip"'], ['gzip'], true],
  ];
  for (const [values, applied, sure] of rules) {
    const headers = values.map((value): [string, string] => ['Content-Encoding', value]);
    assert.deepEqual(codingsOf(headers), { applied, sure }, values.join(' | '));
  }
  const many = [['Content-encoding', 'gzip, '.repeat(1000)] as const];
  assert.deepEqual(codingsOf(many), { error: 'TOO_MANY_CODINGS' });
});

test('a coding beside a name that is none comes off where it is on, and the body is read as it is where it is not', async () => {
  for (const [coding, encode, raw] of encoders) {
    if (raw) continue;
    const unsure: Codings = { applied: [coding], sure: false };
    for (const page of [Buffer.from('<a href=x>plain</a>'), text]) {
      for (const body of [page, encode(page), inFile(page), inFile(encode(page))]) {
        const decoded = await decodeBody(body, unsure, bounds);
        assert.deepEqual([decoded.error, decoded.bytes.equals(page)], [null, true], coding);
      }
    }
  }
});

test('zstd of several and of skippable frames is one body, wherever it is cut into pieces', async () => {
  const parts = [text.subarray(0, 100_001), text.subarray(100_001, 100_002), text.subarray(100_002)];
  const skippable = Buffer.from('5f2a4d18020000000102', 'hex');
  const withSum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
  const frames = parts.map((part, at) => zstdCompressSync(part, at === 1 ? withSum : {}));
  const body = Buffer.concat([
    skippable,
    frames[0]!,
    skippable,
    skippable,
    frames[1]!,
    zstdCompressSync(''),
    frames[2]!,
    skippable,
  ]);
  for (const form of [body, inFile(body, 4999), inFile(body, 7)]) {
    const { bytes, length, error } = await decode(form, ['zstd'], bounds);
    assert.deepEqual([error, length, bytes.equals(text)], [null, text.length, true]);
  }
  const small = Buffer.concat([skippable, zstdCompressSync('one'), zstdCompressSync('two')]);
  assert.equal(decodeAtOnce(small, ['zstd'], bounds), null);
  assert.equal((await decode(gzipSync(small), ['zstd', 'gzip'], bounds)).bytes.toString(), 'onetwo');
});

test('what follows the last frame of zstd, and a frame that is cut short, are told and cost nothing before them', async () => {
  const good = Buffer.concat([zstdCompressSync('one'), zstdCompressSync('two')]);
  const junk = await decode(Buffer.concat([good, Buffer.from('junk junk junk')]), ['zstd'], bounds);
  assert.deepEqual([junk.bytes.toString(), junk.error], ['onetwo', 'ZSTD_error_prefix_unknown']);
  const cut = await decode(
    Buffer.concat([good, zstdCompressSync(text).subarray(0, 90_000)]),
    ['zstd'],
    bounds,
  );
  assert.notEqual(cut.error, null);
  assert.ok(cut.bytes.toString().startsWith('onetwoline 0'));
});

test('zstd of frames without end and of nothing is left', async () => {
  const empty = zstdCompressSync('');
  const many = Buffer.concat(Array.from({ length: 11_000 }, () => empty));
  const { length, error } = await decode(many, ['zstd'], bounds);
  assert.deepEqual([length, error], [0, 'TOO_MANY_FRAMES']);
});

test('members of gzip with junk behind them are one body', async () => {
  const body = Buffer.concat([gzipSync(text), gzipSync('two'), Buffer.from('<!-- cached -->')]);
  const { bytes, error } = await decode(body, ['gzip'], bounds);
  assert.equal(error, null);
  assert.ok(bytes.equals(Buffer.concat([text, Buffer.from('two')])));
});

test('bare deflate that begins as zlib does is read', async () => {
  for (let at = 0, found = 0; found < 3; at++) {
    // A stored block of this length begins with 0x78 where its padding bits are set, as they may be.
    const page = Buffer.from(`${'x'.repeat(at)}<title>t</title>`);
    const bare = deflateRawSync(page, { level: 0 });
    bare[0] = 0x79;
    if (((bare[0]! << 8) + bare[1]!) % 31 !== 0) continue;
    found++;
    const decoded = await decode(bare, ['deflate'], bounds);
    assert.equal(decoded.bytes.toString(), page.toString());
  }
});

test('a stored body reads as its visit read it, up to the bytes it kept', async () => {
  const stored = (coding: string, body: Buffer) => ({
    headers: [['content-encoding', coding] as const],
    body,
  });
  const read = async (coding: string, body: Buffer, limit: number) =>
    Buffer.from(await decodeStored(stored(coding, body), limit)).toString('latin1');
  const whole = text.toString('latin1');
  assert.equal(await read('gzip', gzipSync(text), text.length), whole);
  assert.equal(await read('none', text, text.length), whole);
  assert.equal(await read('br', brotliCompressSync(text), 1000), whole.slice(0, 1000));
  assert.equal(await read('zstd', Buffer.concat([zstdCompressSync('a'), zstdCompressSync('b')]), 2), 'ab');
  assert.equal(await read('gzip', gzipSync(text).subarray(0, 5000), 100), whole.slice(0, 100));
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
