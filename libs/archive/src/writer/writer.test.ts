import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createReadStream, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { makeHead, readHead } from '@trunkline/web/http';
import { CDXIndexer, WARCParser } from 'warcio';
import {
  type ArchiveWriterOptions,
  createArchiveReader,
  type Exchange,
  openArchiveWriter,
} from '../index.ts';
import { sha1Digest } from '../record/digest.ts';

const root = mkdtempSync(join(tmpdir(), 'archive-'));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const freshDir = () => join(root, String(++folders));
const open = (options: Partial<ArchiveWriterOptions> & { dir: string }) =>
  openArchiveWriter({ writer: 'w1', minFreeBytes: 0, ...options });

function exchange(n: number, more: Partial<Exchange> = {}): Exchange {
  return {
    url: `http://www.example.test/page/${n}?b=2&a=1`,
    at: Date.UTC(2026, 10, 24, 1, 2, 3, 456) + n,
    address: '192.0.2.7',
    request: Buffer.from(`GET /page/${n} HTTP/1.1\r\nhost: example.test\r\n\r\n`),
    head: makeHead(200, [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['X-Name', 'Ren\u00e9'],
    ]),
    body: Buffer.from(`<title>${n}</title>${'all work and no play '.repeat(n % 200)}`),
    ...more,
  };
}

/** Every file of the archive as an independent reader sees it: gzip's own test, then warcio's parser. */
async function readWithOthers(dir: string) {
  const records: { type: string; url: string; payload: string; header(name: string): string | null }[] = [];
  for (const file of globSync(join(dir, '*/*.warc.gz'))) {
    execFileSync('gzip', ['-t', file]);
    for await (const record of new WARCParser(createReadStream(file))) {
      const payload = Buffer.from((await record.readFully(false)) ?? new Uint8Array()).toString('latin1');
      records.push({
        type: record.warcType ?? '',
        url: record.warcTargetURI ?? '',
        payload,
        header: (name) => record.warcHeader(name) ?? null,
      });
    }
  }
  return records;
}

test('what was appended is read back by location, while the segment is open and when it is sealed', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const reader = createArchiveReader(dir);
  const sent = Array.from({ length: 50 }, (_, n) => exchange(n));
  const locations = await Promise.all(sent.map((each) => writer.append('r1', each)));

  for (const phase of ['open', 'sealed']) {
    for (const [n, location] of locations.entries()) {
      const read = await reader.read(location);
      assert.deepEqual(
        { ...read, body: Buffer.from(read.body) },
        {
          url: sent[n]!.url,
          at: sent[n]!.at,
          status: 200,
          headers: sent[n]!.head.headers,
          body: Buffer.from(sent[n]!.body),
        },
        phase,
      );
    }
    if (phase === 'open') await writer.close();
  }
  assert.deepEqual(
    readdirSync(join(dir, 'r1')).map((name) => name.replace(/^\d+/, 'T')),
    ['T-w1-00001.warc.gz', 'T-w1-00001.warc.gz.cdxj'],
  );
});

test('other tools read the files: gzip finds no fault, warcio finds each record with its digests', async () => {
  const dir = freshDir();
  const writer = await open({ dir, info: () => ({ policy: 'polite v3' }) });
  const image = exchange(3, {
    head: makeHead(200, [['content-type', 'image/png']]),
    body: Buffer.alloc(200_000, 'x'),
    truncated: 'length',
  });
  const sent = [
    exchange(1),
    exchange(150, { tlsFault: 'CERT_HAS_EXPIRED' }),
    image,
    exchange(4, { body: new Uint8Array() }),
  ];
  for (const each of sent) await writer.append('r1', each);
  await writer.close();

  const records = await readWithOthers(dir);
  assert.deepEqual(
    records.map((r) => r.type),
    ['warcinfo', ...sent.flatMap(() => ['response', 'request'])],
  );
  assert.match(records[0]!.payload, /policy: polite v3\r\n/);
  const responses = records.filter((r) => r.type === 'response');
  for (const [n, { url, payload, header }] of responses.entries()) {
    assert.equal(url, sent[n]!.url);
    assert.equal(payload, Buffer.from(sent[n]!.body).toString('latin1'));
    assert.equal(header('WARC-Payload-Digest'), sha1Digest(sent[n]!.body));
    assert.equal(header('WARC-IP-Address'), '192.0.2.7');
  }
  assert.equal(responses[2]!.header('WARC-Truncated'), 'length');
  assert.equal(responses[1]!.header('Trunkline-TLS-Fault'), 'CERT_HAS_EXPIRED');
  assert.equal(responses[0]!.header('Trunkline-TLS-Fault'), null);
  assert.equal(responses[0]!.header('WARC-Date'), '2026-11-24T01:02:03.457Z');
});

test('records that arrive together share a commit', async () => {
  const writer = await open({ dir: freshDir() });
  await Promise.all(Array.from({ length: 500 }, (_, n) => writer.append('r1', exchange(n))));
  const { segments, records, commits, waiting, lagMs } = writer.state();
  assert.deepEqual([segments, records, commits, waiting, lagMs], [1, 500, 1, 0, 0]);
  await writer.close();
});

test('a record that cannot be built is refused alone: those that share its commit are kept', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const [before, bad, after] = await Promise.allSettled([
    writer.append('r', exchange(1)),
    writer.append('r', exchange(2, { at: Number.NaN })),
    writer.append('r', exchange(3)),
  ]);
  assert.deepEqual([before.status, bad.status, after.status], ['fulfilled', 'rejected', 'fulfilled']);
  await writer.close();
  const kept = (await readWithOthers(dir)).filter(({ type }) => type === 'response');
  assert.deepEqual(
    kept.map(({ url }) => url),
    [exchange(1).url, exchange(3).url],
  );
});

test('a segment is finished when it is large enough, and the run goes on in a new one', async () => {
  const dir = freshDir();
  const writer = await open({ dir, maxBytes: 5000 });
  const reader = createArchiveReader(dir);
  for (let n = 0; n < 40; n++) {
    const location = await writer.append('r1', exchange(n));
    assert.equal((await reader.read(location)).url, exchange(n).url);
  }
  await writer.close();
  assert.ok(globSync(join(dir, 'r1/*.warc.gz')).length > 3);
  const responses = (await readWithOthers(dir)).filter((r) => r.type === 'response');
  assert.equal(new Set(responses.map((r) => r.url)).size, 40);
});

test('a run that is over is sealed on request; a later record begins a new segment', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  await writer.append('r1', exchange(1));
  await writer.seal('r1');
  assert.equal(globSync(join(dir, 'r1/*.open')).length, 0);
  await writer.append('r1', exchange(2));
  await writer.close();
  assert.equal(globSync(join(dir, 'r1/*.warc.gz')).length, 2);
});

test('many runs at once do not hold a file descriptor each', async () => {
  const dir = freshDir();
  const writer = await open({ dir, maxOpen: 4 });
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = process.platform === 'linux' ? descriptors() : 0;
  for (let round = 0; round < 3; round++)
    await Promise.all(Array.from({ length: 40 }, (_, n) => writer.append(`r${n}`, exchange(n))));
  // The surplus is given back at the end of the commit that the last append waited for.
  await writer.seal('r0');
  if (process.platform === 'linux') assert.ok(descriptors() - before <= 45);
  await writer.close();
  assert.equal(globSync(join(dir, '*/*.warc.gz')).length, 40);
});

test('the block of a record is what came over the wire and what was sent, and a URL adds no lines to its header', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const sent = Buffer.from('GET /\xe9 HTTP/1.1\r\nHost: a.test\r\n\r\n', 'latin1');
  const received = [
    'HTTP/1.0 200 \xe9\xa1\xb5\r\nx-b:1\r\nX-A : 2\r\n folded\r\nnonsense\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n',
    'HTTP/1.1 404\nContent-Type: text/plain\nX: 1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
  ].map((text) => Buffer.from(text, 'latin1'));
  for (const [n, bytes] of received.entries()) {
    const head = readHead(bytes);
    assert.ok('bytes' in head);
    const url = `http://a.test/${n}\r\nWARC-Type: request`;
    const location = await writer.append(
      'r1',
      exchange(n, { url, request: sent, head, body: Buffer.from('<p>') }),
    );
    const read = await createArchiveReader(dir).read(location);
    assert.equal(read.url, `http://a.test/${n} WARC-Type: request`);
    assert.deepEqual(
      [read.status, read.headers, Buffer.from(read.body).toString()],
      [head.status, head.headers, '<p>'],
    );
  }
  await writer.close();
  const [file] = globSync(join(dir, 'r1/*.warc.gz'));
  const blocks = gunzipSync(readFileSync(file!)).toString('latin1');
  for (const bytes of received) assert.ok(blocks.includes(`\r\n\r\n${bytes.toString('latin1')}<p>\r\n\r\n`));
  assert.equal(blocks.split(`\r\n\r\n${sent.toString('latin1')}\r\n\r\n`).length, 1 + received.length);
});

test('chunks that are undone mislead no reader: a body that might be chunks is not said to be any', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const head = makeHead(200, [
    ['Content-Type', 'text/plain'],
    ['Transfer-Encoding', 'chunked'],
  ]);
  const bodies = [
    ...[
      '',
      'hello',
      '<!doctype html>',
      'data',
      'face the facts\r\n',
      '5',
      '0\n1\n2',
      '5\r\nhello\r\n0\r\n\r\n',
    ],
    ...[
      '5 apples',
      '5 apples\nhello\r\nmore',
      'abc;d\n',
      ' 7\n8',
      `da${'x'.repeat(80)}`,
      `2a\n${'x'.repeat(42)}\r\n0\r\n\r\n`,
    ],
  ];
  for (const [n, body] of bodies.entries()) {
    const location = await writer.append('r1', exchange(n, { head, body: Buffer.from(body) }));
    const read = await createArchiveReader(dir).read(location);
    assert.deepEqual(
      read.headers.map(([name]) => name.toLowerCase()),
      ['content-type', 'transfer-encoding'],
    );
  }
  await writer.close();
  const read: string[] = [];
  let unchanged = 0;
  for (const file of globSync(join(dir, 'r1/*.warc.gz')))
    for await (const record of new WARCParser(createReadStream(file))) {
      if (record.warcType !== 'response') continue;
      read.push(Buffer.from((await record.readFully(true)) ?? new Uint8Array()).toString('latin1'));
      if (record.httpHeaders?.headers.get('Transfer-Encoding')) unchanged++;
    }
  assert.deepEqual(read, bodies);
  assert.equal(unchanged, 7);
});

test('below the free-space mark nothing is accepted', async () => {
  const writer = await open({ dir: freshDir(), minFreeBytes: Number.MAX_SAFE_INTEGER });
  assert.equal(writer.full(), true);
  await assert.rejects(writer.append('r1', exchange(1)), { code: 'STORE' });
  await writer.close();
});

test('each line of the index leads to its record', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  for (let n = 0; n < 20; n++) await writer.append('r1', exchange(19 - n));
  await writer.close();
  const reader = createArchiveReader(dir);
  const [file] = globSync(join(dir, 'r1/*.cdxj'));
  const lines = readFileSync(file!, 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines, lines.toSorted());
  for (const line of lines) {
    const [key, time, json] = line.split(/ (?=\d{14} )| (?=\{)/);
    const fields = JSON.parse(json!);
    const location = { segment: `r1/${fields.filename}`, offset: +fields.offset, length: +fields.length };
    assert.equal((await reader.read(location)).url, fields.url);
    assert.match(`${key} ${time}`, /^test,example\)\/page\/\d+\?a=1&b=2 2026112401020\d$/);
  }
  assert.equal(lines.length, 20);
});

test('the index of a segment says of each response what the indexer of warcio says', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const revisit = { profile: 'server-not-modified', of: { at: 1_795_000_000_000 } } as const;
  const sent = [
    exchange(1),
    exchange(2, { head: makeHead(404, [['content-type', 'TEXT/Plain ;charset=x']], 'Not Found') }),
    exchange(3, {
      head: makeHead(200, [['Content-Type', 'image/png']]),
      body: Buffer.alloc(70_000, 1),
      truncated: 'time',
    }),
    exchange(4, {
      head: makeHead(304, [['Content-Type', 'text/html']]),
      body: new Uint8Array(),
      payloadDigest: sha1Digest(Buffer.from('x')),
      revisit,
    }),
    exchange(5, { url: 'https://example.test/?q=a%20b' }),
  ];
  for (const each of sent) await writer.append('r1', each);
  await writer.close();
  const [file] = globSync(join(dir, 'r1/*.warc.gz'));
  const theirs: object[] = [];
  const reader = createReadStream(file!);
  for await (const { urlkey, timestamp, mime, offset, length, status, ...rest } of new CDXIndexer().iterIndex(
    [{ filename: basename(file!), reader }],
  ))
    theirs.push({
      timestamp,
      mime: mime.toLowerCase(),
      offset: String(offset),
      length: String(length),
      status: String(status),
      ...rest,
    });
  const ours = readFileSync(`${file}.cdxj`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => ({ timestamp: line.split(' ')[1], ...JSON.parse(line.slice(line.indexOf('{'))) }));
  const byOffset = (a: { offset: string }, b: { offset: string }) => Number(a.offset) - Number(b.offset);
  assert.deepEqual(ours.sort(byOffset), theirs);
  assert.equal(ours.length, sent.length);
});

test('a page that has not changed is kept as a revisit that leads to the first response, for us and for others', async () => {
  const dir = freshDir();
  const writer = await open({ dir });
  const first = exchange(7, { body: Buffer.from('the body') });
  const payloadDigest = sha1Digest(first.body);
  await writer.append('r1', first);
  const again = { ...first, body: new Uint8Array(), at: first.at + 5000, payloadDigest };
  const of = { at: first.at, run: 'r1' };
  const same = await writer.append('r2', {
    ...again,
    revisit: { profile: 'identical-payload-digest', of },
  });
  const notModified = { ...again, head: makeHead(304, [['ETag', '"1"']], 'Not Modified') };
  await writer.append('r2', { ...notModified, revisit: { profile: 'server-not-modified', of } });
  // Of a response whose run is not known the id is not.
  const { run: _, ...elsewhere } = of;
  await writer.append('r2', {
    ...{ ...notModified, at: first.at + 9000 },
    revisit: { profile: 'server-not-modified', of: elsewhere },
  });
  const { revisit, status, body } = await createArchiveReader(dir).read(same);
  assert.deepEqual(
    [revisit, status, body.length],
    [{ profile: 'identical-payload-digest', of: { at: first.at } }, 200, 0],
  );
  await writer.close();

  const all = await readWithOthers(dir);
  const records = all.filter((r) => r.type === 'revisit');
  const response = all.find(({ type }) => type === 'response')!;
  const id = response.header('WARC-Record-ID');
  assert.match(id!, /^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$/);
  const fields = [
    'Profile',
    'Refers-To',
    'Refers-To-Target-URI',
    'Refers-To-Date',
    'Payload-Digest',
    'Truncated',
  ];
  assert.deepEqual(
    records.map(({ header }) => fields.map((name) => header(`WARC-${name}`))),
    [
      ['identical-payload-digest', 'length', id],
      ['server-not-modified', null, id],
      ['server-not-modified', null, null],
    ].map(([profile, truncated, refersTo]) => [
      `http://netpreserve.org/warc/1.1/revisit/${profile}`,
      refersTo,
      first.url,
      new Date(first.at).toISOString(),
      payloadDigest,
      truncated,
    ]),
  );
  assert.deepEqual(
    records.map(({ payload }) => payload),
    ['', '', ''],
  );
  assert.equal(new Set(all.map(({ header }) => header('WARC-Record-ID'))).size, all.length, 'ids are unique');
  const index = globSync(join(dir, 'r*/*.cdxj'))
    .sort()
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
  assert.deepEqual(
    index.map((line) => JSON.parse(line.slice(line.indexOf('{')))).map(({ mime, digest }) => [mime, digest]),
    ['text/html', 'warc/revisit', 'warc/revisit', 'warc/revisit'].map((mime) => [
      mime,
      payloadDigest.slice('sha1:'.length),
    ]),
  );
});
