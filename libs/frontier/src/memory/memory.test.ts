import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimSome, makeRun, makeUrls, paths, settleAll } from '../testing/make.ts';
import { createMemoryFrontier, type MemoryFrontierOptions } from './create-memory-frontier.ts';

/** What only the frontier of one process has. */
function world(options: MemoryFrontierOptions = {}) {
  let now = 1_800_000_000_000;
  const frontier = createMemoryFrontier({ clock: () => now, ...options });
  const advance = (ms: number) => {
    now += ms;
  };
  return { frontier, advance, now: () => now };
}

test('a full frontier refuses what is new, knows what it has, and says how much was left out', async () => {
  const { frontier } = world({ maxUrls: 3 });
  await frontier.applyRun(makeRun());
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 5)), { accepted: 3, known: 0, refused: 2 });
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 4)), { accepted: 0, known: 3, refused: 1 });
  assert.equal(frontier.full(), 3);
});

test('a ledger put back: what is finished is known, the rest goes on where it was, after a full delay', async () => {
  const { frontier, advance, now } = world();
  await frontier.applyRun(makeRun({ maxPages: 3 }));
  const url = (path: string, more: object) => ({
    url: `http://h.test/${path}`,
    depth: 1,
    hops: 0,
    sitemap: 0,
    tries: 0,
    finished: false,
    fetched: false,
    ...more,
  });
  frontier.restore('a', {
    urls: [
      url('done', { tries: 1, finished: true, fetched: true }),
      url('twice', { tries: 2 }),
      url('map', { sitemap: 1 }),
      { ...url('x', {}), url: 'http://resting.test/x' },
    ],
    counters: { fetched: 1, bytes: 7 },
    resting: [['resting.test', now() + 60_000]],
  });
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual(
    [counters.accepted, counters.finished, counters.waiting, counters.fetched, counters.bytes],
    [4, 1, 3, 1, 7],
  );
  assert.equal((await frontier.enqueue('a', [{ url: 'http://h.test/done', depth: 0, hops: 0 }])).known, 1);
  await frontier.openSession('s', 3_600_000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  advance(1000);
  const [twice] = await claimSome(frontier, 's');
  assert.deepEqual([twice?.url, twice?.attempt, twice?.depth], ['http://h.test/twice', 3, 1]);
  await settleAll(frontier, 's', [twice!]);
  advance(1000);
  const [map] = await claimSome(frontier, 's');
  assert.equal(map?.sitemap, 1);
  await settleAll(frontier, 's', [map!], { outcome: 'sitemap' });
  advance(60_000);
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['x'], 'the third page of three');
});

test('with little patience a host without robots.txt is given up soon', async () => {
  const { frontier, advance } = world({ patience: { robotsRetryMs: 500, robotsMs: 3000 } });
  await frontier.applyRun(makeRun({ policy: { robots: { obey: true } } }));
  await frontier.enqueue('a', makeUrls('h.test', 2));
  await frontier.openSession('s', 3_600_000);
  const verdict = { state: 'unreachable', retryAfterMs: null } as const;
  for (let ms = 0; ms < 10_000; ms += 100) {
    advance(100);
    const claims = await claimSome(frontier, 's');
    await settleAll(frontier, 's', claims, {
      outcome: 'failed',
      robots: { origin: 'http://h.test', verdict },
    });
  }
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual([counters.finished, counters.dead, counters.waiting], [2, 2, 0]);
});
