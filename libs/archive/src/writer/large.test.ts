import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeHead } from '@trunkline/web/http';
import {
  createArchiveReader,
  createFileStore,
  type Exchange,
  openArchiveWriter,
  readerOf,
  sha1Digest,
  sha1Text,
} from '../index.ts';

const root = mkdtempSync(join(tmpdir(), 'large-'));
after(() => rmSync(root, { recursive: true, force: true }));

const exchange = (url: string, body: Uint8Array): Exchange => ({
  url,
  at: Date.UTC(2026, 10, 24),
  address: '192.0.2.7',
  request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  head: makeHead(200, [['Content-Type', 'text/html']]),
  body,
});

/** A body in chunks that lie in one buffer, as a reader of a file has them. */
function large(body: Uint8Array, gate: Promise<void> = Promise.resolve()): Partial<Exchange> {
  async function* chunks() {
    const buffer = Buffer.alloc(50_000);
    for (let at = 0; at < body.length; at += buffer.length) {
      await gate;
      buffer.set(body.subarray(at, at + buffer.length));
      yield buffer.subarray(0, Math.min(buffer.length, body.length - at));
      buffer.fill(0);
    }
  }
  const beginning = body.slice(0, 100);
  return {
    body: new Uint8Array(),
    large: { length: body.length, beginning, chunks },
    payloadDigest: sha1Digest(body),
  };
}

test('a large body is read back as it was, whether it compresses or not, sealed or not', async () => {
  const dir = join(root, 'kept');
  const writer = await openArchiveWriter({ dir, writer: 'w', minFreeBytes: 0 });
  const reader = createArchiveReader(dir);
  const bodies = [Buffer.alloc(3_000_001, 'all work and no play '), randomBytes(2_000_003), randomBytes(7)];
  const kept = await Promise.all(
    bodies.flatMap((body, n) => [
      writer.append('r1', { ...exchange(`http://a.test/${n}`, body), ...large(body) }),
      writer.append('r1', exchange(`http://a.test/small/${n}`, body.subarray(0, 500))),
    ]),
  );
  for (const phase of ['open', 'sealed']) {
    for (const [n, body] of bodies.entries()) {
      const read = await reader.read(kept[2 * n]!);
      assert.equal(read.url, `http://a.test/${n}`);
      assert.ok(Buffer.from(read.body).equals(body), `${phase}: the body ${n}`);
      const opened = await reader.open(kept[2 * n]!);
      assert.deepEqual([opened.url, opened.status, opened.length], [read.url, read.status, body.length]);
      for (let again = 0; again < 2; again++)
        assert.ok(
          Buffer.concat(await Array.fromAsync(opened.chunks())).equals(body),
          `${phase}: as it is taken`,
        );
      const small = await reader.read(kept[2 * n + 1]!);
      assert.ok(Buffer.from(small.body).equals(body.subarray(0, 500)), `${phase}: the small one beside it`);
    }
    if (phase === 'open') await writer.seal('r1');
  }
  assert.deepEqual(globSync(join(dir, 'r1/*.open')), []);
  for (const file of globSync(join(dir, 'r1/*.warc.gz'))) {
    execFileSync('gzip', ['-t', file]);
    const index = readFileSync(`${file}.cdxj`, 'utf8');
    for (const { offset, length } of kept.filter((each) => file.endsWith(each.segment)))
      assert.ok(index.includes(`"length":"${length}","offset":"${offset}"`), 'its index has it');
  }
  assert.equal(writer.state().records, 6);
  await writer.close();
});

test('a large body that comes slowly holds no small one up', async () => {
  const writer = await openArchiveWriter({ dir: join(root, 'slow'), writer: 'w', minFreeBytes: 0 });
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const body = randomBytes(200_000);
  const slow = writer.append('r1', { ...exchange('http://a.test/', body), ...large(body, gate) });
  for (let n = 0; n < 3; n++) await writer.append('r1', exchange(`http://a.test/${n}`, body.subarray(0, 9)));
  open();
  await slow;
  await writer.close();
});

test('a large body that cannot be read leaves nothing of itself', async () => {
  const dir = join(root, 'broken');
  const writer = await openArchiveWriter({ dir, writer: 'w', minFreeBytes: 0 });
  const body = randomBytes(300_000);
  const broken = {
    length: body.length,
    beginning: body.subarray(0, 100),
    chunks: async function* () {
      yield body.subarray(0, 200_000);
      throw Object.assign(new Error('The disk is broken'), { code: 'EIO' });
    },
  };
  const at = (n: number) => exchange(`http://a.test/${n}`, new Uint8Array());
  const digest = sha1Text(createHash('sha1').update(body).digest());
  assert.equal(digest, sha1Digest(body));
  const append = (n: number) => writer.append('r1', { ...at(n), ...large(body) });
  const fails = () => writer.append('r1', { ...at(1), large: broken, payloadDigest: digest });
  const good = await append(0);
  const before = append(3);
  await assert.rejects(fails(), { code: 'EIO' });
  // Those that come at the same time share a sync.
  const beside = [before, assert.rejects(fails(), { code: 'EIO' }), append(4), append(5)] as const;
  const [third, , fourth, fifth] = await Promise.all(beside);
  const next = await writer.append('r1', { ...at(2), ...large(body) });
  assert.equal(next.segment, good.segment);
  await writer.close();
  const reader = createArchiveReader(dir);
  for (const [location, n] of [
    ...[[good, 0] as const, [next, 2] as const, [third, 3] as const],
    ...[[fourth, 4] as const, [fifth, 5] as const],
  ]) {
    const read = await reader.read(location);
    assert.equal(read.url, `http://a.test/${n}`);
    assert.ok(Buffer.from(read.body).equals(body));
  }
  for (const file of globSync(join(dir, 'r1/*.warc.gz'))) execFileSync('gzip', ['-t', file]);
});

test('of a body that is taken piece by piece no more is read than is taken, and damage in it is told where it is met', async () => {
  const dir = join(root, 'opened');
  const writer = await openArchiveWriter({ dir, writer: 'w', minFreeBytes: 0 });
  const body = randomBytes(3_000_000);
  const [at, revisited] = [
    await writer.append('r1', { ...exchange('http://a.test/', body), ...large(body) }),
    await writer.append('r1', {
      ...exchange('http://a.test/', new Uint8Array()),
      ...{ payloadDigest: sha1Digest(body) },
      revisit: { profile: 'identical-payload-digest', of: { at: Date.UTC(2026, 10, 24), run: 'r1' } },
    }),
  ];
  await writer.close();
  const file = createFileStore(dir);
  let asked = 0;
  const reader = readerOf({
    async read(name, offset, length) {
      asked += length;
      return file.read(name, offset, length);
    },
  });
  const opened = await reader.open(at);
  assert.ok(asked <= 128 << 10, `its head costs ${asked} bytes`);
  for await (const piece of opened.chunks()) if (piece.length > 0) break;
  assert.ok(asked <= 512 << 10, `its first piece costs ${asked} bytes`);
  const { revisit, length, chunks } = await reader.open(revisited);
  assert.deepEqual([revisit?.profile, length], ['identical-payload-digest', 0]);
  assert.deepEqual(await Array.fromAsync(chunks()), []);

  const path = join(dir, at.segment);
  const bytes = readFileSync(path);
  bytes[at.offset + at.length - 6]! ^= 1; // its check sum
  writeFileSync(path, bytes);
  let read = 0;
  const taken = (async () => {
    for await (const piece of (await reader.open(at)).chunks()) read += piece.length;
  })();
  await assert.rejects(taken, { code: 'NO_SUCH_RECORD' });
  assert.ok(read > 2_000_000, `${read}`);
  for (const elsewhere of [
    { ...at, length: at.length + 1 },
    { ...at, length: at.length - 1 },
    { ...at, offset: at.offset + 1 },
    { ...at, segment: 'r1/20261124010203456-w-00009.warc.gz' },
  ]) {
    const whole = reader.open(elsewhere).then((one) => Array.fromAsync(one.chunks()));
    await assert.rejects(whole, { code: 'NO_SUCH_RECORD' }, JSON.stringify(elsewhere));
  }
});
