import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRedis } from '@trunkline/test-support';
import { createMemoryFrontier } from '../../memory/create-memory-frontier.ts';
import { openFrontier } from '../../open-frontier.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { memoryWorld, redisWorld, rule, type World } from '../../testing/rule.ts';

const obey = { robots: { obey: true } };
const rulesOf = (body: string) => ({ state: 'rules', body, crawlDelayMs: null }) as const;
/** As a site that wants to be crawled slowly by all but one. */
const two = 'User-agent: FastBot\nDisallow: /no\n\nUser-agent: *\nCrawl-delay: 30\n';

async function answer(world: World, session: string, body: string): Promise<void> {
  for (const claim of await claimSome(world.frontier, session)) {
    assert.equal(claim.kind, 'robots');
    const robots = { origin: new URL(claim.url).origin, verdict: rulesOf(body) };
    await settleAll(world.frontier, session, [claim], { robots });
  }
}

/** ms from one start of the run at `h.test` to the next. */
async function delayOf(world: World): Promise<number> {
  const starts: number[] = [];
  for (let i = 0; i < 700 && starts.length < 2; i++) {
    const claims = await claimSome(world.frontier, 's');
    starts.push(...claims.map(({ startInMs }) => world.now() + startInMs));
    await settleAll(world.frontier, 's', claims);
    await world.advance(100);
  }
  return starts[1]! - starts[0]!;
}

for (const [userAgent, delay] of [
  ['FastBot/1.0', 1000],
  ['Trunkline/0.1', 30_000],
  ['FastBotter/1.0', 30_000],
] as const) {
  rule(
    `a run of ${userAgent} goes by the Crawl-delay of its own agent, whoever read the file`,
    async (world) => {
      await begin(world, makeRun({ policy: { ...obey, userAgent: 'FastBot/1.0' } }), makeUrls('h.test', 1));
      await world.frontier.renewSession('s', 10_000_000);
      await answer(world, 's', two);
      await world.advance(1000);
      await settleAll(world.frontier, 's', await claimSome(world.frontier, 's'));
      await world.frontier.applyRun(makeRun({ run: 'b', policy: { ...obey, userAgent } }));
      await world.frontier.enqueue('b', makeUrls('h.test', 3, 10));
      assert.equal(Math.round((await delayOf(world)) / 100) * 100, delay);
      const state = await world.frontier.inspectUrl('b', { url: 'http://h.test/12' });
      assert.equal(state?.host.crawlDelay.askedMs, delay === 1000 ? 0 : delay);
    },
  );
}

rule('of 500 KiB of anything at most 256 KiB are kept, and what was forbidden is', async (world) => {
  const body = `User-agent: *\n${Array.from({ length: 20_000 }, (_, i) => `Disallow: /${i}\nAllow: /${i}/x\n`).join('')}`;
  await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 1));
  await answer(world, 's', body);
  const known = await world.frontier.robots('http://h.test');
  assert.ok(known?.verdict.state === 'rules');
  assert.ok(known.verdict.body.length <= 256 * 1024, `${known.verdict.body.length} characters`);
  assert.ok((await world.frontier.robotsKept()).bytes <= 270_000);
});

rule('the digest of a file is answered with its rules until another one is settled', async (world) => {
  await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 2));
  await world.frontier.renewSession('s', 864_000_000);
  const origin = 'http://h.test';
  const say = async (digest?: string) => {
    const robots = { origin, verdict: rulesOf(two), ...(digest && { digest }) };
    await settleAll(world.frontier, 's', await claimSome(world.frontier, 's'), { robots });
    return (await world.frontier.robots(origin))?.digest;
  };
  assert.equal(await say('abc'), 'abc');
  await world.advance(86_400_000);
  assert.equal(await say(), undefined);
});

/** A world whose frontier keeps so many bytes of rules. */
async function small(kind: 'redis' | 'memory', robotsBytes: number): Promise<World> {
  if (kind === 'memory') {
    const world = memoryWorld();
    return { ...world, frontier: createMemoryFrontier({ clock: world.now, robotsBytes }) };
  }
  const world = await redisWorld();
  const frontier = await openFrontier({ url: (await testRedis()).url, name: world.name, robotsBytes });
  const close = async () => {
    await frontier.close();
    await world.close();
  };
  return { ...world, frontier, close };
}

for (const kind of ['redis', 'memory'] as const) {
  test(`rules of all origins together are bounded: the largest go first, are asked for again, and are counted (${kind})`, async (t) => {
    const world = await small(kind, 30_000);
    t.after(world.close);
    const { frontier, advance } = world;
    const long = `User-agent: *\n${Array.from({ length: 500 }, (_, i) => `Disallow: /${i}\n`).join('')}`;
    await begin(world, makeRun({ policy: obey }), makeUrls('small.test', 2));
    await frontier.renewSession('s', 864_000_000);
    await answer(world, 's', two);
    for (let i = 0; i < 8; i++) {
      await frontier.enqueue('a', makeUrls(`large${i}.test`, 2));
      const claims = await claimSome(frontier, 's');
      for (const claim of claims) {
        const origin = new URL(claim.url).origin;
        if (claim.kind === 'robots')
          await settleAll(frontier, 's', [claim], { robots: { origin, verdict: rulesOf(long) } });
        else await settleAll(frontier, 's', [claim]);
      }
      const { bytes } = await frontier.robotsKept();
      assert.ok(bytes <= 30_000, `${bytes} bytes`);
    }
    const kept = await frontier.robotsKept();
    assert.deepEqual([kept.origins, kept.evicted], [4, 5]);
    assert.notEqual(await frontier.robots('http://small.test'), null, 'what is small stays');
    assert.equal(await frontier.robots('http://large0.test'), null, 'the oldest of the large ones went');
    assert.notEqual(await frontier.robots('http://large7.test'), null, 'the one that came last stays');
    await advance(2000);
    const again = await claimSome(frontier, 's', 50);
    const of = (host: string) => again.filter((claim) => claim.host === host).map((claim) => claim.kind);
    assert.deepEqual([of('large0.test'), of('large7.test')], [['robots'], ['page']]);
    await settleAll(frontier, 's', again);
    await advance(91_000_000);
    await frontier.sweep();
    assert.deepEqual(await frontier.robotsKept(), {
      bytes: 0,
      origins: 0,
      evicted: (await frontier.robotsKept()).evicted,
    });
  });
}

for (const kind of ['redis', 'memory'] as const) {
  test(`rules that nobody has asked for in a day are let go before all others, the oldest first, and count no more (${kind})`, async (t) => {
    const world = await small(kind, 60_000);
    t.after(world.close);
    const { frontier, advance } = world;
    const long = `User-agent: *\n${Array.from({ length: 500 }, (_, i) => `Disallow: /${i}\n`).join('')}`;
    await frontier.applyRun(makeRun({ policy: obey }));
    await frontier.openSession('s', 864_000_000);
    const readOf = async (host: string, body: string) => {
      await frontier.enqueue('a', makeUrls(host, 1));
      for (let i = 0; i < 3; i++) {
        for (const claim of await claimSome(frontier, 's')) {
          const robots = { origin: new URL(claim.url).origin, verdict: rulesOf(body) };
          await settleAll(frontier, 's', [claim], claim.kind === 'robots' ? { robots } : {});
        }
        await advance(1000);
      }
    };
    await readOf('first.test', long);
    await readOf('second.test', long);
    await advance(91_000_000);
    await frontier.sweep();
    const { bytes, origins } = await frontier.robotsKept();
    assert.deepEqual([bytes, origins], [0, 0]);
    const isKept = async (host: string) => (await frontier.robots(`http://${host}`)) !== null;
    const first = async () => [await isKept('first.test'), await isKept('second.test')];
    let n = 0;
    while ((await first())[0]) await readOf(`large${n++}.test`, long);
    assert.ok(n > 3 && n < 10, `${n} large ones`);
    assert.deepEqual(await first(), [false, true], 'the one that was read first goes first');
    assert.ok(await isKept('large0.test'));
    await readOf('another.test', long);
    assert.deepEqual([await first(), await isKept('large0.test')], [[false, false], true]);
    await readOf('last.test', long);
    assert.equal(await isKept('large0.test'), false);
    const kept = await frontier.robotsKept();
    assert.ok(kept.bytes <= 60_000, `${kept.bytes} bytes`);
    assert.equal(kept.evicted, 1, 'what was spare is not asked for again');
  });
}

/** A session that claims, and is lost with what it holds; answers what that was. */
async function lose(world: World, session: string): Promise<string[]> {
  await world.frontier.openSession(session, 10_000);
  const claims = await claimSome(world.frontier, session);
  await world.advance(11_000);
  await world.frontier.sweep();
  return claims.map(({ kind }) => kind);
}

rule(
  'a robots.txt at which two workers were lost is no third worker’s: after a day its URLs are given up',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 3));
    assert.deepEqual(await lose(world, 'w1'), ['robots']);
    assert.deepEqual(await lose(world, 'w2'), ['robots']);
    assert.deepEqual(await lose(world, 'w3'), []);
    const { host, now } = (await frontier.inspectUrl('a', { url: 'http://h.test/0' }))!;
    assert.ok(host.backoffUntil > now + 80_000_000, 'it rests');
    const told = (await frontier.readOutcomes('r', 100)).filter((entry) => entry.kind === 'robots');
    assert.deepEqual(
      told.map(({ record }) => [JSON.parse(record).state, JSON.parse(record).origin]),
      [['unreachable', 'http://h.test']],
    );
    await advance(86_400_000);
    assert.deepEqual(await lose(world, 'w4'), []);
    const dropped = (await frontier.readOutcomes('r', 100)).filter((entry) => entry.kind === 'dropped');
    assert.deepEqual(
      dropped.map(({ reason, count }) => [reason, count]),
      [['robots-poison', 3]],
    );
  },
);

rule(
  'a worker that is heard of again has not died of a robots.txt, nor one before which it was read',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun({ policy: obey }), makeUrls('h.test', 3));
    await lose(world, 'w1');
    await frontier.renewSession('w1', 10_000);
    assert.deepEqual(await lose(world, 'w2'), ['robots']);
    await frontier.openSession('w3', 10_000_000);
    const [robots] = await claimSome(frontier, 'w3');
    assert.equal(robots?.kind, 'robots');
    await settleAll(frontier, 'w3', [robots!]);
    await frontier.closeSession('w3');
    await world.advance(86_400_000);
    assert.deepEqual(await lose(world, 'w4'), ['robots']);
    assert.deepEqual(await lose(world, 'w5'), ['robots']);
  },
);

rule('a robots.txt at which a worker was lost is the only suspect of the next one', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: obey }), [...makeUrls('h.test', 1), ...makeUrls('i.test', 1)]);
  assert.deepEqual(await lose(world, 'w1'), ['robots', 'robots']);
  await frontier.openSession('w2', 100_000);
  const first = await claimSome(frontier, 'w2');
  await advance(2000);
  assert.deepEqual([first.length, (await claimSome(frontier, 'w2')).length], [1, 0]);
  await settleAll(frontier, 'w2', first);
  await advance(2000);
  const kinds = (await claimSome(frontier, 'w2')).map(({ host, kind }) => [kind, host === first[0]!.host]);
  assert.deepEqual(kinds.sort(), [
    ['page', true],
    ['robots', false],
  ]);
});
