import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createFrontier, createMemoryFrontier, type DesiredRun, type Frontier } from '@trunkline/frontier';
import { policySchema } from '@trunkline/policy';
import { ownRedis } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';

const HOSTS = 10;
/** From this age on what was granted is confirmed before it starts, ms. */
const FRESH_MS = 500;

/** A name server that says nothing before it is told to, and then 127.0.0.1 for every name. */
async function silentDns(t: TestContext) {
  const socket = createSocket('udp4');
  const held: (() => void)[] = [];
  const names = new Set<string>();
  let open = false;
  socket.on('message', (question, from) => {
    let end = 12;
    while (question[end]) end += question[end]! + 1;
    end += 5;
    names.add(question.toString('latin1', 12, end - 4));
    const isA = question.readUInt16BE(end - 4) === 1;
    const head = Buffer.from(question.subarray(0, end));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(isA ? 1 : 0, 6);
    head.writeUInt32BE(0, 8);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    const answer = () => socket.send(isA ? Buffer.concat([head, record]) : head, from.port, from.address);
    if (open) answer();
    else held.push(answer);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  t.after(() => void socket.close());
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: () => names.size,
    answer() {
      open = true;
      for (const one of held.splice(0)) one();
    },
  };
}

/** A worker whose claims of HOSTS hosts all wait for the name server, long enough that much may have been said since. */
async function waiting(t: TestContext, frontier: Frontier, obey: boolean) {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    asked.add((request.headers.host ?? '').split(':')[0]!);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dns = await silentDns(t);
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-confirms-'));
  const archive = await openArchiveWriter({ dir, writer: 'w' });
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const crawler = startCrawler({ frontier, archive, log, name: 'w', slots: 16, nameServers: [dns.address] });
  t.after(async () => {
    await crawler.drain();
    await archive.close();
    await frontier.close();
    await rm(dir, { recursive: true, force: true });
    server.closeAllConnections();
    server.close();
  });
  const ids = { projectId: 'p', jobId: 'j', runId: randomUUID() };
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const run = (version: number, change: Partial<DesiredRun>, delayMs = 100): DesiredRun => {
    const pace = { mode: 'delay' as const, delayMs };
    const policy = policySchema.parse({ allowPrivateNetworks: true, robots: { obey }, pace });
    const config = { ...ids, scope, policy, maxPages: null, maxDepth: null };
    return { run: '1', version, state: 'running', weight: 1, config, ...change };
  };
  await frontier.applyRun(run(1, {}));
  const urls = Array.from({ length: HOSTS }, (_, i) => ({
    url: `http://h${i}.test:${port}/`,
    depth: 0,
    hops: 0,
  }));
  await frontier.enqueue('1', urls);
  while (dns.asked() < HOSTS) await sleep(10);
  await sleep(FRESH_MS + 100); // no claim is as young as that any more
  return {
    port,
    run,
    asked,
    /** The names are answered, and every claim that was waiting comes to its end. */
    async goOn() {
      dns.answer();
      while (crawler.state().inFlight > 0) await sleep(10);
    },
  };
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
  for (const obey of [false, true]) {
    const what = obey ? 'robots.txt' : 'pages';
    const rule = (title: string, body: (t: TestContext, frontier: Frontier) => Promise<void>) =>
      void test(`${title} (${what}, ${where})`, { timeout: 60_000 }, async (t) =>
        body(t, await openFrontier(t)),
      );

    rule('what was granted before a pause and had not started does not start', async (t, frontier) => {
      const { run, asked, goOn } = await waiting(t, frontier, obey);
      await frontier.applyRun(run(2, { state: 'paused' }));
      await goOn();
      assert.deepEqual([...asked], []);
    });

    rule('what was granted under a shorter delay waits for the longer one', async (t, frontier) => {
      const { run, asked, goOn } = await waiting(t, frontier, obey);
      await frontier.applyRun(run(2, {}, 120_000));
      await goOn();
      assert.deepEqual([...asked], []);
    });

    rule('a host that is paused is not asked, and the others are', async (t, frontier) => {
      const { port, asked, goOn } = await waiting(t, frontier, obey);
      for (const name of ['h0', 'h1', 'h2'])
        await frontier.pauseHost({ host: `${name}.test:${port}`, version: 1 });
      await goOn();
      assert.deepEqual(
        [...asked].sort(),
        ['h3', 'h4', 'h5', 'h6', 'h7', 'h8', 'h9'].map((name) => `${name}.test`),
      );
    });
  }
}
