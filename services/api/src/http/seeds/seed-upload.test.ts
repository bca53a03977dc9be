import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { parseKey } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { telemetryKeys } from '@trunkline/telemetry';
import { patience } from '../../limits/limits.ts';
import { type TestApi, testApi } from '../../testing/test-api.ts';

const job = async (api: TestApi) => {
  const { data } = await api.ask<{ jobCreate: { id: string } }>(
    'mutation { jobCreate(input: { seeds: ["http://mine.test/"], start: false }) { ... on Job { id } } }',
  );
  return data.jobCreate.id;
};
const headersOf = (api: TestApi) => ({
  authorization: `Bearer ${api.key}`,
  'content-type': 'application/x-ndjson',
});

test('lines are rows however they are cut up: blank ones are none, one that is too long is refused, the last needs no end', async () => {
  const api = await testApi();
  const path = `${api.url}/jobs/${await job(api)}/seeds`;
  const asked = request(path, { method: 'POST', headers: headersOf(api) });
  const text = `\n\r\n  "http://mine.test/é"  \r\n\t\n"http://${'x'.repeat(20_000)}"\n\n"http://mine.test/2"\n{"url":"http://mine.test/3"}`;
  const bytes = Buffer.from(text);
  // Byte by byte where it matters: the two of é, the ends of lines.
  for (let n = 0; n < 60; n++) asked.write(bytes.subarray(n, n + 1));
  asked.write(bytes.subarray(60, -60));
  for (let n = bytes.length - 60; n < bytes.length; n++) asked.write(bytes.subarray(n, n + 1));
  asked.end();
  const [response] = await once(asked, 'response');
  let said = '';
  for await (const chunk of response) said += chunk;
  const { rows, added, refused, problems } = JSON.parse(said);
  assert.deepEqual([rows, added, refused, problems[0].row], [4, 3, 1, 1]);
});

test('blank lines and the rest of a line that is too long are taken from the budget of the key', async () => {
  // 110 at once, of which a request takes 50: what a row costs leaves half of it, and what goes on waits for that.
  const api = await testApi({ costPerSecond: 11 });
  const path = `${api.url}/jobs/${await job(api)}/seeds`;
  const redis = openRedis(api.redisUrl, 'patient');
  after(() => redis.disconnect());
  for (const body of ['\n'.repeat(60_000), 'x'.repeat(900_000)]) {
    const key = await api.keyFor(['jobs:write']);
    const isOver = new AbortController();
    const headers = { ...headersOf(api), authorization: `Bearer ${key}` };
    const answered = fetch(path, { method: 'POST', headers, body, signal: isOver.signal }).then(
      () => 'answered for nothing',
      () => 'ended',
    );
    const left = async () =>
      Number((await redis.hget(telemetryKeys.budget(parseKey(key)!.id), 'left')) ?? 110);
    const charged = (async () => {
      while (!isOver.signal.aborted && (await left()) >= 50);
      return 'charged';
    })();
    assert.equal(await Promise.race([answered, charged]), 'charged');
    isOver.abort();
    await answered;
  }
});

test('more than 1 MiB without a row ends an upload with a typed error and what was taken before', async () => {
  const api = await testApi();
  for (const barren of ['\n', 'x']) {
    const asked = request(`${api.url}/jobs/${await job(api)}/seeds`, {
      method: 'POST',
      headers: headersOf(api),
    });
    asked.on('error', () => {}); // nothing more is read
    asked.write('"http://mine.test/1"\n');
    asked.write(Buffer.alloc((1 << 20) + (32 << 10), barren));
    const [response] = await once(asked, 'response');
    let said = '';
    for await (const chunk of response) said += chunk;
    const { added, errors } = JSON.parse(said);
    assert.deepEqual(
      [response.statusCode, added, errors[0].extensions.code, response.headers.connection],
      [413, 1, 'TOO_LARGE', 'close'],
    );
  }
});

test('a byte now and then does not hold a place', async () => {
  const api = await testApi({ patience: { ...patience, stuckMs: 200 } });
  const asked = request(`${api.url}/jobs/${await job(api)}/seeds`, {
    method: 'POST',
    headers: headersOf(api),
  });
  const drip = setInterval(() => asked.write('\n'), 20);
  await once(asked, 'error');
  clearInterval(drip);
});

test('whoever is answered before its body is here is disconnected with the answer, whatever the path; who has sent all is not', async () => {
  const api = await testApi();
  const { hostname, port } = new URL(api.url);
  const send = (path: string, method: string, more: string) => {
    const socket = connect(Number(port), hostname);
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\n${more}\r\n`);
    return socket;
  };
  for (const [method, path] of [
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/nothing'],
    ['POST', '/healthz'],
    ['OPTIONS', '/healthz'],
    ['POST', '/graphql'],
    ['POST', '/jobs/x/seeds'],
  ] as const) {
    for (const body of ['Content-Length: 10\r\n', 'Transfer-Encoding: chunked\r\n']) {
      let said = '';
      for await (const chunk of send(path, method, body)) said += chunk;
      assert.match(said, /^HTTP\/1\.1 [245]\d\d [\s\S]*connection: close/i, `${method} ${path}`);
    }
  }
  const polite = send('/healthz', 'GET', '');
  const [first] = await once(polite, 'data');
  assert.match(String(first), /^HTTP\/1\.1 200 [\s\S]*connection: keep-alive/i);
  polite.destroy();
});
