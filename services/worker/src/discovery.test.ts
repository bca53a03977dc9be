import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { installation, until } from './testing/worker-process.ts';

const LINKS = 100_000;

test('links of a page that was settled outlive kill -9 of the worker that found them; the page is not asked for again', {
  timeout: 120_000,
}, async (t) => {
  const { frontier, worker, crawl } = await installation(t);
  let asked = 0;
  const page = Array.from({ length: LINKS }, (_, n) => `<a href=/${n}>`).join('\n');
  const origin = createServer((request, response) => {
    if (request.url === '/') asked++;
    response.setHeader('content-type', 'text/html').end(request.url === '/' ? page : '');
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    origin.closeAllConnections();
    origin.close();
  });
  const host = `127.0.0.1:${(origin.address() as AddressInfo).port}`;

  const { child, exited } = await worker();
  await crawl('1', [`http://${host}/`], {
    pace: { mode: 'delay', delayMs: 2000 },
    limits: { newLinks: LINKS },
  });
  await until(async () => (await frontier.sizes('1'))!.counters.finished === 1);
  child.kill('SIGKILL');
  await exited;
  const left = (await frontier.sizes('1'))!;
  assert.equal(left.discovering, 1);
  assert.ok(
    left.counters.accepted < LINKS,
    'all were enqueued before the worker was killed: nothing is shown',
  );

  await worker();
  await until(async () => (await frontier.sizes('1'))!.discovering === 0);
  assert.equal((await frontier.sizes('1'))!.counters.accepted, LINKS + 1);
  assert.equal(asked, 1);
});
