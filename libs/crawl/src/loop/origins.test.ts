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
import { policySchema } from '@trunkline/policy';
import { ownRedis } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';

const PAGES = 150;

/** Pages of one text that lead on without end are a trap, which is not what is looked at here. */
const site = { traps: 'off' } as const;

/** Two sites of one server without TLS, 127.0.0.1 and 127.0.0.2: every page links to twenty more, that of the first to https, too. */
async function origin(t: TestContext) {
  const asked: Record<string, number> = {};
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    if (request.url === '/robots.txt') return response.writeHead(404).end();
    asked[host] = (asked[host] ?? 0) + 1;
    const n = Number(request.url?.slice(1));
    const links = Array.from({ length: 20 }, (_, i) => `<a href="/${n * 20 + i + 1}">x</a>`);
    if (host.startsWith('127.0.0.1')) links.push(`<a href="https://${host}/secure">x</a>`);
    return response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>T</title>${links.join('')}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const of = (host: string) => asked[`${host}:${port}`] ?? 0;
  return { mixed: `127.0.0.1:${port}`, plain: `127.0.0.2:${port}`, asked: of };
}

async function startWorker(t: TestContext, frontier: Frontier): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-origins-'));
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
}

async function startRun(frontier: Frontier, run: string, url: string, obey: boolean): Promise<void> {
  const pace = { mode: 'delay', delayMs: 20 } as const;
  await frontier.applyRun({
    ...{ run, version: 1, state: 'running', weight: 1 },
    config: {
      ...{ projectId: run, jobId: run, runId: run, maxPages: null, maxDepth: null },
      scope: { kind: 'any', of: [], include: [], exclude: [] },
      policy: policySchema.parse({ pace, allowPrivateNetworks: true, robots: { obey }, ...site }),
    },
  });
  await frontier.enqueue(run, [{ url, depth: 0, hops: 0 }]);
}

async function onRedis(t: TestContext): Promise<Frontier> {
  const redis = await ownRedis();
  t.after(() => redis.stop());
  return createFrontier(redis.url);
}

for (const [where, openFrontier] of [
  ['on Redis', onRedis],
  ['in memory', async () => createMemoryFrontier()],
] as const) {
  for (const obey of [true, false]) {
    test(`links to https of a site without TLS do not slow its http pages (${obey ? 'with' : 'without'} robots.txt, ${where})`, async (t) => {
      const { mixed, plain, asked } = await origin(t);
      const frontier = await openFrontier(t);
      await startRun(frontier, 'm', `http://${mixed}/0`, obey);
      await startRun(frontier, 'p', `http://${plain}/0`, obey);
      await startWorker(t, frontier);
      while (asked('127.0.0.2') < PAGES) await sleep(20);
      const { host, now } = (await frontier.inspectUrl('m', { url: `https://${mixed}/secure` }))!;
      assert.ok(host.backoffUntil > now && host.waiting === 1, 'https was tried, and waits');
      assert.ok(asked('127.0.0.1') > PAGES / 2, `${asked('127.0.0.1')} beside ${PAGES} pages`);
    });
  }

  test(`a job of one project that waits for a dead https does not slow another's http at that host (${where})`, async (t) => {
    const { mixed, asked, plain } = await origin(t);
    const frontier = await openFrontier(t);
    await startRun(frontier, 'm', `https://${mixed}/`, true);
    await startWorker(t, frontier);
    while ((await frontier.inspectUrl('m', { url: `https://${mixed}/` }))!.host.backoffUntil === 0)
      await sleep(20);
    await startRun(frontier, 'q', `http://${mixed}/0`, true);
    await startRun(frontier, 'p', `http://${plain}/0`, true);
    while (asked('127.0.0.2') < PAGES) await sleep(20);
    assert.ok(asked('127.0.0.1') > PAGES / 2, `${asked('127.0.0.1')} beside ${PAGES} pages`);
  });
}
