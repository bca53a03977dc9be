import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostSignal } from '@trunkline/policy';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld, rule, type World } from '../../testing/rule.ts';

const where = async ({ frontier }: World, url: string, more = {}) =>
  frontier.inspectUrl('a', { url, ...more });

rule('a URL is found wherever it is', async (world) => {
  const { frontier, now, advance } = world;
  await begin(world, makeRun(), [
    ...makeUrls('h.test', 3),
    ...makeUrls('i.test', 1),
    ...makeUrls('j.test', 1),
  ]);
  const claims = await claimSome(frontier, 's');
  const at = async (url: string) => (await where(world, url))?.at;
  const since = now();
  await advance(5);
  const token = claims.find(({ host }) => host === 'h.test')!.token;
  assert.deepEqual(await at('http://h.test/0'), {
    state: 'inFlight',
    session: 's',
    token,
    since,
    attempts: 0,
  });
  assert.deepEqual(await at('http://h.test/2'), { state: 'waiting', position: 1, attempts: 0 });
  const of = (host: string) => claims.filter((claim) => claim.host === host);
  await settleAll(frontier, 's', of('i.test'));
  assert.deepEqual(await at('http://i.test/0'), { state: 'finished' });
  const retry = { do: 'retry', delayMs: 60_000 } as const;
  await settleAll(frontier, 's', of('j.test'), { next: retry, outcome: 'failed' });
  assert.deepEqual(await at('http://j.test/0'), { state: 'delayed', until: now() + 60_000, attempts: 1 });
  assert.deepEqual(await at('http://h.test/9'), { state: 'unknown' });
  assert.equal(await frontier.inspectUrl('x', { url: 'http://h.test/' }), null);
});

rule(
  'of a long list the place is told, whether its depth, hops and tries are known or not',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 2500));
    await frontier.enqueue('a', [{ url: 'http://h.test/far', depth: 3, hops: 2 }]);
    const place = async (more = {}) => (await where(world, 'http://h.test/far', more))?.at;
    for (const more of [
      { depth: 3, hops: 2 },
      { depth: 3, hops: 1 },
      {},
      { depth: 3, hops: 2, isSettled: true },
    ])
      assert.deepEqual(await place(more), { state: 'waiting', position: 2500, attempts: 0 });
  },
);

rule('one look tells of every origin its host may have what waits for it', async (world) => {
  await begin(world, makeRun(), [
    ...makeUrls('h.test', 2),
    ...['https://h.test/', 'https://h.test:80/', 'http://i.test:81/'].map((url) => ({
      url,
      depth: 1,
      hops: 0,
    })),
  ]);
  const waiting = async (url: string) =>
    (await where(world, url))?.host.origins.map(({ origin, waiting }) => [origin, waiting]);
  const found = [
    ['http://h.test', 2],
    ['https://h.test', 1],
    ['http://h.test:443', 0],
    ['https://h.test:80', 1],
  ];
  for (const url of ['http://h.test/0', 'https://h.test:80/nothing'])
    assert.deepEqual(await waiting(url), found);
  assert.deepEqual((await where(world, 'https://h.test/x'))?.host.waiting, 1);
  assert.deepEqual(await waiting('https://i.test:81/'), [
    ['http://i.test:81', 1],
    ['https://i.test:81', 0],
  ]);
});

rule('other runs that wait at a host are counted, and the pages of the run', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ maxPages: 5 }), makeUrls('h.test', 2));
  const look = async () => {
    const { host, pages } = (await where(world, 'http://h.test/1'))!;
    return [host.sharers, pages];
  };
  assert.deepEqual(await look(), [0, { used: 0, most: 5 }]);
  await begin(world, makeRun({ run: 'b' }), makeUrls('h.test', 2));
  assert.deepEqual(await look(), [1, { used: 0, most: 5 }]);
  await claimSome(frontier, 's', 1);
  assert.equal((await look())[0], 1);
});

rule('every claim that is out is told with who has it, of the runs that are asked for', async (world) => {
  const { frontier, now, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const [first] = await claimSome(frontier, 's');
  const since = now();
  await advance(5);
  await begin(world, makeRun({ run: 'b' }), makeUrls('i.test', 2));
  await frontier.openSession('t', 10_000);
  await claimSome(frontier, 't');
  const out = await frontier.inFlight();
  assert.deepEqual(
    out.map(({ session, run, url }) => [session, run, url]),
    [
      ['s', 'a', 'http://h.test/0'],
      ['t', 'b', 'http://i.test/0'],
    ],
  );
  assert.deepEqual(
    [out[0]!.token, out[0]!.since, out[0]!.attempt, out[0]!.kind],
    [first!.token, since, 1, 'page'],
  );
  assert.deepEqual(await frontier.inFlight(['b']), out.slice(1));
  await settleAll(frontier, 's', [first!]);
  assert.deepEqual(await frontier.inFlight(['a']), []);
});

rule('what enqueue would say is told with its reason', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ maxDepth: 2, policy: { maxPagesPerHost: 1 } }), makeUrls('h.test', 2));
  const claims = await claimSome(frontier, 's');
  const verdict = async (url: string, more = {}) => (await where(world, url, more))?.ifEnqueued;
  assert.equal(await verdict('http://h.test/0'), 'known');
  assert.equal(await verdict('http://i.test/'), 'accepted');
  assert.equal(await verdict('http://i.test/', { depth: 3 }), 'depth');
  assert.equal(await verdict('http://i.test/', { hops: 11 }), 'hops');
  assert.equal(await verdict(`http://i.test/${'a/b/'.repeat(80)}`, { depth: 1 }), 'trap');
  assert.equal(await verdict('http://h.test/9'), 'accepted', 'what is in flight may give the budget back');
  await settleAll(frontier, 's', claims);
  assert.equal(await verdict('http://h.test/9'), 'budget');
  await frontier.applyRun(makeRun({ version: 2, state: 'ending' }));
  assert.equal(await verdict('http://i.test/'), 'run');
});

rule('the host of a URL is told with its place and its next time', async (world) => {
  const { frontier, now } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  const host = async () => (await where(world, 'http://h.test/2'))!.host;
  assert.equal((await host()).place, 'ready');
  await claimSome(frontier, 's');
  const held = await host();
  assert.deepEqual([held.place, held.inFlight, held.limit, held.waiting], ['held', 1, 1, 2]);
  assert.equal(held.due, now() + 1000);
  await frontier.pauseHost({ host: 'h.test', version: 1 });
  assert.equal((await host()).limit, 0);
});

const causesOf = async ({ frontier }: World) => {
  const { waiting, urls, error } = (await frontier.causes('a'))!;
  const found = Object.entries(urls).filter(([, count]) => count > 0);
  assert.equal(
    found.reduce((sum, [, count]) => sum + count, 0),
    waiting,
  );
  assert.equal(error, 0);
  return Object.fromEntries(found);
};

rule('every waiting URL has one cause', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: { robots: { obey: true } } }), [
    ...makeUrls('robots.test', 3),
    ...makeUrls('down.test', 5),
  ]);
  assert.deepEqual(await causesOf(world), { PACE: 8 });
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(await causesOf(world), { ROBOTS: 8 });
  const robots = {
    origin: 'http://down.test',
    verdict: { state: 'unreachable', retryAfterMs: null },
  } as const;
  const down = claims.filter(({ host }) => host === 'down.test');
  await settleAll(frontier, 's', down, { robots, hostSignal: { kind: 'none' } });
  assert.deepEqual(await causesOf(world), { ROBOTS: 8 });
  await frontier.enqueue('a', makeUrls('paused.test', 7));
  await frontier.pauseHost({ host: 'paused.test', run: 'a', version: 1 });
  await claimSome(frontier, 's');
  assert.deepEqual(await causesOf(world), { PAUSED: 7, ROBOTS: 8 });
  await frontier.renewSession('s', 100_000);
  const up = claims.filter(({ host }) => host === 'robots.test');
  await settleAll(frontier, 's', up);
  assert.deepEqual(await causesOf(world), { PAUSED: 7, PACE: 3, ROBOTS: 5 });
  await advance(2500);
  assert.deepEqual(await causesOf(world), { PAUSED: 7, WORKERS_BUSY: 3, ROBOTS: 5 });
  await frontier.closeSession('s');
  assert.deepEqual(await causesOf(world), { NO_WORKERS: 15 });
  await frontier.applyRun(makeRun({ version: 2, state: 'paused' }));
  assert.deepEqual(await causesOf(world), { PAUSED: 15 });
});

rule(
  'what rests says for what, what its site slows down is no pace of ours, and both with hosts that wait so',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun({ policy: { robots: { obey: true, maxCrawlDelayMs: 20_000 } } }), [
      ...makeUrls('slow.test', 3),
      ...makeUrls('down.test', 4),
      ...makeUrls('full.test', 5),
      ...makeUrls('plain.test', 6),
    ]);
    const rules = (host: string) => ({
      startedAfterMs: 0,
      robots: {
        origin: `http://${host}`,
        verdict: {
          state: 'rules' as const,
          body: host === 'slow.test' ? 'User-agent: *\nCrawl-delay: 9\n' : 'User-agent: *\nDisallow:\n',
          crawlDelayMs: host === 'slow.test' ? 9000 : 0,
        },
      },
    });
    for (const claim of await claimSome(frontier, 's'))
      await settleAll(frontier, 's', [claim], rules(claim.host));
    await world.advance(1000);
    const claims = await claimSome(frontier, 's');
    const answer = (host: string, hostSignal: HostSignal) =>
      settleAll(
        frontier,
        's',
        claims.filter((claim) => claim.host === host),
        { hostSignal, next: { do: 'requeue' } },
      );
    await answer('plain.test', { kind: 'answered' });
    await answer('down.test', { kind: 'unreachable', code: 'CONNECT_REFUSED' });
    await answer('full.test', { kind: 'throttled', retryAfterMs: 60_000 });
    assert.deepEqual(await causesOf(world), { CRAWL_DELAY: 3, UNREACHABLE: 4, THROTTLED: 5, PACE: 6 });
    const { samples } = (await frontier.causes('a'))!;
    assert.deepEqual(samples.CRAWL_DELAY, [{ host: 'slow.test', urls: 3, url: 'http://slow.test/0' }]);
    assert.deepEqual(samples.THROTTLED, [{ host: 'full.test', urls: 5, url: 'http://full.test/0' }]);
    await frontier.setRule({
      pattern: 'slow.test',
      version: 1,
      pace: { mode: 'delay', delayMs: 30_000 },
      blocked: false,
    });
    assert.deepEqual(await causesOf(world), { UNREACHABLE: 4, THROTTLED: 5, PACE: 9 });
  },
);

rule('a run whose windows are shut or whose pages are spent waits for that as a whole', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ maxPages: 1 }), makeUrls('h.test', 3));
  await claimSome(frontier, 's');
  assert.deepEqual(await causesOf(world), { QUOTA: 2 });
  // 1,800,000,000 s is a Friday, 08:00 UTC.
  const windows = [{ opens: 0, closes: 60 }];
  await frontier.applyRun(makeRun({ version: 2, policy: { windows } }));
  assert.deepEqual(await causesOf(world), { WINDOW: 2 });
});

test('of more than 2,000 overdue hosts some are looked at, and the error is stated', async () => {
  const world = await redisWorld();
  try {
    const { frontier } = world;
    // Half of the hosts have one URL, half have three.
    const urls = Array.from({ length: 6000 }, (_, i) => makeUrls(`h${i}.test`, i % 2 ? 1 : 3)).flat();
    await begin(world, makeRun(), urls);
    await world.advance(3000);
    const { waiting, urls: by, error } = (await frontier.causes('a'))!;
    assert.equal(waiting, 12_000);
    assert.equal(by.WORKERS_BUSY + by.PACE, 12_000);
    assert.ok(error > 0 && error < 1200, `${error}`);
    // Three times the error: one in some 300 million samples lies beyond.
    assert.ok(Math.abs(by.WORKERS_BUSY - 12_000) <= 3 * error, `${by.WORKERS_BUSY} ± ${error}`);
  } finally {
    await world.close();
  }
});

rule('a Crawl-delay that the policy caps is told with what was asked for', async (world) => {
  const { frontier, advance } = world;
  const policy = { robots: { obey: true, maxCrawlDelayMs: 2000 } };
  await begin(world, makeRun({ policy }), makeUrls('h.test', 2));
  const verdict = {
    state: 'rules' as const,
    body: 'User-agent: *\nCrawl-delay: 600\n',
    crawlDelayMs: 600_000,
  };
  const robots = { origin: 'http://h.test', verdict };
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0, robots });
  await advance(1);
  const host = (await where(world, 'http://h.test/1'))?.host;
  assert.deepEqual(host?.crawlDelay, { askedMs: 600_000, capped: true });
  assert.equal(host?.delayMs, 2000);
});
