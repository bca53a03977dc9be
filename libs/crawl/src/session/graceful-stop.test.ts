import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openArchiveWriter } from '@trunkline/archive';
import { createMemoryFrontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { startCrawler } from '../start-crawler.ts';

const DELAY_MS = 60_000;

test('a worker that is stopped tells when it asked what it gives back', { timeout: 20_000 }, async (t) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write('<title>and no end</title>');
    asked.resolve(performance.now());
  });
  const asked = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-stop-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  let skew = 0;
  const frontier = createMemoryFrontier({ clock: () => Date.now() + skew });
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await archive.close();
    await rm(dir, { recursive: true, force: true });
  });
  const policy = policySchema.parse({
    allowPrivateNetworks: true,
    robots: { obey: false },
    pace: { mode: 'delay', delayMs: DELAY_MS },
  });
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
  skew = DELAY_MS; // the first delay is over
  await frontier.enqueue('1', [{ url, depth: 0, hops: 0 }]);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 4, nameServers: [] });
  await asked.promise;
  await crawler.drain();
  const { at, now, host } = (await frontier.inspectUrl('1', { url }))!;
  assert.equal(at.state, 'waiting', 'it went back');
  const sinceAsked = performance.now() - (await asked.promise);
  const counted = now - (host.due - DELAY_MS);
  assert.ok(Math.abs(counted - sinceAsked) < 1000, `asked ${sinceAsked} ms ago, counted as ${counted}`);
});
