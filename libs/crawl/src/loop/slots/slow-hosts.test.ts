import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createFrontier, createMemoryFrontier, type Frontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { ownRedis } from '@trunkline/test-support';
import { startCrawler } from '../../start-crawler.ts';

const SLOTS = 16;
const MUTE = 60;
const PAGES = 25;

/** Hosts 127.0.3.… accept and never answer, 127.0.0.… answer at once. */
async function origin(t: TestContext) {
  let muteAsked = 0;
  const server = createServer((request, response) => {
    if (request.headers.host?.startsWith('127.0.3.')) {
      muteAsked++;
      return;
    }
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>T</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const of = (net: string, hosts: number, pages: number) =>
    Array.from({ length: hosts * pages }, (_, i) => `http://${net}.${1 + (i % hosts)}:${port}/${i}`);
  return { muteAsked: () => muteAsked, mute: of('127.0.3', MUTE, 1), good: of('127.0.0', 4, PAGES) };
}

async function crawler(t: TestContext, frontier: Frontier) {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-slow-hosts-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: SLOTS, nameServers: [] });
  t.after(async () => {
    await crawler.drain();
    await archive.close();
    await frontier.close();
    await rm(dir, { recursive: true, force: true });
  });
  const policy = policySchema.parse({ allowPrivateNetworks: true, pace: { mode: 'delay', delayMs: 30 } });
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  return {
    async add(run: string, urls: readonly string[]) {
      const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
      const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
      await frontier.applyRun({ run, version: 1, state: 'running', weight: 1, config });
      await frontier.enqueue(
        run,
        urls.map((url) => ({ url, depth: 0, hops: 0 })),
      );
    },
    async fetched(run: string, count: number) {
      while ((await frontier.sizes(run))!.counters.fetched < count) await sleep(20);
    },
    held: () => crawler.state().inFlight,
  };
}

async function onRedis(t: TestContext): Promise<Frontier> {
  const redis = await ownRedis();
  t.after(() => redis.stop());
  return createFrontier(redis.url);
}

const all = 4 * PAGES;

for (const [where, openFrontier] of [
  ['in memory', async () => createMemoryFrontier()],
  ['on Redis', onRedis],
] as const) {
  const rule = (title: string, body: (t: TestContext, frontier: Frontier) => Promise<void>) =>
    void test(`${title} (${where})`, { timeout: 60_000 }, async (t) => body(t, await openFrontier(t)));

  rule('hosts of one job that never answer leave another job its slots', async (t, frontier) => {
    const { mute, good, muteAsked } = await origin(t);
    const { add, fetched, held } = await crawler(t, frontier);
    await add('good', good);
    await fetched('good', 4);
    await add('mute', mute);
    await fetched('good', all);
    assert.ok(muteAsked() > SLOTS / 2, 'they hold what they may');
    assert.ok(held() < SLOTS, 'and never more');
    assert.ok(muteAsked() < SLOTS, 'none of them has timed out meanwhile');
  });

  rule('a job begins though the hosts of another one hold all the slots they may', async (t, frontier) => {
    const { mute, good, muteAsked } = await origin(t);
    const { add, fetched } = await crawler(t, frontier);
    await add('mute', mute);
    while (muteAsked() < 14) await sleep(20);
    await add('good', good);
    await fetched('good', all);
    assert.ok(muteAsked() < SLOTS, 'none of them has timed out meanwhile');
  });

  rule('hosts of a job that never answer leave slots for its other hosts', async (t, frontier) => {
    const { mute, good, muteAsked } = await origin(t);
    const { add, fetched } = await crawler(t, frontier);
    await add('one', good);
    await fetched('one', 4);
    await add('one', mute);
    await fetched('one', all);
    assert.equal(muteAsked(), 14, 'they have seven of eight slots');
  });
}
