import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostSignal, RobotsVerdict } from '@trunkline/policy';
import { shardKeys } from '../../keys.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld, rule, type World } from '../../testing/rule.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const origin = 'http://h.test';
const verdict = { state: 'rules', body: 'User-agent: *\nDisallow: /no\n', crawlDelayMs: null } as const;
const obey = { robots: { obey: true } };

type Failure = { verdict: RobotsVerdict; signal: HostSignal };
const failures: [string, Failure][] = [
  ['answers 500', { verdict: { state: 'unreachable', retryAfterMs: null }, signal: { kind: 'answered' } }],
  [
    'answers 503',
    {
      verdict: { state: 'unreachable', retryAfterMs: null },
      signal: { kind: 'throttled', retryAfterMs: null },
    },
  ],
  [
    'asks for an hour of rest each time',
    {
      verdict: { state: 'unreachable', retryAfterMs: HOUR },
      signal: { kind: 'throttled', retryAfterMs: HOUR },
    },
  ],
  [
    'refuses connections',
    {
      verdict: { state: 'unreachable', retryAfterMs: null },
      signal: { kind: 'unreachable', code: 'ECONNREFUSED' } as HostSignal,
    },
  ],
];

/** A run whose robots.txt was read, and its session lasts. */
async function read(world: World, urls = 50): Promise<void> {
  await begin(world, makeRun({ policy: obey }), makeUrls('h.test', urls));
  await world.frontier.renewSession('s', 100 * DAY);
  const robots = await claimSome(world.frontier, 's');
  assert.deepEqual(
    robots.map(({ kind }) => kind),
    ['robots'],
  );
  await settleAll(world.frontier, 's', robots, { robots: { origin, verdict } });
}

/** What is handed out in that time while every robots.txt fails; pages are fetched by the rules their worker finds. */
async function crawl(world: World, ms: number, { verdict: failed, signal }: Failure, session = 's') {
  const had = { pages: 0, robots: 0, lawless: 0 };
  const until = world.now() + ms;
  while (world.now() < until) {
    for (const claim of await claimSome(world.frontier, session)) {
      if (claim.kind === 'robots') {
        had.robots++;
        const said = { robots: { origin, verdict: failed }, hostSignal: signal, outcome: 'failed' } as const;
        await settleAll(world.frontier, session, [claim], said);
      } else if ((await world.frontier.robots(origin)) === null) {
        had.lawless++;
        await world.frontier.requeue(session, [{ token: claim.token }]);
      } else {
        had.pages++;
        await settleAll(world.frontier, session, [claim]);
      }
    }
    await world.advance(60_000);
    await world.frontier.sweep();
  }
  return had;
}

for (const [what, failure] of failures) {
  rule(`a day later its robots.txt ${what}: the kept copy goes on deciding`, async (world) => {
    await read(world);
    await world.advance(DAY);
    const had = await crawl(world, 6 * HOUR, failure);
    assert.ok(had.pages >= 5, JSON.stringify(had));
    assert.equal(had.lawless, 0);
  });
  rule(
    `a host that rested for two days, and its robots.txt ${what}: the kept copy goes on deciding`,
    async (world) => {
      await read(world);
      await world.frontier.pauseHost({ host: 'h.test', version: 1 });
      await world.advance(2 * DAY);
      await world.frontier.sweep();
      await world.frontier.resumeHost({ host: 'h.test', version: 2 });
      const had = await crawl(world, 6 * HOUR, failure);
      assert.ok(had.pages >= 5, JSON.stringify(had));
      assert.equal(had.lawless, 0);
    },
  );
}

const refused = failures[3]![1];
const answers500 = failures[0]![1];
const reasons = async ({ frontier }: World) => {
  const told = await frontier.readOutcomes('r', 1000);
  await frontier.ackOutcomes(told.map(({ id }) => id));
  return told.flatMap((one) => (one.kind === 'dropped' ? [[one.run, one.reason, one.count]] : []));
};
const lookAt = async ({ frontier }: World, run = 'a') =>
  (await frontier.inspectUrl(run, { url: `${origin}/0` }))!.host.robots;

rule(
  'a copy decides until it is as old as the policy lets it be; then what waits is given up, and why is told',
  async (world) => {
    const { frontier, advance } = world;
    await read(world, 3000);
    const readAt = world.now();
    await advance(DAY);
    await crawl(world, HOUR, answers500);
    const { unreachableSince, ...kept } = await lookAt(world);
    assert.deepEqual(kept, { storedAt: readAt, decidesUntil: readAt + 7 * DAY });
    assert.ok(unreachableSince! >= readAt + DAY && unreachableSince! < readAt + DAY + 60_000);
    await advance(readAt + 7 * DAY - HOUR - world.now());
    assert.ok((await crawl(world, HOUR, answers500)).pages > 30);
    assert.deepEqual(await reasons(world), []);
    const { waiting } = (await frontier.sizes('a'))!.counters;
    assert.ok(waiting > 1000);
    const after = await crawl(world, HOUR, answers500);
    assert.deepEqual([after.pages, await reasons(world)], [0, [['a', 'robots-unreachable', waiting]]]);
  },
);

rule(
  'what its robots.txt says when it can be had again holds at once: other rules, or none',
  async (world) => {
    const { frontier, advance } = world;
    await read(world);
    await advance(DAY);
    await crawl(world, HOUR, refused);
    for (const now of [
      { ...verdict, body: 'User-agent: *\nDisallow: /other\n' },
      { state: 'allowAll' } as const,
    ]) {
      await advance(DAY);
      const robots = (await claimSome(frontier, 's')).filter(({ kind }) => kind === 'robots');
      assert.equal(robots.length, 1);
      await settleAll(frontier, 's', robots, { robots: { origin, verdict: now } });
      assert.deepEqual((await frontier.robots(origin))?.verdict, now);
      assert.equal((await lookAt(world)).unreachableSince, null);
      await advance(1000);
      const pages = await claimSome(frontier, 's');
      assert.deepEqual(
        pages.map(({ kind, robotsAt }) => [kind, robotsAt]),
        [['page', world.now() - 1000]],
      );
      await settleAll(frontier, 's', pages);
    }
  },
);

rule('each run goes by a copy for as long as its own policy says', async (world) => {
  const { frontier, advance } = world;
  await read(world, 500);
  const long = { robots: { obey: true, maxCopyAgeMs: 30 * DAY } };
  await frontier.applyRun(makeRun({ run: 'b', policy: long }));
  await frontier.enqueue('b', makeUrls('h.test', 500, 1000));
  await advance(6 * DAY);
  await crawl(world, HOUR, answers500);
  assert.equal((await lookAt(world, 'b')).decidesUntil! - (await lookAt(world, 'a')).decidesUntil!, 23 * DAY);
  await advance(2 * DAY);
  const had = await crawl(world, 2 * HOUR, answers500);
  assert.ok(had.pages > 50 && had.lawless === 0, JSON.stringify(had));
  const told = await reasons(world);
  assert.deepEqual(
    told.map(([run, reason]) => [run, reason]),
    [['a', 'robots-unreachable']],
  );
  assert.equal((await frontier.sizes('a'))!.counters.waiting, 0);
  assert.ok((await frontier.sizes('b'))!.counters.waiting > 100);
});

rule('a run that begins when the last one is long over goes by the copy that was kept', async (world) => {
  const { frontier, advance } = world;
  await read(world, 1);
  await advance(1000);
  await settleAll(frontier, 's', await claimSome(frontier, 's'));
  await advance(3 * DAY);
  await frontier.sweep();
  await frontier.applyRun(makeRun({ run: 'b', policy: obey }));
  await frontier.enqueue('b', makeUrls('h.test', 10, 10));
  const had = await crawl(world, HOUR, refused);
  assert.deepEqual([had.pages, had.lawless], [10, 0]);
});

rule('without a copy nothing goes out, and after a day what waits is given up', async (world) => {
  await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 5));
  await world.frontier.renewSession('s', 100 * DAY);
  const had = await crawl(world, 40 * HOUR, answers500);
  assert.ok(had.robots > 5);
  assert.deepEqual([had.pages, had.lawless, await reasons(world)], [0, 0, [['a', 'robots-unreachable', 5]]]);
});

test('a host that Redis has forgotten has its copy all the same, and the Crawl-delay in it', async (t) => {
  const world = await redisWorld();
  t.after(world.close);
  const { frontier, advance, redis, name } = world;
  await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 1));
  await frontier.renewSession('s', 100 * DAY);
  const slow = {
    ...verdict,
    body: 'User-agent: *\nCrawl-delay: 120\n\nUser-agent: FastBot\nCrawl-delay: 1\n',
  };
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { robots: { origin, verdict: slow } });
  await advance(120_000);
  await settleAll(frontier, 's', await claimSome(frontier, 's'));
  await advance(2 * DAY);
  assert.equal(await redis.del(shardKeys(name, 0).host('h.test')), 1);
  await frontier.enqueue('a', makeUrls('h.test', 100, 10));
  const had = await crawl(world, HOUR, refused);
  const starts = had.pages + had.robots;
  assert.ok(had.pages >= 15 && starts >= 25 && starts <= 31, JSON.stringify(had));
  const { crawlDelay } = (await frontier.inspectUrl('a', { url: `${origin}/10` }))!.host;
  assert.equal(crawlDelay.askedMs, 120_000);
});
