import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Exchange, openArchiveWriter } from '@trunkline/archive';
import {
  captures,
  createRunPartitions,
  dropRunPartitions,
  recordBatch,
  runs,
  urlHash,
} from '@trunkline/database';
import { makeHead } from '@trunkline/web/http';
import { and, eq } from 'drizzle-orm';
import { encodeId, keyOf } from '../schema/kit/ids.ts';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();
const { db, pool } = api.database;
const stranger = await api.keyFor(['jobs:read'], 'stranger');
const site = 'http://mine.test/';

type Stored = {
  path: string;
  body: string;
  links: number;
  status?: number;
  headers?: [string, string][];
  /** `run` and path of the capture that has the body. */
  refersTo?: { run: number; id: number };
  /** Where it redirects. */
  target?: string;
  type?: string;
};

const edge = (path: string, to: string, nofollow = false, kind = 'link') => ({
  ...{ from: site + path, to, kind, nofollow, run: '1', error: null },
});

/** Stores responses as workers and the recorder do; their captures have the ids 1, 2, … of the installation. */
async function store(run: number, job: number, responses: readonly Stored[]): Promise<string[]> {
  await createRunPartitions(db, run, job);
  const writer = await openArchiveWriter({ dir: join(api.home, 'archive'), writer: `test${run}` });
  const segments: string[] = [];
  for (const [n, { path, body, links, refersTo, target, ...more }] of responses.entries()) {
    const { status = 200, headers = [], type = 'text/html' } = more;
    const at = 1_795_000_000_000 + run * 1000 + n;
    const coded = headers.some(([name]) => name === 'Content-Encoding');
    const bytes = refersTo ? Buffer.alloc(0) : coded ? gzipSync(body) : Buffer.from(body);
    const exchange: Exchange = {
      ...{
        url: site + path,
        at,
        address: null,
        request: Buffer.from(`GET /${path} HTTP/1.1\r\nHost: mine.test\r\n\r\n`),
      },
      ...{ head: makeHead(status, [['Content-Type', type], ...headers]), body: bytes },
    };
    const location = await writer.append(run.toString(36), exchange);
    segments.push(location.segment);
    const visit = {
      ...{
        run,
        job,
        url: site + path,
        hash: urlHash(site + path),
        attempt: 1,
        depth: 1,
        hops: 0,
        startedAt: at,
      },
      ...{
        final: true,
        status,
        outcome: target ? 'redirected' : 'fetched',
        code: null,
        detail: target ?? null,
      },
      ...{ deadReason: null, address: null, worker: 'w', timings: {} },
      capture: {
        ...{
          capturedAt: at,
          status,
          bytes: body.length,
          wireBytes: bytes.length,
          links,
          digest: `sha1:${path}`,
        },
        ...{ ...location, contentType: type, charset: null, title: null, language: null, etag: null },
        ...{ lastModified: null, truncated: null },
        ...{ refersToRun: refersTo?.run ?? null, refersTo: refersTo?.id ?? null },
      },
    };
    await recordBatch(pool, { discovered: [], visits: [visit], drops: [], dead: [] });
  }
  await writer.close();
  return segments;
}

const many = Array.from({ length: 300 }, (_, n) => `http://many.test/${n}`);
let job: { id: string; run: string; serial: number };

before(async () => {
  const { data } = await api.ask<{ jobCreate: { id: string; latestRun: { id: string } } }>(
    `mutation { jobCreate(input: { seeds: ["${site}"] }) { ... on Job { id latestRun { id } } } }`,
  );
  const { id, latestRun } = data.jobCreate;
  const serial = 1;
  await store(1, serial, [
    { path: '', body: '<a href="/a">a</a> <a href="http://else.test/" rel="nofollow">b</a>', links: 2 },
    { path: 'gzip', body: '<a href="/a">a</a>', links: 1, headers: [['Content-Encoding', 'gzip']] },
    { path: 'header', body: '<a href="/a">a</a>', links: 1, headers: [['X-Robots-Tag', 'nofollow']] },
    { path: 'meta', body: '<meta name=robots content=nofollow><a href="/a">a</a>', links: 1 },
    { path: 'moved', body: '', links: 0, status: 301, target: `${site}there` },
    { path: 'picture', body: 'GIF89a', links: 0, type: 'image/gif' },
    { path: 'missing', body: '<a href="/">home</a>', links: 1, status: 404 },
    { path: 'many', body: many.map((url) => `<a href="${url}">x</a>`).join(''), links: 300 },
    { path: 'csv', body: '<a href="/=1,%22">x</a>', links: 1 },
  ]);
  await db.update(runs).set({ state: 'done' }).where(eq(runs.serial, 1));
  job = { id, run: latestRun.id, serial };
});

const expected = [
  edge('', `${site}a`),
  edge('', 'http://else.test/', true),
  edge('gzip', `${site}a`),
  edge('header', `${site}a`, true),
  edge('meta', `${site}a`, true),
  edge('moved', `${site}there`, false, 'redirect'),
  edge('missing', site),
  ...many.map((url) => edge('many', url)),
  edge('csv', `${site}=1,%22`),
];

const get = (path: string, key = api.key) =>
  fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` } });

type Row = ReturnType<typeof edge> & { cursor: string };
async function rows(of: string, after?: string): Promise<Row[]> {
  const response = await get(`/export/${of}/links${after === undefined ? '' : `?after=${after}`}`);
  assert.equal(response.status, 200);
  const text = (await response.text()).trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Row);
}
const withoutCursor = (all: Row[]) => all.map(({ cursor: _, ...row }) => row);

test('links are those of every capture, followed or not, in order, and redirects', async () => {
  assert.deepEqual(withoutCursor(await rows(job.run)), expected);
});

test('an export of links goes on after any row, within a page too', async () => {
  const whole = await rows(job.run);
  assert.equal(new Set(whole.map(({ cursor }) => cursor)).size, whole.length);
  for (const at of [0, 1, 4, 6, 7, 150, 306, 307])
    assert.deepEqual(await rows(job.run, whole[at]!.cursor), whole.slice(at + 1), `after row ${at}`);
  assert.equal((await get(`/export/${job.run}/links?after=1.1`)).status, 400);
  assert.equal((await get(`/export/${job.run}/links`, stranger)).status, 404);
});

test('a table of links says the same as their lines', async () => {
  const csv = await (await get(`/export/${job.run}/links?format=csv`)).text();
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  assert.equal(head, 'from,to,kind,nofollow,run,error,cursor');
  assert.equal(lines.length, expected.length);
  assert.equal(lines[1], `${site},http://else.test/,link,true,1,,1.1.1`);
  assert.match(lines.at(-1)!, /^http:\/\/mine\.test\/csv,"http:\/\/mine\.test\/=1,%22",link,false,1,,/);
});

test('a page that did not change has the links of the capture with its body; what cannot be read is named in its place', async () => {
  const [first] = await db
    .select()
    .from(captures)
    .where(and(eq(captures.runSerial, 1), eq(captures.url, site)));
  const again = async (serial: number, responses: readonly Stored[]) => {
    await db.insert(runs).values({ serial, jobId: keyOf('Job', job.id)!, policyVersion: 1, state: 'done' });
    return store(serial, job.serial, responses);
  };
  await again(2, [
    { path: '', body: '', links: 0, status: 304, refersTo: { run: 1, id: first!.id } },
    { path: 'gone', body: '<a href="/x">x</a>', links: 1 },
  ]);
  const [gone] = await db
    .select()
    .from(captures)
    .where(and(eq(captures.runSerial, 2), eq(captures.url, `${site}gone`)));
  const [segment] = await again(3, [
    { path: 'gone', body: '', links: 0, status: 304, refersTo: { run: 2, id: gone!.id } },
    { path: 'sound', body: '<a href="/y">y</a>', links: 1 },
    { path: 'torn', body: '<a href="/z">z</a>', links: 1 },
  ]);
  const [torn] = await db
    .select()
    .from(captures)
    .where(and(eq(captures.runSerial, 3), eq(captures.url, `${site}torn`)));
  truncateSync(join(api.home, 'archive', segment!), torn!.offset + 20);

  const run2 = (await rows(job.id)).filter(({ run }) => run === '2');
  assert.deepEqual(withoutCursor(run2), [
    { ...edge('', `${site}a`), run: '2' },
    { ...edge('', 'http://else.test/', true), run: '2' },
    { ...edge('gone', `${site}x`), run: '2' },
  ]);
  // Retention has dropped it.
  await dropRunPartitions(db, 2);
  const all = await rows(job.id);
  assert.deepEqual(withoutCursor(all.slice(0, expected.length)), expected);
  const [lost, sound, damaged, ...more] = all.slice(expected.length);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [lost!.from, lost!.to, sound!.to, damaged!.from, damaged!.to],
    [...[`${site}gone`, null, `${site}y`, `${site}torn`, null]],
  );
  assert.match(String(lost!.error), /earlier capture, which was deleted/);
  assert.match(String(damaged!.error), /^No record: 3\/.*lies past the end/);
  assert.deepEqual(await rows(job.id, damaged!.cursor), []);
  assert.deepEqual(await rows(encodeId('Run', keyOf('Run', job.run)!)), all.slice(0, expected.length));
});
