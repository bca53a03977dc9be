import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startDns, startStack } from '@trunkline/test-support';
import { control, createJobs } from '../crawl/job.ts';

/** Hosts of each job, and URLs of each of them. */
const [HOSTS, URLS] = [40, 20];
/** The first byte of hosts that are slow, ms. */
const SLOW_MS = 4000;

/** What is wrong is said by the host's name, once it is so. */
let wrong = false;
const server = createServer((request, response) => {
  const host = request.headers.host ?? '';
  const answer = () =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${request.url}</title>`);
  if (request.url === '/robots.txt') response.writeHead(404).end();
  else if (wrong && host.startsWith('throttled')) response.writeHead(429, { 'retry-after': '5' }).end();
  else if (wrong && host.startsWith('slow')) setTimeout(answer, SLOW_MS).unref();
  else answer();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  server.closeAllConnections();
});

type Run = {
  causes: { waiting: number; causes: { cause: string; urls: number }[] };
  findings: { cause: string; share: number; sentence: string; hosts: string[]; advice: string }[];
};
const query = `query ($id: ID!) { job(id: $id) { latestRun {
  causes { waiting causes { cause urls } } findings(state: OPEN) { cause share sentence hosts advice } } } }`;

// With every fault, in a large crawl, and with seconds: npm run bench -- diagnosis
test('of each pile-up the cause is named: names that are not answered, a slow first byte, 429, a pause, no workers; and not any more when it is over', async () => {
  const dns = await startDns((name) => (wrong && name.startsWith('nameless') ? null : { ttlS: 1 }));
  const stack = await startStack({
    env: { TRUNKLINE_DNS: dns, TRUNKLINE_WORKERS: '2', TRUNKLINE_SLOTS: '16' },
  });
  const start = (kind: string) =>
    createJobs(
      stack,
      Array.from({ length: HOSTS }, (_, host) =>
        Array.from({ length: URLS }, (_, n) => `http://${kind}${host}.test:${port}/${n}`),
      ).flat(),
      { delayMs: 1000 },
    );
  const look = async (id: string): Promise<Run> => {
    const { job } = await stack.query<{ job: { latestRun: Run } }>(query, { id });
    const { waiting, causes } = job.latestRun.causes;
    assert.equal(
      causes.reduce((sum, { urls }) => sum + urls, 0),
      waiting,
      'every waiting URL has one cause',
    );
    return job.latestRun;
  };
  const until = async (id: string, holds: (run: Run) => boolean): Promise<Run> => {
    for (;;) {
      const run = await look(id);
      if (holds(run)) return run;
      await pause(200);
    }
  };
  const finds = (cause: string) => (run: Run) => run.findings[0]?.cause === cause;

  const kinds = { nameless: 'DNS', slow: 'SLOW_ORIGIN', throttled: 'THROTTLED' } as const;
  wrong = true;
  const jobs = await Promise.all(Object.keys(kinds).map(start));
  const paused = await start('paused');
  await control(stack, 'Pause', paused);
  await Promise.all(
    Object.entries(kinds).map(async ([kind, cause], at) => {
      const run = await until(jobs[at]!, finds(cause));
      const [finding] = run.findings;
      assert.ok(finding!.share > 0 && finding!.sentence && finding!.advice, JSON.stringify(finding));
      assert.ok(finding!.hosts.every((host) => host.startsWith(kind)));
    }),
  );
  const { causes, findings } = await until(paused, (run) => run.causes.causes[0]?.cause === 'PAUSED');
  assert.equal(causes.causes[0]!.urls, causes.waiting);
  assert.deepEqual(findings, [], 'a pause is a wish, and no finding');

  wrong = false;
  await control(stack, 'Resume', paused);
  const workers = Object.entries(stack.services()).filter(([name]) => name.startsWith('worker'));
  for (const [, pid] of workers) process.kill(pid, 'SIGSTOP');
  await until(paused, finds('NO_WORKERS'));
  for (const [, pid] of workers) process.kill(pid, 'SIGCONT');
  await Promise.all([...jobs, paused].map((job) => until(job, (run) => run.findings.length === 0)));
  await stack.interrupt();
});
