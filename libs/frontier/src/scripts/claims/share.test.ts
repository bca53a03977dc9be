import assert from 'node:assert/strict';
import { begin, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';
import type { Claim, Share } from '../../types/claims.ts';

const SLOTS = 90;
const policy = { pace: { mode: 'delay' as const, delayMs: 0 } };

const none: Share = { slots: SLOTS, held: {}, others: 0, crowdedHosts: [], crowdedDomains: [], over: [] };
const hosts = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}.test`);

let calls = 0;
async function claim({ frontier }: World, share: Partial<Share> = {}, want = SLOTS): Promise<Claim[]> {
  const reply = await frontier.claim('s', `share-${++calls}`, want, { ...none, ...share });
  assert.ok(reply.state === 'granted', reply.state);
  return reply.claims;
}

/** A worker that claims whenever it has slots, and keeps a URL of each run for so many steps of 50 ms. */
async function crowd(world: World, keeps: Record<string, number>, steps: number) {
  const held: { claim: Claim; until: number }[] = [];
  const took: Record<string, number> = {};
  for (let step = 0; step < steps; step++) {
    const over = held.filter(({ until }) => until <= step).map(({ claim: one }) => one);
    if (over.length > 0) await settleAll(world.frontier, 's', over);
    const left = held.filter(({ until }) => until > step);
    held.splice(0, held.length, ...left);
    const count = (run: string) => held.filter(({ claim: one }) => one.run === run).length;
    const share = Object.fromEntries(['a', 'b'].map((run) => [run, count(run)]));
    const free = SLOTS - held.length;
    const claims = free > 0 ? await claim(world, { held: share }, free) : [];
    held.push(...claims.map((one) => ({ claim: one, until: step + keeps[one.run]! })));
    for (const { claim: one } of held) took[one.run] = (took[one.run] ?? 0) + 1;
    await world.frontier.renewSession('s', 60_000);
    await world.advance(50);
  }
  return took;
}

rule('a run that would take every slot leaves some while another one has anything to do', async (world) => {
  const urls = hosts('a', SLOTS).flatMap((host) => makeUrls(host, 1));
  await begin(world, makeRun({ policy }), urls);
  await world.frontier.applyRun(makeRun({ run: 'b' }));
  await world.frontier.enqueue('b', makeUrls('b.test', 2));
  const claims = await claim(world);
  const of = (run: string) => claims.filter((one) => one.run === run).length;
  assert.deepEqual([of('a'), of('b')], [83, 1], 'a sixteenth is left');
  assert.deepEqual(await claim(world, { held: { a: 83, b: 1 } }, 6), []);
});

rule('a run that is alone has every slot', async (world) => {
  await begin(
    world,
    makeRun({ policy }),
    hosts('a', SLOTS).flatMap((host) => makeUrls(host, 1)),
  );
  assert.equal((await claim(world)).length, SLOTS);
});

for (const keeps of [
  { a: 1, b: 40 },
  { a: 40, b: 1 },
]) {
  rule(
    `two runs of weights 1 and 2 that would take all hold slots as 1 : 2, when a URL of a is kept for ${keeps.a} and one of b for ${keeps.b}`,
    async (world) => {
      await begin(
        world,
        makeRun({ policy }),
        hosts('a', 100).flatMap((host) => makeUrls(host, 80)),
      );
      await world.frontier.applyRun(makeRun({ run: 'b', weight: 2, policy }));
      for (const host of hosts('b', 100)) await world.frontier.enqueue('b', makeUrls(host, 80));
      const { a = 0, b = 0 } = await crowd(world, keeps, 150);
      assert.ok(b / a > 1.6 && b / a < 2.5, `a held ${a}, b ${b}`);
      assert.ok(a + b > 0.8 * 150 * SLOTS, 'few slots are left free');
    },
  );
}

rule('a host is slow until it has answered, and again once it kept a slot for long', async (world) => {
  await begin(world, makeRun({ policy }), makeUrls('a.test', 4));
  const slow: (boolean | undefined)[] = [];
  for (const kept of [false, true, false, false]) {
    const claims = await claim(world);
    slow.push(claims[0]?.slow);
    await settleAll(world.frontier, 's', claims, { slow: kept });
    await world.advance(1);
  }
  assert.deepEqual(slow, [true, undefined, true, undefined]);
});

rule(
  'of slow hosts no more is handed out than they have slots, and any number of them hides no other host',
  async (world) => {
    const { frontier } = world;
    const quick = hosts('q', 5);
    await begin(
      world,
      makeRun({ policy }),
      quick.flatMap((host) => makeUrls(host, 2)),
    );
    await settleAll(frontier, 's', await claim(world));
    // They have waited for longer than the others, and there are more than a claim looks at.
    await frontier.enqueue(
      'a',
      hosts('slow', 100).flatMap((host) => makeUrls(host, 1)),
    );
    await world.advance(5000);
    await frontier.renewSession('s', 60_000);
    const claims = await claim(world, { held: { a: 50 }, slow: 3 }, 10);
    const isSlow = ({ host }: Claim) => host.startsWith('slow');
    assert.deepEqual([claims.filter(isSlow).length, claims.length], [3, 8]);
    assert.ok(claims.every((one) => isSlow(one) === (one.slow === true)));
    assert.deepEqual(await claim(world, { held: { a: 50 }, slow: 0 }, 10), []);
    assert.equal((await claim(world, {}, 100)).length, 97);
  },
);

rule('who has no slots for slow hosts is told when the next other one falls due', async (world) => {
  await begin(world, makeRun(), [...makeUrls('quick.test', 2)]);
  await settleAll(world.frontier, 's', await claim(world));
  await world.frontier.enqueue('a', makeUrls('slow.test', 1));
  await world.advance(940);
  const reply = await world.frontier.claim('s', 'id', 10, { ...none, held: { a: 50 }, slow: 0 });
  assert.ok(reply.state === 'granted' && reply.claims.length === 0);
  assert.ok(reply.nextDueMs > 20 && reply.nextDueMs <= 60, `in ${reply.nextDueMs} ms`);
  assert.equal((await claim(world)).length, 1, 'another worker has the slow one');
});

rule(
  'nothing of a host that has its part of the slots is handed out, nor of a slow one of such a domain',
  async (world) => {
    const known = ['a.crowd.test', 'b.other.test'];
    const unknown = ['c.crowd.test', 'd.free.test', 'notcrowd.test:81'];
    await begin(
      world,
      makeRun({ policy }),
      known.flatMap((host) => makeUrls(host, 2)),
    );
    await settleAll(world.frontier, 's', await claim(world));
    await world.frontier.enqueue(
      'a',
      unknown.flatMap((host) => makeUrls(host, 1)),
    );
    await world.advance(5000);
    await world.frontier.renewSession('s', 60_000);
    const claims = await claim(world, { crowdedHosts: ['b.other.test'], crowdedDomains: ['crowd.test'] });
    assert.deepEqual(claims.map(({ host }) => host).sort(), [
      'a.crowd.test',
      'd.free.test',
      'notcrowd.test:81',
    ]);
    await world.advance(3000);
    assert.deepEqual((await claim(world)).map(({ host }) => host).sort(), ['b.other.test', 'c.crowd.test']);
  },
);

rule('a run that a worker passes over is handed to others', async (world) => {
  await begin(world, makeRun({ policy }), makeUrls('a.test', 1));
  await world.frontier.applyRun(makeRun({ run: 'b', policy }));
  await world.frontier.enqueue('b', makeUrls('b.test', 1));
  assert.deepEqual(
    (await claim(world, { over: ['a'] })).map(({ run }) => run),
    ['b'],
  );
  assert.deepEqual(
    (await claim(world)).map(({ run }) => run),
    ['a'],
  );
});

rule(
  'a run that holds few slots has some for its new hosts, however many another run’s slow ones hold',
  async (world) => {
    await begin(
      world,
      makeRun({ policy }),
      hosts('a', 9).flatMap((host) => makeUrls(host, 1)),
    );
    await world.frontier.applyRun(makeRun({ run: 'b', policy }));
    for (const host of hosts('b', 9)) await world.frontier.enqueue('b', makeUrls(host, 1));
    const claims = await claim(world, { held: { a: 79 }, slow: 0 }, 11);
    assert.deepEqual(
      claims.map(({ run }) => run),
      Array.from({ length: 6 }, () => 'b'),
    );
  },
);

rule('a robots.txt that came soon makes no host a quick one, a page does', async (world) => {
  await begin(world, makeRun({ policy: { ...policy, robots: { obey: true } } }), makeUrls('a.test', 2));
  const slow: [string, boolean | undefined][] = [];
  for (let round = 0; round < 3; round++) {
    const claims = await claim(world);
    slow.push([claims[0]!.kind, claims[0]!.slow]);
    await settleAll(world.frontier, 's', claims);
    await world.advance(1);
  }
  assert.deepEqual(slow, [
    ['robots', true],
    ['page', true],
    ['page', undefined],
  ]);
});
