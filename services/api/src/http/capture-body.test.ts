import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { openArchiveWriter } from '@trunkline/archive';
import { captures, urlHash } from '@trunkline/database';
import { makeHead } from '@trunkline/web/http';
import { decodeId, encodeId } from '../schema/kit/ids.ts';
import { storeCaptures } from '../testing/store-captures.ts';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const page = Buffer.from(`<title>Grüße</title><script>alert(1)</script>${'x'.repeat(5000)}`);

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${api.url}${path}`, { ...init, headers: { authorization: `Bearer ${api.key}`, ...init.headers } });

const encoded = (name: string, coding: string | null, body: Uint8Array, bytes = page.length) => ({
  ...{ url: `http://mine.test/${name}`, body, bytes },
  headers: [
    ['Content-Type', 'text/html; charset=utf-8'],
    ...(coding === null ? [] : [['Content-Encoding', coding]]),
  ] as [string, string][],
});

const { nodes, job } = await storeCaptures(api, [
  encoded('plain', null, page),
  encoded('gzip', 'gzip', gzipSync(page)),
  encoded('br', 'br', brotliCompressSync(page)),
  encoded('zstd', 'zstd', zstdCompressSync(page)),
  encoded('twice', 'gzip, br', brotliCompressSync(gzipSync(page))),
  encoded('cut', 'gzip', gzipSync(page).subarray(0, 60)),
  encoded('bomb', 'gzip', gzipSync(Buffer.alloc(50_000_000)), 1000),
]);
const named = (name: string) => nodes.find((node) => node.url.endsWith(`/${name}`));

for (const name of ['plain', 'gzip', 'br', 'zstd', 'twice'])
  test(`the body of a capture is read back as the origin meant it: ${name}`, async () => {
    const response = await get(named(name).bodyUrl);
    assert.equal(response.status, 200);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), page);
    assert.equal(named(name).body.text, '<title>Grüße</titl');
    assert.equal(Buffer.from(named(name).body.base64, 'base64').length, 20);
    assert.equal(named(name).body.complete, false);
  });

test('a body that is cut off gives what it has, and none gives more than the visit kept', async () => {
  const cut = Buffer.from(await (await get(named('cut').bodyUrl)).arrayBuffer());
  assert.ok(cut.length > 0 && page.subarray(0, cut.length).equals(cut));
  assert.equal((await (await get(named('bomb').bodyUrl)).arrayBuffer()).byteLength, 1000);
});

test('a body is a download that no browser renders, guesses or runs', async () => {
  const { headers } = await get(named('plain').bodyUrl);
  assert.equal(headers.get('content-disposition'), 'attachment; filename="plain"');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.match(headers.get('content-security-policy') ?? '', /sandbox/);
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
});

test('a body is read by range, and not at all by who has it (RFC 9110 §13, §14)', async () => {
  const part = async (range: string, headers: Record<string, string> = {}) => {
    const response = await get(named('gzip').bodyUrl, { headers: { range, ...headers } });
    const body = Buffer.from(await response.arrayBuffer());
    return [response.status, response.headers.get('content-range'), body] as const;
  };
  const all = page.length;
  assert.deepEqual(await part('bytes=0-9'), [206, `bytes 0-9/${all}`, page.subarray(0, 10)]);
  assert.deepEqual(await part('bytes=10-'), [206, `bytes 10-${all - 1}/${all}`, page.subarray(10)]);
  assert.deepEqual(await part('bytes=-5'), [206, `bytes ${all - 5}-${all - 1}/${all}`, page.subarray(-5)]);
  assert.deepEqual(await part(`bytes=3-${all * 2}`), [206, `bytes 3-${all - 1}/${all}`, page.subarray(3)]);
  for (const whole of ['bytes=9-3', 'bytes=-', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=x-3'])
    assert.deepEqual(await part(whole), [200, null, page], whole);
  for (const outside of [`bytes=${all}-`, 'bytes=-0']) {
    const [status, range] = await part(outside);
    assert.deepEqual([status, range], [416, `bytes */${all}`]);
  }
  const etag = (await get(named('gzip').bodyUrl)).headers.get('etag')!;
  assert.equal((await part('bytes=0-9', { 'if-range': etag }))[0], 206);
  assert.equal((await part('bytes=0-9', { 'if-range': '"other"' }))[0], 200);
  assert.equal(
    (await get(named('gzip').bodyUrl, { headers: { 'if-none-match': `"x", ${etag}` } })).status,
    304,
  );
});

test('a capture tells how its visit went, and its headers as received', () => {
  const node = named('gzip');
  assert.deepEqual(node.timings, [
    { stage: 'DNS', waitMs: 0.5, serviceMs: 1.5 },
    { stage: 'BODY', waitMs: 0, serviceMs: 7 },
  ]);
  assert.deepEqual([node.depth, node.worker, node.address], [2, 'w1', '127.0.0.1']);
  assert.deepEqual(node.headers[1], { name: 'Content-Encoding', value: 'gzip' });
});

test('captures are filtered, counted and paged without a gap or a repeat', async () => {
  const LIST = `query($id: ID!, $after: String, $filter: CaptureFilter) { job(id: $id) {
    captures(first: 2, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }`;
  const list = async (variables: Record<string, unknown>) =>
    (await api.ask<Result>(LIST, { id: job, ...variables })).data.job.captures;
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page: Result = await list({ after });
    seen.push(...page.nodes.map((node: Result) => node.id));
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
  }
  assert.deepEqual(
    seen,
    nodes.map((node) => node.id),
  );
  const count = async (filter: Record<string, unknown>) => (await list({ filter })).totalCount;
  assert.equal(await count({ status: [200], contentType: 'text/html' }), 7);
  assert.equal(await count({ status: [404] }), 0);
  assert.equal(await count({ url: 'HTTP://MINE.test/br' }), 1);
  assert.equal(await count({ urlStartsWith: 'http://mine.test/b' }), 2);
  const [b, c] = ['b', 'c'].map((letter) => ({ urlStartsWith: `http://mine.test/${letter}` }));
  assert.equal(await count({ or: [b, c] }), 3);
  assert.equal(await count({ or: [b, c], not: { url: 'http://mine.test/br' } }), 2);
  assert.equal(await count({ and: [{ status: [200] }, { not: { or: [b, c] } }] }), 4);
});

test('ids that are none are not found', async () => {
  for (const id of ['x', 'capture_', 'capture_LjEuMQ%00', named('br').id.slice(0, -1), '..%2f..'])
    assert.equal((await get(`/captures/${id}/body`)).status, 404, id);
});

test('the body of a page that has not changed is read from the capture that holds it, of the same project only', async () => {
  const [run, id] = decodeId(named('gzip').id).id.split('.');
  const first = { run: Number.parseInt(run!, 36), id: Number.parseInt(id!, 36) };
  const writer = await openArchiveWriter({ dir: join(api.home, 'archive'), writer: 'again' });
  const location = await writer.append(run!, {
    ...{
      url: named('gzip').url,
      at: Date.now(),
      address: '127.0.0.1',
      request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    },
    ...{ head: makeHead(304, [['ETag', '"2"']]), body: Buffer.alloc(0) },
    ...{ payloadDigest: 'sha1:ABC', revisit: { profile: 'server-not-modified', of: { at: Date.now() } } },
  });
  await writer.close();
  const add = async (attempt: number, refersTo: { run: number; id: number }) => {
    const [row] = await api.database.db
      .insert(captures)
      .values({
        ...{ runSerial: first.run, jobSerial: 1, hash: urlHash(named('gzip').url), attempt, ...location },
        ...{ url: named('gzip').url, status: 304, bytes: 0, wireBytes: 0, links: 0, capturedAt: new Date() },
        ...{ digest: 'sha1:ABC', refersToRun: refersTo.run, refersTo: refersTo.id },
      })
      .returning({ id: captures.id });
    return encodeId('Capture', `${run}.${row!.id.toString(36)}`);
  };
  const again = await add(2, first);
  const response = await get(`/captures/${again}/body`);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), page);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  const { data } = await api.ask<Result>(
    'query($id: ID!) { capture(id: $id) { status bytes headers { name value } refersTo { id } body { text } } }',
    { id: again },
  );
  assert.deepEqual(
    [data.capture.status, data.capture.bytes, data.capture.refersTo.id],
    [304, 0, named('gzip').id],
  );
  assert.deepEqual(data.capture.headers, [{ name: 'ETag', value: '"2"' }]);
  assert.equal(data.capture.body.text, page.toString());

  const nowhere = await add(3, { run: 999_999, id: first.id });
  assert.equal((await get(`/captures/${nowhere}/body`)).status, 404);
});
