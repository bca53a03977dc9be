import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createMemoryFrontier, type Frontier, openFrontier } from '@trunkline/frontier';
import { policySchema, type VisitRecord } from '@trunkline/policy';
import { openRedis } from '@trunkline/redis';
import { testRedis } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';

const DAY = 86_400_000;
const RULES = 'User-agent: *\nDisallow: /closed\n';

/** `pass` moves the clock of the frontier. */
type World = { frontier: Frontier; pass(ms: number): Promise<void> };

/** A frontier on Redis of which the clock moves only as the test says. */
async function onRedis(t: TestContext): Promise<World> {
  const { url } = await testRedis();
  const name = `d${randomBytes(5).toString('hex')}`;
  const redis = openRedis(url, 'patient');
  let now = 1_800_000_000_000;
  const pass = async (ms: number) => {
    now += ms;
    await redis.hset(`{${name}f0}:meta`, 'fake', now);
  };
  await pass(0);
  const frontier = await openFrontier({ url, name });
  await redis.hset(`{${name}f0}:meta`, 'floor', now - DAY);
  t.after(async () => {
    const keys = await redis.keys(`{${name}f*`);
    await redis.unlink(keys);
    redis.disconnect();
    await frontier.close();
  });
  return { frontier, pass };
}

async function inMemory(): Promise<World> {
  let now = 1_800_000_000_000;
  const frontier = createMemoryFrontier({ clock: () => now });
  return {
    frontier,
    pass: async (ms) => {
      now += ms;
    },
  };
}

/** A site whose robots.txt answers as `robots` says at the time. */
async function site(t: TestContext) {
  const asked: string[] = [];
  const of = { robots: ((_, response) => response.end(RULES)) as RequestListener };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/robots.txt') return void of.robots(request, response);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>T</title>');
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  t.after(() => close());
  return { url: `http://127.0.0.1:${port}`, asked, of, close, open: () => listen(port) };
}

/** A worker that has begun anew, for as long as `until` takes. */
async function work({ frontier, pass }: World, until: () => Promise<boolean>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-bounds-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 4, nameServers: [] });
  try {
    while (!(await until())) {
      await sleep(10);
      await pass(10);
    }
  } finally {
    await crawler.drain();
    await archive.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function enqueue(frontier: Frontier, site: { url: string }, paths: string[]): Promise<void> {
  const urls = paths.map((path) => ({ url: site.url + path, depth: 0, hops: 0 }));
  assert.equal((await frontier.enqueue('r', urls)).accepted, paths.length);
}

/** How each path ended, by one worker. */
async function crawl(t: TestContext, world: World, site: { url: string }, paths: string[]) {
  const ended: Record<string, string> = {};
  const { frontier } = world;
  await work(world, async () => {
    const told = await frontier.readOutcomes('r', 100);
    await frontier.ackOutcomes(told.map(({ id }) => id));
    for (const one of told) {
      if (one.kind === 'dropped') for (const path of paths) ended[path] ??= one.reason;
      if (one.kind !== 'settled') continue;
      for (const text of one.records) {
        const { url, outcome, final } = JSON.parse(text) as VisitRecord;
        const { detail = '' } = outcome as { detail?: string };
        if (final) ended[url.slice(site.url.length)] = `${outcome.kind} ${detail}`.trim();
      }
    }
    return t.signal.aborted || paths.every((path) => ended[path] !== undefined);
  });
  return ended;
}

async function begin(frontier: Frontier, maxCopyAgeMs = 7 * DAY): Promise<void> {
  const policy = policySchema.parse({
    pace: { mode: 'delay', delayMs: 0 },
    allowPrivateNetworks: true,
    robots: { maxCopyAgeMs },
    limits: { totalMs: 300, headersMs: 200 },
    retries: { attempts: 1 },
  });
  const ids = { projectId: 'p', jobId: 'j', runId: 'u', maxPages: null, maxDepth: null };
  const scope = { kind: 'any', of: [], include: [], exclude: [] } as const;
  const config = { ...ids, scope: { ...scope, of: [], include: [], exclude: [] }, policy };
  await frontier.applyRun({ run: 'r', version: 1, state: 'running', weight: 1, config });
}

const closed = 'refused line 2: Disallow: /closed';
const failures: [string, RequestListener][] = [
  ['answers 503', (_, response) => response.writeHead(503).end()],
  ['answers 503 and asks for rest', (_, response) => response.writeHead(503, { 'retry-after': '1' }).end()],
  ['does not answer', () => {}],
  ['breaks off', (request) => request.socket.destroy()],
];

for (const [where, open] of [
  ['on Redis', onRedis],
  ['in memory', inMemory],
] as const) {
  const begun = async (t: TestContext, maxCopyAgeMs?: number) => {
    const world = await open(t);
    const { frontier } = world;
    const origin = await site(t);
    await begin(frontier, maxCopyAgeMs);
    return {
      ...{ ...world, world, origin },
      async visit(...paths: string[]) {
        await enqueue(frontier, origin, paths);
        return crawl(t, world, origin, paths);
      },
      robotsAsked: () => origin.asked.filter((path) => path === '/robots.txt').length,
    };
  };

  for (const [how, robots] of failures) {
    test(`a robots.txt that ${how} a day later: the copy decides, at a worker that has never seen it (${where})`, async (t) => {
      const { world, frontier, pass, origin, visit, robotsAsked } = await begun(t);
      assert.deepEqual(await visit('/0', '/closed/0'), { '/0': 'fetched', '/closed/0': closed });
      origin.of.robots = robots;
      await pass(DAY);
      await enqueue(frontier, origin, ['/1', '/closed/1']);
      const failed = async () =>
        (await frontier.inspectUrl('r', { url: `${origin.url}/1` }))!.host.robots.unreachableSince !== null;
      await work(world, async () => t.signal.aborted || (await failed()));
      await pass(200_000);
      const later = await crawl(t, world, origin, ['/1', '/closed/1']);
      assert.deepEqual(later, { '/1': 'fetched', '/closed/1': closed });
      assert.equal((await frontier.sizes('r'))!.counters.refused, 2);
      assert.equal(robotsAsked(), 2);
      assert.ok(!origin.asked.some((path) => path.startsWith('/closed')));
    });
  }

  test(`a server that refuses connections a day later: what is closed is refused all the same (${where})`, async (t) => {
    const { pass, origin, visit } = await begun(t);
    await visit('/0');
    await origin.close();
    await pass(DAY);
    assert.deepEqual(await visit('/closed/1'), { '/closed/1': closed });
    await origin.open();
    origin.of.robots = (_, response) => response.end('User-agent: *\nDisallow: /1\n');
    await pass(DAY);
    const changed = { '/1': 'refused line 2: Disallow: /1', '/closed/2': 'fetched' };
    assert.deepEqual(await visit('/1', '/closed/2'), changed);
    origin.of.robots = (_, response) => response.writeHead(410).end();
    await pass(DAY);
    assert.deepEqual(await visit('/1/2'), { '/1/2': 'fetched' });
  });

  test(`a copy that is as old as the policy lets it be decides no more: nothing is asked for, and why is told (${where})`, async (t) => {
    const { pass, origin, visit } = await begun(t, 3 * DAY);
    await visit('/0');
    origin.of.robots = (_, response) => response.writeHead(500).end();
    await pass(DAY);
    assert.deepEqual(await visit('/1'), { '/1': 'fetched' });
    await pass(2 * DAY);
    const late = await visit('/2', '/closed/2');
    assert.deepEqual(late, { '/2': 'robots-unreachable', '/closed/2': 'robots-unreachable' });
    assert.ok(!origin.asked.includes('/2'));
    origin.of.robots = (_, response) => response.end(RULES);
    await pass(DAY);
    assert.deepEqual(await visit('/3', '/closed/3'), { '/3': 'fetched', '/closed/3': closed });
  });
}
