import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openRedis } from '@trunkline/redis';
import { type Arrival, arrivalsAt, startDns, startStack } from '@trunkline/test-support';
import { captures, createJobs, progress, until } from '../crawl/job.ts';
import { checkRecord, operationsOf } from './invariants.ts';
import { kill, killAndForget, logged, redisUrl, restarted } from './servers.ts';

const HOSTS = 12;
const PAGES = 25;
const DELAY_MS = 200;
/** Hosts named s…: few pages each, far apart, so that a restarted Redis is compared before they are asked again. */
const SLOW = { hosts: 60, pages: 6, delayMs: 2500 };

/** When each host was asked for pages, and for anything. */
const asked = new Map<string, Arrival[]>();
const askedAtAll = new Map<string, Arrival[]>();
const body = (host: string, path: string) => {
  const n = path === '/' ? 0 : Number(path.slice(1));
  const links = [2 * n + 1, 2 * n + 2].filter((next) => next < (host.startsWith('s') ? SLOW.pages : PAGES));
  return Buffer.from(`<title>${n}</title>${links.map((next) => `<a href="/${next}">${next}</a>`).join('')}`);
};
const server = createServer((request, response) => {
  const host = request.headers.host ?? '';
  const came = arrival(request.socket);
  askedAtAll.set(host, [...(askedAtAll.get(host) ?? []), came]);
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  asked.set(host, [...(asked.get(host) ?? []), came]);
  response.writeHead(200, { 'content-type': 'text/html' }).end(body(host, request.url ?? '/'));
});
const arrival = arrivalsAt(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const stack = await startStack({ env: { TRUNKLINE_DNS: await startDns() } });
after(async () => {
  await stack.interrupt();
  server.close();
  server.closeAllConnections();
});
const served = ({ url }: { url: string }) => body(new URL(url).host, new URL(url).pathname);
const isOver = ({ state }: { state: string }) => ['DONE', 'FAILED', 'CANCELLED', 'LOST'].includes(state);

test('a run whose Redis is emptied in mid-crawl is repaired by the command, ends complete, and no host is asked too soon', async () => {
  const seeds = Array.from({ length: HOSTS }, (_, i) => `http://e${i}.test:${port}/`);
  const job = await createJobs(stack, seeds, { delayMs: DELAY_MS });
  await until(stack, job, ({ counters }) => counters['fetched']! >= (HOSTS * PAGES) / 3);

  const redis = openRedis(redisUrl(stack), 'patient');
  await redis.flushall();
  redis.disconnect();
  const pid = await kill(stack, 'redis');
  await restarted(stack, 'redis', pid);
  await lost(job);
  const before = [...asked.values()].flat().length;
  const repaired = await trunkline('repair', '--json');
  assert.equal(repaired.status, 0, repaired.stderr);
  const operation = JSON.parse(repaired.stdout) as { kind: string; state: string };
  assert.deepEqual([operation.kind, operation.state], ['REPAIR', 'DONE']);

  const last = await until(stack, job, isOver);
  assert.equal(last.state, 'DONE');
  const total = HOSTS * PAGES;
  const { accepted, finished, fetched } = last.counters;
  assert.deepEqual([accepted, finished, fetched], [total, total, total]);
  const checked = await checkRecord(stack, job, served);
  assert.deepEqual([checked.captures, checked.twice, checked.differing], [total, 0, 0]);
  const [only] = await operationsOf(stack, job);
  assert.ok(only!.findings.some(({ kind, count }) => kind === 'ENDED_MISSING' && count > total / 10));

  const requests = [...asked.values()].flat().length;
  assert.ok(requests > before, 'the crawl went on after the repair');
  // What was in flight when Redis was emptied may be asked for once more.
  assert.ok(requests <= total + HOSTS * 2, `${requests} requests for ${total} pages`);
  const shortest = shortestGap('e', DELAY_MS);
  console.log(
    JSON.stringify({
      shortest_gap_ms: Math.round(shortest),
      requests,
      total,
      checked,
      findings: only!.findings,
    }),
  );
});

test('what a killed Redis had not synced is found by kind and put right by the conductor alone; no page is kept twice, no host asked too soon', async () => {
  const seeds = Array.from({ length: SLOW.hosts }, (_, i) => `http://s${i}.test:${port}/`);
  const total = SLOW.hosts * SLOW.pages;
  const job = await createJobs(stack, seeds, { delayMs: SLOW.delayMs });
  await until(stack, job, ({ counters }) => counters['fetched']! >= SLOW.hosts);
  const moment = logged(stack);
  const { counters } = await progress(stack, job); // no fewer than at that moment
  // Of most hosts one more page is visited and committed, and lost again.
  const enough = counters['fetched']! + SLOW.hosts * 0.75;
  while ((await captures(stack, job)).length < enough) await pause(50);
  const { pid, forgot } = await killAndForget(stack, { keep: moment });
  assert.ok(forgot > 0);
  await restarted(stack, 'redis', pid);

  const last = await over(job);
  assert.equal(last.state, 'DONE');
  const { accepted, finished, fetched } = last.counters;
  assert.deepEqual([accepted, finished, fetched], [total, total, total]);
  const checked = await checkRecord(stack, job, served);
  assert.deepEqual([checked.captures, checked.twice, checked.differing], [total, 0, 0]);

  const operations = await operationsOf(stack, job);
  assert.deepEqual(
    operations.map(({ kind, state }) => [kind, state]),
    [['RECONCILE', 'DONE']],
  );
  const found = Object.fromEntries(operations[0]!.findings.map(({ kind, count }) => [kind, count]));
  // (What ended waits again by now, or is under way again when it was at that moment: that is left to be asked for once more.)
  assert.ok(found['OPEN_MISSING']! > 0, `links that were found since are put back: ${JSON.stringify(found)}`);
  // The same is in the log, for whoever was not there, and in the words of the command.
  const lines = readFileSync(join(stack.home, 'logs/conductor.log'), 'utf8').trim().split('\n');
  const said = lines.map((line) => JSON.parse(line)).findLast(({ kind }) => kind === 'reconcile');
  assert.deepEqual(
    Object.entries(said.found as Record<string, number>)
      .map(([kind, count]) => [kind.toLowerCase(), count])
      .sort(),
    Object.entries(found)
      .map(([kind, count]) => [kind.replaceAll('_', '').toLowerCase(), count])
      .sort(),
  );
  const shown = await trunkline('run', 'show', job);
  assert.match(shown.stdout, /reconcile +done.*pages had not ended and Redis did not know them: put right/s);
  const audited = JSON.parse((await trunkline('audit', job, '--json')).stdout) as {
    state: string;
    findings: { kind: string }[];
  };
  // A page that was fetched and not committed before the loss may be in the archive twice: that is harmless.
  assert.deepEqual(
    [audited.state, audited.findings.filter(({ kind }) => kind !== 'RECORD_UNLISTED')],
    ['DONE', []],
  );

  const requests = [...asked].filter(([host]) => host.startsWith('s')).flatMap(([, times]) => times).length;
  // Only what was in flight when Redis was killed, and what was lost before it was committed, is asked for again.
  assert.ok(requests <= total + SLOW.hosts * 2, `${requests} requests for ${total} pages`);
  const shortest = shortestGap('s', SLOW.delayMs);
  console.log(
    JSON.stringify({ shortest_gap_ms: Math.round(shortest), forgot, requests, total, checked, found }),
  );
});

/** Runs a command while the origin goes on answering. */
function trunkline(...args: string[]) {
  const file = join(import.meta.dirname, '../../services/cli/src/main.ts');
  const env = { ...process.env, TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: stack.key };
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((done) => {
    const child = execFile(process.execPath, [file, ...args], { env }, (_, stdout, stderr) =>
      done({ status: child.exitCode, stdout, stderr }),
    );
  });
}

/** The API answers errors while its servers are away. */
async function over(job: string) {
  for (;;) {
    const now = await progress(stack, job).catch(() => null);
    if (now && isOver(now)) return now;
    await pause(200);
  }
}

/** The shortest distance of two requests to a host whose name begins so, at most, ms; fails when that is too short. */
function shortestGap(hosts: string, delayMs: number): number {
  const gaps = [...askedAtAll]
    .filter(([host]) => host.startsWith(hosts))
    .flatMap(([, all]) => all.slice(1).map(({ latest }, i) => latest - all[i]!.earliest));
  const shortest = Math.min(...gaps);
  assert.ok(shortest >= delayMs - 5, `a host was asked after ${shortest} ms of ${delayMs}`);
  return shortest;
}

async function lost(job: string): Promise<void> {
  for (;;) {
    const now = await progress(stack, job).catch(() => null);
    if (now?.state === 'LOST') return;
    await pause(100);
  }
}
