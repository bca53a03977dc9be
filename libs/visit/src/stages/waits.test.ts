import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clocked } from '@trunkline/policy';
import { createStageClock, type RunClock } from '@trunkline/telemetry';
import { createHostJar } from '../cookies/host-jar.ts';
import { html, rawOrigin, respond } from '../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../testing/visits-for-tests.ts';
import { createBandwidth } from './queue/bandwidth.ts';
import { beginSettling } from './settle/settling.ts';

const never = new AbortController().signal;

/** A clock that writes down what it is told. */
function writtenClock() {
  const told: string[] = [];
  const clock = createStageClock(clocked);
  const written = (run: RunClock<string>): RunClock<string> => {
    const verbs = ['wait', 'leave', 'begin', 'stepAside', 'comeBack', 'end'] as const;
    const own = verbs.map((verb) => [
      verb,
      (stage: string, ...rest: unknown[]) => {
        told.push(`${verb} ${stage}`);
        Reflect.apply(run[verb], run, [stage, ...rest]);
      },
    ]);
    return { ...run, ...Object.fromEntries(own) };
  };
  return { told, clock: { ...clock, of: (run: string) => written(clock.of(run)) }, report: clock.report };
}

/** How a wait within the work of a stage is told. */
const aside = (stage: string, wait: string) =>
  [`stepAside ${stage}`, `wait ${wait}`, `begin ${wait}`, `end ${wait}`, `comeBack ${stage}`].join(', ');

const page = async (t: Parameters<typeof rawOrigin>[0]) =>
  rawOrigin(t, (socket) => void socket.write(html('ok')));

test('the time until a start may be made is a wait for the pace, and no service of the queue', async (t) => {
  const origin = await page(t);
  const { told, clock, report } = writtenClock();
  const { visits } = visitsFor(t, { clock });
  const start = { at: performance.now() + 60, uncertainMs: 0 };
  const { record } = await visits.visit(claimOf(`${origin.url}/`), configOf(), start, never);
  assert.ok(told.join(', ').includes(aside('queue', 'pace')), told.join(', '));
  const { pace, queue } = report();
  assert.ok(pace!.waitMs > 0 && pace!.waitMs <= 60);
  const [waited] = record.timings.queue!;
  assert.ok(waited >= Math.floor(pace!.waitMs), 'in the record it is a wait too');
  assert.equal(queue!.done, 1);
});

for (const kind of ['a page', 'a robots.txt'] as const) {
  test(`asking again whether ${kind} may start is a wait for the frontier, and no service of headers`, async (t) => {
    const origin = await page(t);
    const { told, clock } = writtenClock();
    const { visits } = visitsFor(t, { clock });
    const standing = { at: performance.now() - 5000, confirm: async () => performance.now() };
    const start = { at: performance.now(), uncertainMs: 0, standing };
    const claim = claimOf(`${origin.url}/`);
    if (kind === 'a page') await visits.visit(claim, configOf(), start, never);
    else await visits.fetchRobots(claim, configOf(), start, never);
    assert.ok(told.join(', ').includes(aside('headers', 'frontier')), told.join(', '));
  });
}

test('what a robots.txt takes of dns, connect, headers and body is told as theirs, and not as of robots', async (t) => {
  const origin = await page(t);
  const { told, clock, report } = writtenClock();
  const { visits } = visitsFor(t, { clock });
  const start = { at: performance.now(), uncertainMs: 0 };
  const result = await visits.fetchRobots(claimOf(`${origin.url}/`), configOf(), start, never);
  const parts = ['dns', 'connect', 'headers', 'body'].map(
    (stage) => `stepAside robots, wait ${stage}, begin ${stage}, end ${stage}, comeBack robots`,
  );
  assert.ok(told.join(', ').includes(parts.join(', ')), told.join(', '));
  const { robots, dns, connect, headers, body } = report();
  const all = [robots, dns, connect, headers, body].reduce((sum, stage) => sum + stage!.serviceMs, 0);
  assert.ok(Math.abs(result.tookMs - all) < 1, 'all together are what it took');
});

test('a robots.txt that cannot be had fails in the stage in which it failed, by its code', async (t) => {
  const { visits } = visitsFor(t);
  const start = { at: performance.now(), uncertainMs: 0 };
  await visits.fetchRobots(claimOf('http://127.0.0.1:1/'), configOf(), start, never);
  const { connect, robots } = visits.clock.report();
  assert.deepEqual([connect!.failedBy, robots!.failed], [{ CONNECT_REFUSED: 1 }, 0]);
});

test('the pace of a host that a robots.txt redirects to is waited for as a hop, in no stage', async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    if (path === '/robots.txt')
      socket.write(respond('301 Moved', { Location: '/rules.txt' }, Buffer.alloc(0)));
    else socket.write(html('ok'));
  });
  const { told, clock } = writtenClock();
  const { visits } = visitsFor(t, { clock });
  const start = { at: performance.now(), uncertainMs: 0 };
  await visits.fetchRobots(claimOf(`${origin.url}/`), configOf(), start, never, null, (_to, ask) =>
    ask({ standing: null, over: () => {} }),
  );
  const said = told.filter((one) => / (robots|hop)$/.test(one) && !/stepAside|comeBack/.test(one));
  const stage = ['wait robots', 'begin robots', 'end robots'];
  // Its place in the stage and its moment come at once.
  assert.deepEqual(said, [
    ...stage,
    ...['wait hop', 'wait robots', 'begin robots', 'begin hop', 'end hop', 'end robots'],
  ]);
  assert.equal(visits.clock.report()['hop']!.waiting, 0);
});

test('cookies of the frontier, and a cap of bytes, are waited for in no stage', async (t) => {
  const origin = await page(t);
  const { told, clock } = writtenClock();
  const bandwidth = createBandwidth({ bytesPerSecond: 60_000 });
  const cookies = { jar: async () => createHostJar([]), keep: () => {}, kept: async () => {} };
  const { visits } = visitsFor(t, { clock, cookies, bandwidth });
  const start = { at: performance.now(), uncertainMs: 0 };
  const visit = (n: number) => visits.visit(claimOf(`${origin.url}/${n}`), configOf(), start, never);
  await Promise.all([visit(1), visit(2), visit(3)]);
  assert.ok(told.includes('wait frontier') && told.includes('wait bandwidth'));
  assert.ok(!told.some((one) => /^(stepAside|comeBack) /.test(one)), told.join(', '));
});

test('until what a visit found is safe it is not being settled: that wait is discovery', () => {
  const { told, clock } = writtenClock();
  const who = { run: 'r', url: 'http://a.test/', token: '1', attempt: 1 };
  const settling = beginSettling(clock.of('r'), who);
  settling.sent();
  settling.safe();
  settling.safe();
  settling.over(true);
  beginSettling(clock.of('r'), who).over(false);
  assert.deepEqual(told, [
    ...['wait settle', 'begin settle', 'stepAside settle', 'wait discovery'],
    ...['begin discovery', 'end discovery', 'comeBack settle', 'end settle'],
    ...['wait settle', 'leave settle'],
  ]);
});
