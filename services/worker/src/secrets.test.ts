import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openRedis } from '@trunkline/redis';
import { createSealer, newSecretKey } from '@trunkline/service';
import { installation, until } from './testing/worker-process.ts';

const access = {
  headers: [['X-Api-Key', 'value-of-the-key']],
  basicAuth: { user: 'somebody', password: 'pass-of-somebody' },
  proxy: null,
};
const password = `Basic ${Buffer.from('somebody:pass-of-somebody').toString('base64')}`;
const values = new RegExp(`value-of-the-key|pass-of-somebody|${password.slice(6)}`);

async function origin(t: TestContext) {
  const seen: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.setHeader('content-type', 'text/html').end('<title>T</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

test('a worker opens the secrets of a job, shows them to its origin, and keeps them nowhere', {
  timeout: 60_000,
}, async (t) => {
  const { url, seen } = await origin(t);
  const { worker, crawl, frontier, home, redis } = await installation(t);
  const key = newSecretKey();
  const secrets = createSealer(key).seal(JSON.stringify({ ...access, seeds: [url] }), 'p');
  await crawl('1', [`${url}/`], {}, { secrets });
  const { child, exited, said } = await worker({ TRUNKLINE_SECRET_KEY: key, TRUNKLINE_LOG_LEVEL: 'trace' });
  await until(async () => (await frontier.sizes('1'))!.counters.fetched === 1);
  assert.deepEqual([seen[0]!['x-api-key'], seen[0]!.authorization], ['value-of-the-key', password]);

  const client = openRedis(redis.url, 'patient');
  for (const name of await client.keys('*'))
    assert.doesNotMatch((await client.dumpBuffer(name))!.toString('latin1'), values, name);
  client.disconnect();
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
  assert.doesNotMatch(said.out + said.err, values);
  const archived = globSync(`${home}/archive/*/*.warc.gz`).map((file) =>
    gunzipSync(readFileSync(file)).toString('latin1'),
  );
  assert.match(archived.join(), /\r\nX-Api-Key: \(secret\)\r\nAuthorization: \(secret\)\r\n/);
  assert.doesNotMatch(archived.join(), values);
});

test('a worker with another key, or none, asks nothing for that job, says why, and crawls the others', {
  timeout: 60_000,
}, async (t) => {
  const { url, seen } = await origin(t);
  const { worker, crawl, frontier } = await installation(t);
  const secrets = createSealer(newSecretKey()).seal(JSON.stringify({ ...access, seeds: [url] }), 'p');
  await crawl('1', [`${url}/`], {}, { secrets });
  for (const [i, env] of [{}, { TRUNKLINE_SECRET_KEY: newSecretKey() }].entries()) {
    const { child, said, exited } = await worker(env);
    await crawl(`o${i}`, [`${url.replace('127.0.0.1', 'localhost')}/`]);
    await until(async () => (await frontier.sizes(`o${i}`))!.counters.fetched === 1);
    await until(() => said.err.includes('SECRET_UNREADABLE'));
    child.kill('SIGTERM');
    await exited;
  }
  assert.deepEqual([seen.length, seen.filter((headers) => 'x-api-key' in headers).length], [2, 0]);
  assert.equal((await frontier.sizes('1'))!.counters.waiting, 1);
});
