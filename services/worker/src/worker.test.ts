import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import { createFrontier, type Frontier } from '@trunkline/frontier';
import { type PolicyInput, policySchema, type VisitRecord } from '@trunkline/policy';
import { createLogger } from '@trunkline/service';
import { createBus } from '@trunkline/telemetry';
import { openDns, ownRedis } from '@trunkline/test-support';
import { startWorker } from './worker.ts';

const PAGES = 60;
const log = createLogger('worker-test', 'fatal');

/** A site of PAGES pages, each linking to three others, and one that is forbidden. */
async function site(t: TestContext, answerMs = 0) {
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    seen.set(path, (seen.get(path) ?? 0) + 1);
    if (path === '/robots.txt') return void response.end('User-agent: *\nDisallow: /forbidden\n');
    const page = Number(path.slice(1));
    const links = [page * 2 + 1, page * 2 + 2, 0]
      .filter((next) => next < PAGES)
      .map((next) => `<a href="/${next}">x</a>`);
    response.setHeader('Content-Type', 'text/html');
    setTimeout(
      () => response.end(`<title>${page}</title>${links.join('')}<a href="/forbidden">f</a>`),
      answerMs,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}/0`, seen };
}

async function installation(t: TestContext) {
  const redis = await ownRedis();
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-worker-'));
  const frontier = createFrontier(redis.url);
  const workers: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const stop of workers) await stop();
    await frontier.close();
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return { redis, dir, frontier, workers };
}

async function crawl(frontier: Frontier, host: string, url: string, input: PolicyInput = {}) {
  const pace = { mode: 'rate', perSecond: 10_000, concurrency: 16 } as const;
  const policy = policySchema.parse({ allowPrivateNetworks: true, pace, ...input });
  const scope = { kind: 'host' as const, of: [host], include: [], exclude: [] };
  const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
  const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
  await frontier.applyRun({ run: '1', version: 1, state: 'running', weight: 1, config });
  await frontier.enqueue('1', [{ url, depth: 0, hops: 0 }]);
}

type Installation = Awaited<ReturnType<typeof installation>>;

async function workerOn(
  { redis, frontier, dir, workers }: Installation,
  { isFull, nameServers = [] }: { isFull?: () => boolean; nameServers?: string[] } = {},
) {
  const name = randomUUID();
  const opened = await openArchiveWriter({ dir, writer: name });
  const archive = isFull ? { ...opened, full: isFull } : opened;
  const bus = createBus(redis.url);
  const worker = startWorker({ frontier, bus, archive, log, name, slots: 32, nameServers });
  let over: Promise<void> | null = null;
  const stop = () => {
    over ??= worker.drain().then(async () => {
      await opened.close();
      await bus.close();
    });
    return over;
  };
  workers.push(stop);
  return { worker, stop };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await sleep(20);
}

const finished = (frontier: Frontier) => async () => {
  const sizes = await frontier.sizes('1');
  return sizes !== null && sizes.counters.accepted > 1 && sizes.counters.accepted === sizes.counters.finished;
};

async function records(frontier: Frontier): Promise<VisitRecord[]> {
  const found: VisitRecord[] = [];
  for (;;) {
    const entries = await frontier.readOutcomes('test', 100);
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.kind === 'settled')
        found.push(...entry.records.map((text) => JSON.parse(text) as VisitRecord));
    }
    await frontier.ackOutcomes(entries.map(({ id }) => id));
  }
}

test('a site is crawled once, as its robots.txt allows, and every capture can be read back', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { dir, frontier } = all;
  const { host, url, seen } = await site(t);
  await crawl(frontier, host, url);
  const { worker, stop } = await workerOn(all);
  await until(finished(frontier));
  await stop();

  assert.equal(seen.size, PAGES + 1);
  assert.deepEqual(new Set(seen.values()), new Set([1]), 'nothing was fetched twice');
  assert.equal(worker.state().pages, PAGES);
  const told = await records(frontier);
  assert.equal(told.filter(({ outcome }) => outcome.kind === 'fetched').length, PAGES);
  assert.deepEqual(
    told.filter(({ outcome }) => outcome.kind !== 'fetched').map(({ url: of }) => of),
    [`http://${host}/forbidden`],
  );
  const reader = createArchiveReader(dir);
  for (const { capture, url: of } of told) {
    if (!capture) continue;
    const { body } = await reader.read(capture.location);
    assert.ok(Buffer.from(body).includes(`<title>${new URL(of).pathname.slice(1)}</title>`));
  }
});

test('a worker that is stopped gives back what it holds, and another one finishes', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { frontier } = all;
  const { host, url, seen } = await site(t, 30);
  await crawl(frontier, host, url);
  const first = await workerOn(all);
  await until(async () => ((await frontier.sizes('1'))?.counters.fetched ?? 0) >= 5);
  await first.stop();
  assert.equal((await frontier.sizes('1'))!.counters.inFlight, 0);
  assert.deepEqual(await frontier.sessions(), []);
  await workerOn(all);
  await until(finished(frontier));
  assert.equal((await frontier.sizes('1'))!.counters.fetched, PAGES);
  assert.deepEqual(new Set(seen.values()), new Set([1]), 'what was in flight had its time to end');
});

test('a crawl survives the end of Redis, and says meanwhile what it waits for', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { redis, frontier } = all;
  const { host, url } = await site(t, 20);
  await crawl(frontier, host, url, { pace: { mode: 'rate', perSecond: 100, concurrency: 4 } });
  const { worker } = await workerOn(all);
  await until(async () => ((await frontier.sizes('1'))?.counters.fetched ?? 0) >= 5);
  await redis.stop();
  await until(async () => worker.state().blockedBy === 'REDIS');
  await redis.restart();
  await until(async () => {
    // What was in flight comes back with its session, as a conductor sees to.
    await frontier.sweep();
    return finished(frontier)();
  });
  const told = await records(frontier);
  const fetched = told.filter(({ outcome }) => outcome.kind === 'fetched').map(({ url: of }) => of);
  assert.equal(new Set(fetched).size, PAGES);
  assert.equal(fetched.length, PAGES, 'no page has two records');
});

test('while the archive is full nothing is claimed, under the name STORE, and then it goes on', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { frontier } = all;
  const { host, url } = await site(t);
  await crawl(frontier, host, url);
  let full = true;
  const { worker } = await workerOn(all, { isFull: () => full });
  await until(async () => worker.state().blockedBy === 'STORE');
  assert.equal((await frontier.sizes('1'))!.counters.waiting, 1);
  full = false;
  await until(finished(frontier));
  assert.equal(worker.state().blockedBy, null);
});

test('while no name server answers nothing is claimed, under the name NAME_SERVERS, nobody is charged, and then it goes on', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { frontier } = all;
  const { host } = await site(t);
  const name = host.replace('127.0.0.1', 'site.test');
  const { address, close } = await openDns();
  await close();
  await crawl(frontier, name, `http://${name}/0`);
  const { worker } = await workerOn(all, { nameServers: [address] });
  await until(async () => worker.state().blockedBy === 'NAME_SERVERS');
  assert.equal((await frontier.sizes('1'))!.counters.finished, 0);
  const again = await openDns(address);
  t.after(() => again.close());
  await until(finished(frontier));
  assert.equal(worker.state().blockedBy, null);
  const told = await records(frontier);
  assert.deepEqual(
    new Set(told.map(({ outcome, attempt }) => `${outcome.kind} ${attempt}`)),
    new Set(['fetched 1', 'refused 1']),
  );
});

test('a worker that is told to claim nothing ends what it holds, tells where that is, and goes on when told to', {
  timeout: 60_000,
}, async (t) => {
  const all = await installation(t);
  const { frontier } = all;
  const { host, url, seen } = await site(t, 900);
  await crawl(frontier, host, url);
  const { worker } = await workerOn(all);
  await until(async () => worker.visits().length > 0);
  const [token, stage] = worker.visits()[0]!;
  const out = await frontier.inFlight(['1']);
  assert.ok(out.some((claim) => claim.token === token));
  assert.equal(stage, 'headers');
  worker.hold(true);
  assert.equal(worker.state().state, 'draining');
  await until(async () => worker.state().state === 'paused' && worker.state().blockedBy === 'DRAINED');
  const asked = seen.size;
  assert.deepEqual(await frontier.inFlight(['1']), []);
  assert.ok((await frontier.sizes('1'))!.counters.waiting > 0);
  assert.equal(worker.trouble(), null, 'it is well');
  assert.equal(worker.unready()?.code, 'DRAINED');
  worker.hold(false);
  await until(async () => seen.size > asked);
});
