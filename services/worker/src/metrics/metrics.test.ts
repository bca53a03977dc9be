import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { installation, until } from '../testing/worker-process.ts';

test('a worker tells Prometheus what it claimed, how visits ended, what stages took and what was archived; no host, URL or run', {
  timeout: 120_000,
}, async (t) => {
  const origin = createServer((request, response) => {
    if (request.url === '/loop') return void response.writeHead(302, { location: '/loop' }).end();
    if (request.url === '/secret-path') response.statusCode = 404;
    response.setHeader('Content-Type', 'text/html').end('<a href=/secret-path?token=abc>x</a>');
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    origin.closeAllConnections();
    origin.close();
  });
  const host = `127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const { worker, crawl, frontier } = await installation(t);
  const { child, healthPort, exited } = await worker({ TRUNKLINE_HEALTH_PORT: '0' });
  await crawl('zz9', [`http://${host}/`, `http://${host}/secret-path`, `http://${host}/loop`], {
    pace: { mode: 'delay', delayMs: 1 },
  });
  const ask = async () => (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  // The two pages, the link of one of them, and one that leads to itself. On a busy machine a claim may go back before its start.
  await until(async () => (await frontier.sizes('zz9'))?.counters.finished === 4);
  await until(async () => /^trunkline_worker_in_flight 0$/m.test(await ask()));
  const response = await fetch(`http://127.0.0.1:${healthPort}/metrics`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  const lines = text.split('\n');
  const expected = [
    'trunkline_visit_outcomes_total{kind="fetched",code="2xx"} 2',
    'trunkline_visit_outcomes_total{kind="fetched",code="4xx"} 1',
    'trunkline_visit_outcomes_total{kind="failed",code="REDIRECT_LOOP"} 1',
    'trunkline_stage_service_seconds_count{stage="extract"} 3',
    'trunkline_stage_in_flight{stage="connect"} 0',
    'trunkline_worker_slots 256',
    'trunkline_archive_records_total 3',
    'trunkline_archive_full 0',
  ];
  for (const line of expected) assert.ok(lines.includes(line), `${line}\n${text}`);
  const number = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  const claimed = number('trunkline_frontier_claimed_total{kind="page"}');
  assert.ok(claimed >= 4 && number('trunkline_frontier_settled_total') === claimed, text);
  assert.ok(number('trunkline_stage_wait_seconds_count{stage="settle"}') >= 4);
  assert.match(text, /^trunkline_archive_free_bytes [1-9]/m);
  assert.doesNotMatch(text, /127\.0\.0\.1|secret-path|token|http:|zz9/);
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
});
