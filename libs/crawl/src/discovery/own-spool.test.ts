import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ArchiveWriter } from '@trunkline/archive';
import { createFrontier, type Frontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { ownRedis } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';
import { createOwnSpool, ownFolder } from './own-spool.ts';

const PAGES = 12;
const LINKS = 4000;

/** Keeps nothing, and has what a writer must have. */
const archive: ArchiveWriter = {
  append: async () => ({ segment: 'm', offset: 0, length: 1 }),
  full: () => false,
  close: async () => {},
};

/** Pages of one host with links of their own, the last of each at the end of some hundred kilobytes. */
async function origin(t: TestContext): Promise<string> {
  const server = createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const isPage = /^\/\d+$/.test(url!);
    const link = (n: number) => `<a href="${url}/${n}/a-path-as-long-as-paths-of-pages-often-are.html">x</a>`;
    response.end(
      `<title>x</title>${isPage ? Array.from({ length: LINKS }, (_, n) => link(n)).join('') : ''}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function frontierOf(t: TestContext): Promise<Frontier> {
  const redis = await ownRedis();
  const frontier = createFrontier(redis.url);
  t.after(async () => {
    await frontier.close();
    await redis.stop();
  });
  const policy = policySchema.parse({
    allowPrivateNetworks: true,
    robots: { obey: false },
    pace: { mode: 'delay', delayMs: 0 },
  });
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
  // Links are found, and not asked for.
  const config = { ...ids, scope, policy, maxPages: PAGES, maxDepth: null };
  await frontier.applyRun({ run: '1', version: 1, state: 'running', weight: 1, config });
  return frontier;
}

const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a crawler without a spool, of an archive nobody can read, loses no link and leaves no folder', async (t) => {
  const site = await origin(t);
  const frontier = await frontierOf(t);
  const pages = Array.from({ length: PAGES }, (_, n) => ({ url: `${site}/${n}`, depth: 0, hops: 0 }));
  await frontier.enqueue('1', pages);
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 8, nameServers: [] });
  const folder = ownFolder(frontier.id!);
  let seen = false;
  for (;;) {
    seen ||= existsSync(folder);
    const { counters, discovering } = (await frontier.sizes('1'))!;
    if (counters.finished >= PAGES && discovering === 0) break;
    await sleep(5);
  }
  await crawler.drain();
  const urls = pages.flatMap(({ url }) =>
    Array.from({ length: LINKS }, (_, n) => `${url}/${n}/a-path-as-long-as-paths-of-pages-often-are.html`),
  );
  const known = await frontier.known('1', urls);
  assert.equal(known.filter((one) => !one).length, 0);
  assert.ok(seen, 'it waited on the disk');
  assert.ok(!existsSync(folder));
});

test('what a crawler without a spool leaves is taken over by the next one of its frontier', async () => {
  const id = randomUUID();
  const first = createOwnSpool(id);
  await first.append([Buffer.from('left')]);
  await first.close();
  const second = createOwnSpool(id);
  const found: string[] = [];
  for await (const { kept, blob } of second.adopt()) {
    found.push(String(blob));
    second.drop(kept);
  }
  await second.close();
  assert.deepEqual(found, ['left']);
});
