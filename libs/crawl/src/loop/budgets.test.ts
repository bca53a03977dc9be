import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createFrontier, createMemoryFrontier, type Frontier } from '@trunkline/frontier';
import { type PolicyInput, policySchema } from '@trunkline/policy';
import { ownRedis } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';

const SITES = 20;

/** Sites on 127.0.0.1 … whose start page redirects to /home, which links to ten more pages. */
async function origin(t: TestContext) {
  const pages: string[] = [];
  const links = Array.from({ length: 10 }, (_, n) => `<a href="/page/${n}">${n}</a>`).join('');
  const server = createServer((request, response) => {
    if (request.url === '/') return response.writeHead(301, { location: '/home' }).end();
    pages.push(`${request.headers.host}${request.url}`);
    return response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>T</title>${links}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const seeds = Array.from({ length: SITES }, (_, n) => `http://127.0.0.${n + 1}:${port}/`);
  return { pages, seeds };
}

async function crawl(t: TestContext, frontier: Frontier, policy: PolicyInput, seeds: readonly string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-budgets-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 32, nameServers: [] });
  t.after(async () => {
    await crawler.drain();
    await archive.close();
    await frontier.close();
    await rm(dir, { recursive: true, force: true });
  });
  const pace = { mode: 'delay', delayMs: 20 } as const;
  await frontier.applyRun({
    ...{ run: 'a', version: 1, state: 'running', weight: 1 },
    config: {
      ...{ projectId: 'p', jobId: 'j', runId: 'r', maxPages: null, maxDepth: null },
      scope: { kind: 'any', of: [], include: [], exclude: [] },
      policy: policySchema.parse({ pace, allowPrivateNetworks: true, robots: { obey: false }, ...policy }),
    },
  });
  await frontier.enqueue(
    'a',
    seeds.map((url) => ({ url, depth: 0, hops: 0 })),
  );
  for (;;) {
    await sleep(50);
    await frontier.sweep();
    const { counters } = (await frontier.sizes('a'))!;
    if (counters.accepted === counters.finished) return counters;
  }
}

async function onRedis(t: TestContext, shards = 1): Promise<Frontier> {
  const redis = await ownRedis();
  t.after(() => redis.stop());
  return createFrontier({ url: redis.url, shards });
}

for (const [where, openFrontier] of [
  ['on Redis', onRedis],
  ['on Redis over three shards', (t: TestContext) => onRedis(t, 3)],
  ['in memory', async () => createMemoryFrontier()],
] as const) {
  test(`sites whose start page redirects have the page they may have, and no more (${where})`, async (t) => {
    const { pages, seeds } = await origin(t);
    const frontier = await openFrontier(t);
    const { fetched, redirected } = await crawl(t, frontier, { maxPagesPerHost: 1 }, seeds);
    assert.deepEqual([fetched, redirected], [SITES, SITES]);
    const hosts = new Set(pages.map((page) => page.split('/')[0]));
    assert.deepEqual([pages.length, hosts.size], [SITES, SITES]);
  });

  test(`of a path pattern as many pages are fetched as it may have, whatever fails before (${where})`, async (t) => {
    const { pages, seeds } = await origin(t);
    const frontier = await openFrontier(t);
    const budgets = [
      { pattern: '/', maxPages: 2 },
      { pattern: '/page/*', maxPages: 7 },
    ];
    const { fetched, redirected } = await crawl(t, frontier, { budgets }, seeds);
    assert.deepEqual([fetched, redirected], [SITES + 7, SITES]);
    assert.equal(pages.filter((page) => page.includes('/page/')).length, 7);
  });
}
