import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';
import { createBandwidth } from './bandwidth.ts';

/** Below what a body is reckoned with before any was seen, so that the first ones are not too many. */
const BODY = 30_000;

/** Bytes an origin was asked for, with the time of each request. */
async function origin(t: Parameters<typeof rawOrigin>[0], size = BODY) {
  const starts: number[] = [];
  const body = Buffer.alloc(size, 'x');
  const at = await rawOrigin(t, (socket) => {
    starts.push(performance.now());
    socket.write(respond('200 OK', { 'Content-Type': 'text/plain' }, body));
  });
  return { ...at, starts };
}

/** At no time more was asked for than the cap let through since `began`: a second's burst, the rate, and one body over it. */
function assertCapped(starts: number[], began: number, perSecond: number): void {
  for (const [i, start] of starts.entries()) {
    const most = perSecond * (1 + (start - began) / 1000) + 32_768;
    const asked = (i + 1) * BODY;
    assert.ok(asked <= most, `${asked} bytes in ${(start - began).toFixed()} ms, not ${most.toFixed(0)}`);
  }
}

test('the bodies of a process stay below its cap, whatever asks for them, and nothing is lost by waiting', async (t) => {
  const { url, starts } = await origin(t);
  const perSecond = 400_000;
  const began = performance.now();
  const bandwidth = createBandwidth({ bytesPerSecond: perSecond });
  const { visit, visits } = visitsFor(t, { bandwidth });
  const all = await Promise.all(
    Array.from({ length: 24 }, (_, i) => visit(`${url}/${i}`, {}, { run: `r${i % 3}` })),
  );
  assert.ok(all.every(({ record }) => record.outcome.kind === 'fetched' && !('truncated' in record.outcome)));
  assertCapped(starts, began, perSecond);
  const { bandwidth: clock } = visits.clock.report();
  assert.ok(clock!.done > 0 && clock!.waitMs > 0, 'the wait has a clock of its own');
});

test('a job has its own cap, of which a process takes its share, and other jobs are not held up by it', async (t) => {
  const capped = await origin(t);
  const free = await origin(t);
  const { visit } = visitsFor(t, { bandwidth: createBandwidth({ share: () => 0.5 }) });
  const limits = { bytesPerSecond: 400_000 };
  const began = performance.now();
  const slow = Array.from({ length: 40 }, (_, i) =>
    visit(`${capped.url}/${i}`, { limits }, { run: 'capped' }),
  );
  await Promise.all(Array.from({ length: 20 }, (_, i) => visit(`${free.url}/${i}`, {}, { run: 'free' })));
  const before = capped.starts.length;
  assert.ok(before < 40, 'the job without a cap was done while the other waited');
  await Promise.all(slow);
  assertCapped(capped.starts, began, 200_000);
});

test('a body larger than the cap comes at full rate, and the next waits until it is paid for', async (t) => {
  const { url, starts } = await origin(t, 600_000);
  const { visit } = visitsFor(t, { bandwidth: createBandwidth({ bytesPerSecond: 300_000 }) });
  const first = await visit(`${url}/large`);
  assert.equal(first.record.capture!.wireBytes, 600_000);
  await visit(`${url}/next`);
  assert.ok(starts[1]! - starts[0]! >= 900, `${starts[1]! - starts[0]!} ms`);
});

test('what a start in time does not allow to wait goes back uncharged, and says why', async (t) => {
  const { url, starts } = await origin(t);
  const { visit } = visitsFor(t, { bandwidth: createBandwidth({ bytesPerSecond: 10_000 }) });
  const pace = { mode: 'rate', perSecond: 100, concurrency: 8 } as const;
  await visit(`${url}/1`, { pace });
  await assert.rejects(visit(`${url}/2`, { pace }), { name: 'LocalFault', code: 'BANDWIDTH' });
  assert.equal(starts.length, 1);
});

test('a visit that is given up while it waits asks nothing, and so do those that wait at the end', async (t) => {
  const { url, starts } = await origin(t);
  const bandwidth = createBandwidth({ bytesPerSecond: 10_000 });
  const { visits } = visitsFor(t, { bandwidth });
  const controller = new AbortController();
  const visit = (path: string, signal: AbortSignal) =>
    visits.visit(claimOf(`${url}${path}`), configOf(), { at: performance.now(), uncertainMs: 0 }, signal);
  await visit('/1', controller.signal);
  const [given, left] = [visit('/2', controller.signal), visit('/3', new AbortController().signal)];
  controller.abort();
  await assert.rejects(given, { code: 'ABORTED' });
  await Promise.all([assert.rejects(left, { code: 'ABORTED' }), visits.close()]);
  assert.equal(starts.length, 1);
});

test('large bodies are listed while they run, with what came and what is to come, the largest first', {
  timeout: 30_000,
}, async (t) => {
  const sizes: Record<string, number> = { '/large': 5 << 20, '/larger': 6 << 20, '/small': 1000 };
  let all = 0;
  const sent = Promise.withResolvers<void>();
  const at = await rawOrigin(t, (socket, path) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${20 << 20}\r\n\r\n`);
    socket.write(Buffer.alloc(sizes[path]!), () => ++all === 3 && sent.resolve());
  });
  const { visits, visit } = visitsFor(t);
  const running = Object.keys(sizes).map((path) =>
    visit(`${at.url}${path}`, { limits: { bodyBytes: 30 << 20 } }),
  );
  await sent.promise;
  const came = () => visits.transfers().reduce((sum, { bytes }) => sum + bytes, 0);
  while (came() < 11 << 20) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(
    visits
      .transfers()
      .filter(({ bytes }) => bytes >= 1 << 20) // a visit that is old is listed as well
      .map(({ url, run, bytes, total }) => [url, run, bytes, total]),
    ['/larger', '/large'].map((path) => [`${at.url}${path}`, 'r1', sizes[path], 20 << 20]),
  );
  await visits.close();
  await Promise.allSettled(running);
  assert.deepEqual(visits.transfers(), []);
});
