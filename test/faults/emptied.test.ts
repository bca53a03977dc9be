import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startDns, startStack, watchRequests } from '@trunkline/test-support';
import { Redis } from 'ioredis';
import { createJobs, progress, until } from '../crawl/job.ts';
import { checkRecord, operationsOf } from './invariants.ts';
import { kill, redisUrl, restarted } from './servers.ts';

const HOSTS = 12;
const PAGES = 25;
const DELAY_MS = 200;

/** When each host was asked, ms of performance.now(), as the origin saw it. */
const asked = new Map<string, number[]>();
const body = (path: string) => {
  const n = path === '/' ? 0 : Number(path.slice(1));
  const links = [2 * n + 1, 2 * n + 2].filter((next) => next < PAGES);
  return Buffer.from(`<title>${n}</title>${links.map((next) => `<a href="/${next}">${next}</a>`).join('')}`);
};
const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  const host = request.headers.host ?? '';
  asked.set(host, [...(asked.get(host) ?? []), performance.now()]);
  response.writeHead(200, { 'content-type': 'text/html' }).end(body(request.url ?? '/'));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  server.closeAllConnections();
});

test('a run whose Redis is emptied in mid-crawl is repaired by the command, ends complete, and no host is asked too soon', async () => {
  const stack = await startStack({ env: { TRUNKLINE_DNS: await startDns() } });
  const gapsOfPackets = await watchGaps();
  const seeds = Array.from({ length: HOSTS }, (_, i) => `http://e${i}.test:${port}/`);
  const job = await createJobs(stack, seeds, { delayMs: DELAY_MS });
  await until(stack, job, ({ counters }) => counters['fetched']! >= (HOSTS * PAGES) / 3);

  const redis = new Redis(redisUrl(stack));
  await redis.flushall();
  redis.disconnect();
  const pid = await kill(stack, 'redis');
  await restarted(stack, 'redis', pid);
  await lost(stack, job);
  const before = [...asked.values()].flat().length;
  const repaired = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../services/cli/src/main.ts'), 'repair', '--json'],
    { env: { ...process.env, TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: stack.key }, encoding: 'utf8' },
  );
  assert.equal(repaired.status, 0, repaired.stderr);
  const operation = JSON.parse(repaired.stdout) as { kind: string; state: string };
  assert.deepEqual([operation.kind, operation.state], ['REPAIR', 'DONE']);

  const last = await until(stack, job, ({ state }) =>
    ['DONE', 'FAILED', 'CANCELLED', 'LOST'].includes(state),
  );
  assert.equal(last.state, 'DONE');
  const total = HOSTS * PAGES;
  const { accepted, finished, fetched } = last.counters;
  assert.deepEqual([accepted, finished, fetched], [total, total, total]);
  const checked = await checkRecord(stack, job, ({ url }) => body(new URL(url).pathname));
  assert.deepEqual([checked.captures, checked.twice, checked.differing], [total, 0, 0]);
  const [only] = await operationsOf(stack, job);
  assert.ok(only!.findings.some(({ kind, count }) => kind === 'ENDED_MISSING' && count > total / 10));

  const requests = [...asked.values()].flat().length;
  assert.ok(requests > before, 'the crawl went on after the repair');
  // What was in flight when Redis was emptied may be asked for once more.
  assert.ok(requests <= total + HOSTS * 2, `${requests} requests for ${total} pages`);
  const gaps = (await gapsOfPackets?.()) ?? gapsOf(asked.values());
  // Without packets the origin stamps a request when its event loop comes to it, milliseconds late on a busy machine.
  assert.ok(
    Math.min(...gaps) >= DELAY_MS - (gapsOfPackets ? 5 : 50),
    `a host was asked after ${Math.min(...gaps)} ms of ${DELAY_MS}`,
  );
  console.log(
    JSON.stringify({
      shortest_gap_ms: Math.round(Math.min(...gaps)),
      requests,
      total,
      checked,
      findings: only!.findings,
    }),
  );
  await stack.interrupt();
});

async function lost(stack: Parameters<typeof progress>[0], job: string): Promise<void> {
  for (;;) {
    const now = await progress(stack, job).catch(() => null);
    if (now?.state === 'LOST') return;
    await pause(100);
  }
}

const gapsOf = (hosts: Iterable<number[]>) =>
  [...hosts].flatMap((times) => times.slice(1).map((at, i) => at - times[i]!));

/** Gaps between requests to a host by the time stamps of their packets, robots.txt included; undefined where that is not allowed. */
async function watchGaps(): Promise<(() => Promise<number[]>) | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const packets = await watchRequests(port);
  return async () => {
    const byHost = Map.groupBy(await packets.stop(), ({ host }) => host);
    return gapsOf([...byHost.values()].map((list) => list.map(({ at }) => at)));
  };
}
