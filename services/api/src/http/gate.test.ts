import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { patience, rooms } from '../limits/limits.ts';
import { storeCaptures } from '../testing/store-captures.ts';
import { type TestApi, testApi } from '../testing/test-api.ts';
import { ways } from './router.ts';

type Answer = { errors: { message: string; extensions: { code: string; cost?: object } }[] };

const large = 64 << 20;
const stored = async (api: TestApi) =>
  (
    await storeCaptures(api, [
      {
        url: 'http://mine.test/large',
        headers: [['Content-Encoding', 'gzip']],
        ...{ body: gzipSync(Buffer.alloc(large, 'a body of some length ')), bytes: large },
      },
    ])
  ).nodes[0].bodyUrl as string;

/** A reader that takes nothing of its answer. */
async function stuckReader(api: TestApi, path: string, key: string): Promise<IncomingMessage> {
  const asked = request(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  asked.on('error', () => {}); // it is cut off, which is the point
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  response.pause();
  return response;
}

test('every path beside GraphQL, by whatever method, asks for a key, for its scope and for what it costs', async () => {
  const api = await testApi({ costPerSecond: 1 });
  const send = async (path: string, method: string, key: string | null) => {
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch(`${api.url}${path}`, { method, headers });
    const text = await response.text();
    const code = text === '' ? null : (JSON.parse(text) as Answer).errors[0]!.extensions.code;
    return { status: response.status, code, headers: response.headers };
  };
  const [scopeless, poor] = [await api.keyFor([]), await api.keyFor(['admin'])];
  // Ten at once is less than one of these requests costs.
  assert.ok(ways.length >= 3);
  for (const { path, methods } of ways) {
    const example = path.source.replaceAll('([^/]+)', 'x').replace(/[\\^$]/g, '');
    assert.match(example, path);
    for (const method of new Set([...methods, 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])) {
      const what = `${method} ${example}`;
      const [stranger, other, spent] = [
        await send(example, method, null),
        await send(example, method, scopeless),
        await send(example, method, poor),
      ];
      assert.deepEqual([stranger.status, other.status, spent.status], [401, 403, 429], what);
      assert.ok(Number(spent.headers.get('retry-after')) >= 1, what);
      if (method === 'HEAD') continue;
      assert.deepEqual(
        [stranger.code, other.code, spent.code],
        ['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED'],
        what,
      );
    }
  }
});

test('what a path takes is said by OPTIONS and by a refusal of another method', async () => {
  const api = await testApi();
  const headers = { authorization: `Bearer ${api.key}` };
  for (const [path, allow] of [
    ['/captures/x/body', 'GET, HEAD'],
    ['/export/x/pages', 'GET, HEAD'],
    ['/jobs/x/seeds', 'POST'],
    ['/healthz', 'GET, HEAD'],
  ]) {
    const said = await fetch(`${api.url}${path}`, { method: 'OPTIONS', headers });
    assert.deepEqual([said.status, said.headers.get('allow'), await said.text()], [204, allow, '']);
    const refused = await fetch(`${api.url}${path}`, { method: 'DELETE', headers });
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, allow]);
  }
});

test('a key downloads so much at once; the next is told to come again, others are served, and who goes away leaves its place', async () => {
  const api = await testApi({ patience: { ...patience, waitMs: 10 } });
  const path = await stored(api);
  const [greedy, polite] = [await api.keyFor(['jobs:read']), await api.keyFor(['jobs:read'])];
  const get = (key: string, method = 'GET') =>
    fetch(`${api.url}${path}`, { method, headers: { authorization: `Bearer ${key}`, range: 'bytes=0-9' } });
  const stuck: IncomingMessage[] = [];
  for (let n = 0; n < rooms.downloads.perKey; n++) stuck.push(await stuckReader(api, path, greedy));
  for (const method of ['GET', 'HEAD']) {
    const refused = await get(greedy, method);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '5'], method);
  }
  const served = await get(polite);
  assert.deepEqual([served.status, (await served.text()).length], [206, 10]);
  stuck.pop()!.destroy();
  let again = await get(greedy);
  while (again.status === 429) again = await get(greedy);
  assert.equal(again.status, 206);
  for (const one of stuck) one.destroy();
});

test('a reader that takes nothing is cut off in time, and its place is free', async () => {
  const api = await testApi({ patience: { ...patience, readMs: 50, waitMs: 60_000 } });
  const path = await stored(api);
  const all = () =>
    Promise.all(Array.from({ length: rooms.downloads.perKey }, () => stuckReader(api, path, api.key)));
  const first = await all();
  // As many again get in when each of the first was given up, and no sooner.
  const second = await all();
  for (const one of first) {
    one.resume();
    if (!one.closed) await new Promise((resolve) => one.once('close', resolve));
    assert.equal(one.complete, false);
  }
  for (const one of second) one.destroy();
});

test('readers of large bodies take the memory of pieces: HEAD, ranges far into them, readers that stand still', async () => {
  const api = await testApi({ patience: { ...patience, waitMs: 60_000 } });
  const path = await stored(api);
  const headers = { authorization: `Bearer ${api.key}` };
  const before = process.memoryUsage.rss();
  const stuck: IncomingMessage[] = [];
  for (let n = 0; n < 4; n++) stuck.push(await stuckReader(api, path, api.key));
  const heads = Array.from({ length: 20 }, () => fetch(`${api.url}${path}`, { method: 'HEAD', headers }));
  for (const { status, headers } of await Promise.all(heads))
    assert.deepEqual([status, headers.get('content-length')], [200, null]);
  const far = await fetch(`${api.url}${path}`, { headers: { ...headers, range: 'bytes=-7' } });
  assert.equal((await far.text()).length, 7);
  // A body of them has 64 MB.
  const more = process.memoryUsage.rss() - before;
  assert.ok(more < 48 << 20, `${more >> 20} MB more`);
  for (const one of stuck) one.destroy();
});

test('an upload that does not go on is cut off, and what came before is kept', async () => {
  const api = await testApi({ patience: { ...patience, stuckMs: 100 } });
  const { data } = await api.ask<{ jobCreate: { id: string } }>(
    'mutation { jobCreate(input: { seeds: ["http://mine.test/"], start: false }) { ... on Job { id } } }',
  );
  const { id } = data.jobCreate;
  const asked = request(`${api.url}/jobs/${id}/seeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/x-ndjson' },
  });
  const cut = once(asked, 'error');
  for (let n = 0; n < 1000; n++) asked.write(`"http://mine.test/${n}"\n`);
  await cut;
  const seeds = await api.ask<{ job: { seeds: { totalCount: number } } }>(
    'query($id: ID!) { job(id: $id) { seeds { totalCount } } }',
    { id },
  );
  assert.equal(seeds.data.job.seeds.totalCount, 1001);
});
