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

const DELAY_MS = 400;
/** What the way of a request to this process may take longer or shorter than that of the next, ms. */
const JITTER_MS = 200;
const PAGES = 6;

/**
 * Hosts 127.0.0.1 … 127.0.0.4 of one server: the robots.txt of `moved` lies at `busy`, which is crawled meanwhile, that of `own` at
 * another path, that of `strict` at a host that asks for rest. What each was asked for, and when, is what the origin saw.
 */
async function origin(t: TestContext) {
  const asked: { host: string; path: string; at: number }[] = [];
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const path = request.url ?? '';
    asked.push({ host, path, at: performance.now() });
    open.set(host, (open.get(host) ?? 0) + 1);
    most.set(host, Math.max(most.get(host) ?? 0, open.get(host)!));
    response.once('close', () => open.set(host, open.get(host)! - 1));
    const [status, headers, body] = answer(host, path);
    setTimeout(() => response.writeHead(status, headers).end(body), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const [moved, busy, own, strict, tired] = [1, 2, 3, 4, 5].map((n) => `127.0.0.${n}:${port}`) as string[];
  const rules = 'User-agent: *\nDisallow: /no\n';
  const robots: Record<string, [number, Record<string, string>, string]> = {
    [`${moved}/robots.txt`]: [302, { location: `http://${busy}/for-moved.txt` }, ''],
    [`${busy}/for-moved.txt`]: [200, {}, rules],
    [`${own}/robots.txt`]: [301, { location: '/en/robots.txt' }, ''],
    [`${own}/en/robots.txt`]: [200, {}, rules],
    [`${strict}/robots.txt`]: [302, { location: `http://${tired}/robots.txt` }, ''],
    [`${tired}/robots.txt`]: [429, { 'retry-after': '3600' }, ''],
  };
  function answer(host: string, path: string): [number, Record<string, string>, string] {
    const found = robots[`${host}${path}`];
    if (found) return found;
    if (path.endsWith('.txt')) return [404, {}, ''];
    return [200, { 'content-type': 'text/html' }, '<title>T</title>'];
  }
  const seeds = [
    ...Array.from({ length: PAGES }, (_, n) => `http://${busy}/${n}`),
    ...[moved, own].flatMap((host) => [`http://${host}/a`, `http://${host}/no`]),
    `http://${strict}/a`,
  ];
  return { asked, most, seeds, hosts: { moved, busy, own, strict, tired } as Record<string, string> };
}

async function crawler(t: TestContext, frontier: Frontier, slots = 32) {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-hops-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots, nameServers: [] });
  t.after(async () => {
    await crawler.drain();
    await archive.close();
    await frontier.close();
    await rm(dir, { recursive: true, force: true });
  });
}

async function onRedis(t: TestContext): Promise<Frontier> {
  const redis = await ownRedis();
  t.after(() => redis.stop());
  return createFrontier(redis.url);
}

for (const [where, openFrontier] of [
  ['in memory', async () => createMemoryFrontier()],
  ['on Redis', onRedis],
] as const) {
  test(`where a robots.txt redirects to, the pace and the rest of that host hold, as the origin sees it (${where})`, {
    timeout: 60_000,
  }, async (t) => {
    const { asked, most, seeds, hosts } = await origin(t);
    const frontier = await openFrontier(t);
    const policy = policySchema.parse({
      allowPrivateNetworks: true,
      pace: { mode: 'delay', delayMs: DELAY_MS },
    });
    const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
    const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
    const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
    await frontier.applyRun({ run: '1', version: 1, state: 'running', weight: 1, config });
    await frontier.enqueue(
      '1',
      seeds.map((url) => ({ url, depth: 0, hops: 0 })),
    );
    await crawler(t, frontier);
    while ((await frontier.sizes('1'))!.counters.finished < seeds.length - 1) await sleep(20);

    const paths = (name: string) => asked.filter(({ host }) => host === hosts[name]).map(({ path }) => path);
    assert.deepEqual(paths('moved'), ['/robots.txt', '/a'], 'the rules that were found elsewhere hold');
    assert.deepEqual(paths('own'), ['/robots.txt', '/en/robots.txt', '/a']);
    assert.equal(paths('busy').filter((path) => path === '/for-moved.txt').length, 1);
    assert.deepEqual(
      [paths('strict'), paths('tired')],
      [['/robots.txt'], ['/robots.txt']],
      'nothing is allowed yet',
    );
    for (const host of Object.values(hosts)) {
      const times = asked.filter((one) => one.host === host).map(({ at }) => at);
      const gaps = times.slice(1).map((at, i) => at - times[i]!);
      assert.ok(
        Math.min(...gaps) >= DELAY_MS - JITTER_MS,
        `${host}: ${gaps.map(Math.round).join(' ')} ms apart`,
      );
      assert.equal(most.get(host), 1, 'one at a time');
    }
    const { counters } = (await frontier.sizes('1'))!;
    assert.deepEqual(
      [counters.fetched, counters.refused, counters.waiting, counters.inFlight],
      [PAGES + 2, 2, 1, 0],
    );
    const tired = await frontier.inspectUrl('1', { url: `http://${hosts['tired']}/` });
    assert.ok(tired!.host.backoffUntil > tired!.now, 'the host that asked for rest is left alone');
  });
}

/** Hosts whose robots.txt all redirect to that of one, which answers once the pages of a good host were asked for. */
async function parkedOrigin(t: TestContext, parked: number, pages: number) {
  const asked = new Map<string, number>();
  const lot: (() => void)[] = [];
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').split(':')[0]!;
    const what = `${host}${request.url}`;
    asked.set(what, (asked.get(what) ?? 0) + 1);
    if (host === '127.0.2.1') {
      lot.push(() => response.writeHead(200).end('User-agent: *\nDisallow: /no\n'));
    } else if (request.url === '/robots.txt') {
      const location = `http://127.0.2.1:${port}/robots.txt`;
      response.writeHead(host === '127.0.0.1' ? 404 : 302, { location }).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>T</title>');
    }
    const good = [...asked.keys()].filter((one) => one.startsWith('127.0.0.1/p')).length;
    if (good === pages) for (const answer of lot.splice(0)) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const hosts = Array.from({ length: parked }, (_, n) => `http://127.0.1.${n + 1}:${port}`);
  const good = Array.from({ length: pages }, (_, n) => `http://127.0.0.1:${port}/p${n}`);
  return { asked, parked: hosts.flatMap((host) => [`${host}/a`, `${host}/no`]), good };
}

test('robots.txt that wait for another host hold no slot, and of many that lead to one URL one asks', {
  timeout: 60_000,
}, async (t) => {
  const { asked, parked, good } = await parkedOrigin(t, 40, 30);
  const frontier = createMemoryFrontier();
  const policy = policySchema.parse({ allowPrivateNetworks: true, pace: { mode: 'delay', delayMs: 50 } });
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
  // The parked ones first; there are five of them for each slot.
  await frontier.enqueue(
    '1',
    [...parked, ...good].map((url) => ({ url, depth: 0, hops: 0 })),
  );
  await crawler(t, frontier, 8);
  while ((await frontier.sizes('1'))!.counters.finished < parked.length + good.length) await sleep(20);
  assert.equal(asked.get('127.0.2.1/robots.txt'), 1);
  const { fetched, refused } = (await frontier.sizes('1'))!.counters;
  assert.deepEqual([fetched, refused], [parked.length / 2 + good.length, parked.length / 2]);
});
