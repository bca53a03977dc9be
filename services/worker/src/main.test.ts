import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFrontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { openRedis } from '@trunkline/redis';
import { createBus, readWorkers } from '@trunkline/telemetry';
import { ownRedis } from '@trunkline/test-support';

async function readyLine(child: ChildProcess): Promise<{ ready: boolean; session: string }> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += chunk;
    if (text.includes('\n')) return JSON.parse(text.slice(0, text.indexOf('\n')));
  }
  throw new Error('The worker ended before it was ready');
}

test('SIGTERM under load: the worker ends with 0, and what it held can be claimed at once', {
  timeout: 60_000,
}, async (t) => {
  const redis = await ownRedis();
  const home = await mkdtemp(join(tmpdir(), 'trunkline-main-'));
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => (asked = resolve));
  const origin = createServer((request, response) => {
    if (request.url === '/robots.txt') response.end();
    else asked(); // and never an answer
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, [new URL('./main.ts', import.meta.url).pathname], {
    env: {
      ...process.env,
      REDIS_URL: redis.url,
      TRUNKLINE_HOME: home,
      TRUNKLINE_DNS: '',
      TRUNKLINE_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const frontier = createFrontier(redis.url);
  const client = openRedis(redis.url, 'patient');
  const bus = createBus(redis.url);
  t.after(async () => {
    child.kill('SIGKILL');
    origin.closeAllConnections();
    origin.close();
    client.disconnect();
    await Promise.all([frontier.close(), bus.close()]);
    await redis.stop();
    await rm(home, { recursive: true, force: true });
  });

  const reports = bus.subscribe('workerReport');
  await reports.start();
  const { ready, session } = await readyLine(child);
  assert.equal(ready, true);
  const policy = policySchema.parse({ allowPrivateNetworks: true });
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const config = {
    projectId: 'p',
    jobId: 'j',
    runId: randomUUID(),
    scope,
    policy,
    maxPages: null,
    maxDepth: null,
  };
  await frontier.applyRun({ run: '1', version: 1, state: 'running', weight: 1, config });
  await frontier.enqueue('1', [{ url: `http://${host}/`, depth: 0, hops: 0 }]);
  await wasAsked;

  let report = (await reports.next()).value;
  while (report && report.stages['headers']?.inFlight !== 1) report = (await reports.next()).value;
  assert.deepEqual([report?.session, report?.state, report?.inFlight], [session, 'running', 1]);
  assert.equal((await readWorkers(client)).length, 1);

  child.kill('SIGTERM');
  assert.equal(await exited, 0);
  assert.deepEqual(await frontier.sessions(), []);
  const { counters } = (await frontier.sizes('1'))!;
  assert.deepEqual([counters.waiting, counters.inFlight, counters.finished], [1, 0, 0]);
  assert.deepEqual(await readWorkers(client), []);
});
