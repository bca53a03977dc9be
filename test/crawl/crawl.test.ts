import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import { type Stack, startOrigin, startStack } from '@trunkline/test-support';
import { checkComplete } from './check.ts';
import { captures, changePace, control, createJob, createJobs, progress, until } from './job.ts';

const fast = { perSecond: 10_000, concurrency: 32 };
const ended = ({ state }: { state: string }) => ['DONE', 'CANCELLED', 'FAILED'].includes(state);
const order = { concurrency: 1 };

let stack: Stack;
before(async () => {
  stack = await startStack({ env: { TRUNKLINE_WORKERS: '2' } });
});

test('a crawl finds every page once and archives the bytes that were served', order, async () => {
  const origin = await startOrigin({ pages: 500 });
  const job = await createJob(stack, origin.url, fast);
  const last = await until(stack, job, ended);
  assert.equal(last.state, 'DONE');
  assert.equal(last.counters['finished'], last.counters['accepted']);
  await checkComplete(stack, job, origin);
});

test(
  'a job that starts from a sitemap alone crawls what it names, and the sitemap is no page',
  order,
  async (t) => {
    const server = createServer((request, response) => {
      const { url = '/', headers } = request;
      if (url === '/map.xml') {
        const urls = ['/one', '/two'].map((path) => `<url><loc>http://${headers.host}${path}</loc></url>`);
        return void response
          .writeHead(200, { 'content-type': 'application/xml' })
          .end(`<urlset>${urls.join('')}</urlset>`);
      }
      if (url === '/robots.txt') return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${url}</title>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const job = await createJobs(stack, [], fast, { sitemaps: [`${origin}/map.xml`] });
    assert.equal((await until(stack, job, ended)).state, 'DONE');
    const urls = (await captures(stack, job)).map(({ url }) => url).sort();
    assert.deepEqual(urls, [`${origin}/one`, `${origin}/two`]);
  },
);

test('a worker killed in mid-crawl loses nothing and doubles nothing', order, async () => {
  const origin = await startOrigin({ pages: 600 });
  const job = await createJob(stack, origin.url, { perSecond: 150, concurrency: 8 });
  for (const [count, name] of [
    [100, 'worker-1'],
    [300, 'worker-2'],
  ] as const) {
    await origin.asked(count);
    process.kill(stack.services()[name]!, 'SIGKILL');
  }
  assert.equal((await until(stack, job, ended)).state, 'DONE');
  assert.match(stack.output(), /worker-1 was ended by SIGKILL; starting it again/);
  await checkComplete(stack, job, origin);
});

test('a paused job asks for nothing; resumed, it finishes', order, async () => {
  const origin = await startOrigin({ pages: 300 });
  const job = await createJob(stack, origin.url, { perSecond: 100, concurrency: 4 });
  await origin.asked(50);
  await control(stack, 'Pause', job);
  const quiet = await until(stack, job, (now) => now.counters['inFlight'] === 0);
  assert.equal(quiet.state, 'PAUSED');
  const asked = origin.log.length;

  // Another job crawls from start to end meanwhile: workers were not idle, they left this one alone.
  const other = await startOrigin({ pages: 100 });
  await until(stack, await createJob(stack, other.url, fast), ended);
  assert.equal(origin.log.length, asked, 'nothing is asked while paused');

  await control(stack, 'Resume', job);
  assert.equal((await until(stack, job, ended)).state, 'DONE');
  await checkComplete(stack, job, origin);
});

test('a cancelled job ends, counts what it dropped, and asks for nothing more', order, async () => {
  const origin = await startOrigin({ pages: 2000 });
  const job = await createJob(stack, origin.url, { perSecond: 50, concurrency: 2 });
  await origin.asked(20);
  await control(stack, 'Cancel', job);
  const last = await until(stack, job, ended);
  assert.equal(last.state, 'CANCELLED');
  assert.ok(last.counters['dropped']! > 0);
  assert.equal(last.counters['finished'], last.counters['accepted']);
  const asked = origin.log.length;

  const other = await startOrigin({ pages: 100 });
  await until(stack, await createJob(stack, other.url, fast), ended);
  assert.equal(origin.log.length, asked);
  assert.equal((await progress(stack, job)).state, 'CANCELLED');
});

test("a job's pace is kept: starts are spaced by its delay", order, async () => {
  const origin = await startOrigin({ pages: 12 });
  const job = await createJob(stack, origin.url, { delayMs: 200 });
  assert.equal((await until(stack, job, ended)).state, 'DONE');
  const gaps = origin.log.slice(1).map((line, i) => line.at - origin.log[i]!.at);
  // The origin's clock is this process's: half a delay is slack for its own lateness, a broken pace leaves ~0.
  assert.ok(Math.min(...gaps) >= 100, `shortest gap ${Math.min(...gaps)} ms`);
});

test('a policy edited while its job runs binds a second later, tighter and looser', order, async () => {
  const origin = await startOrigin({ pages: 200 });
  const job = await createJob(stack, origin.url, { perSecond: 50, concurrency: 4 });
  await origin.asked(20);
  await changePace(stack, job, { delayMs: 1500 });
  const edited = performance.now();
  await origin.asked(origin.log.length + 4);
  const after = origin.log.filter((line) => line.at > edited + 1000);
  const gaps = after.slice(1).map((line, i) => line.at - after[i]!.at);
  assert.ok(Math.min(...gaps) >= 1400, `gaps of ${gaps.map(Math.round)} ms`);

  await changePace(stack, job, { perSecond: 10_000, concurrency: 16 });
  assert.equal((await until(stack, job, ended)).state, 'DONE');
  await checkComplete(stack, job, origin);
});
