import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { installation, until } from './testing/worker-process.ts';

test('a worker that slept beyond its lease drops what it held, opens another session, and writes no second record', {
  timeout: 120_000,
}, async (t) => {
  const requests: string[] = [];
  let answer = false;
  const held: (() => void)[] = [];
  const origin = createServer((request, response) => {
    requests.push(request.url ?? '');
    const end = () => void response.setHeader('content-type', 'text/html').end('<title>T</title>');
    if (answer) end();
    else held.push(end);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    origin.closeAllConnections();
    origin.close();
  });
  const { worker, crawl, frontier } = await installation(t);
  const { child, session, exited } = await worker();
  const url = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  await crawl('1', [`${url}/page`], { limits: { totalMs: 120_000, headersMs: 120_000 } });
  await until(() => held.length === 1);

  child.kill('SIGSTOP');
  await until(async () => (await frontier.sweep()).lostSessions === 1);
  const lost = (await frontier.sizes('1'))!.counters;
  assert.deepEqual([lost.waiting, lost.inFlight], [1, 0], 'others may have it');
  answer = true;
  for (const end of held.splice(0)) end(); // the answer to the request of the lost session

  child.kill('SIGCONT');
  await until(async () => (await frontier.sizes('1'))!.counters.finished === 1);
  const names = (await frontier.sessions()).map((one) => one.session);
  assert.equal(names.length, 1);
  assert.notEqual(names[0], session);
  assert.equal(requests.length, 2);
  const { counters } = (await frontier.sizes('1'))!;
  assert.deepEqual([counters.accepted, counters.fetched, counters.finished], [1, 1, 1]);
  const entries = await frontier.readOutcomes('test', 100);
  const records = entries.flatMap((entry) => (entry.kind === 'settled' ? entry.records : []));
  assert.equal(records.length, 1);
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
});

test('without file descriptors a worker slows down and charges nobody: no attempt is counted, no host is left alone', {
  timeout: 120_000,
}, async (t) => {
  let open = 0;
  let most = 0;
  const origin = createServer((_request, response) => {
    open++;
    most = Math.max(most, open);
    setTimeout(() => {
      open--;
      response.setHeader('content-type', 'text/html').end('<title>T</title>');
    }, 300);
  });
  await new Promise<void>((resolve) => origin.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    origin.closeAllConnections();
    origin.close();
  });
  const { worker, crawl, frontier } = await installation(t);
  const { port } = origin.address() as AddressInfo;
  const hosts = Array.from({ length: 90 }, (_, i) => `http://127.0.1.${i + 1}:${port}/`);
  const { child, said } = await worker({ TRUNKLINE_LOG_LEVEL: 'debug' }, ['prlimit', '--nofile=64:64']);
  await crawl('1', hosts, { pace: { mode: 'rate', perSecond: 100, concurrency: 1 } });
  await until(async () => (await frontier.sizes('1'))!.counters.finished === hosts.length);
  assert.match(said.err, /EMFILE/, 'descriptors did run out');
  assert.ok(most < hosts.length);
  const { counters } = (await frontier.sizes('1'))!;
  assert.deepEqual([counters.fetched, counters.failed, counters.dead], [hosts.length, 0, 0]);
  const entries = await frontier.readOutcomes('test', 1000);
  const records = entries.flatMap((entry) => (entry.kind === 'settled' ? entry.records : []));
  const attempts = new Set(records.map((record) => (JSON.parse(record) as { attempt: number }).attempt));
  assert.deepEqual([...attempts], [1]);
  assert.equal(child.exitCode, null, 'the process lives');
});
