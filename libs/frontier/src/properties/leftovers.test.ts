import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftovers } from '../testing/leftovers.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { redisWorld, type World } from '../testing/rule.ts';

/** What is left once the runs were cancelled and forgotten and the outcomes read. */
async function leftAfter(
  runs: readonly string[],
  story: (world: World) => Promise<() => Promise<unknown>>,
): Promise<string[]> {
  const world = await redisWorld();
  const { frontier, advance } = world;
  try {
    const late = await story(world);
    for (const run of runs) {
      await frontier.applyRun(makeRun({ run, version: 9, state: 'cancelled' }));
      await frontier.drop(run, 'cancelled');
      while ((await frontier.forget(run)).left);
    }
    await late();
    for (const session of ['s', 's2']) await frontier.closeSession(session);
    await advance(3_700_000);
    await frontier.sweep();
    for (;;) {
      const entries = await frontier.readOutcomes('c', 100);
      if (entries.length === 0) break;
      await frontier.ackOutcomes(entries.map(({ id }) => id));
    }
    return await leftovers(world.redis, world.name);
  } finally {
    await world.close();
  }
}

const nothing = async () => {};
const obeys = { robots: { obey: true } };

const stories: Record<string, (world: World) => Promise<() => Promise<unknown>>> = {
  'hosts that were paused and resumed, and rules that were removed': async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    for (const run of [{}, { run: 'a' }]) {
      await frontier.pauseHost({ host: 'h.test', version: 1, ...run });
      await frontier.resumeHost({ host: 'h.test', version: 2, ...run });
    }
    for (const pattern of ['h.test', '*.test']) {
      await frontier.setRule({ pattern, version: 1, pace: null, blocked: true });
      await frontier.removeRule({ pattern, version: 2 });
    }
    return nothing;
  },
  'a session that was swept and settles late': async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const claims = await claimSome(frontier, 's');
    await advance(11_000);
    await frontier.sweep();
    await settleAll(frontier, 's', claims);
    return nothing;
  },
  'a session that was closed and settles late': async (world) => {
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const claims = await claimSome(world.frontier, 's');
    await world.frontier.closeSession('s');
    return () => settleAll(world.frontier, 's', claims);
  },
  'a scope that was widened': async (world) => {
    await begin(world, makeRun(), makeUrls('h.test', 1));
    await world.frontier.widen('a', ['www.h.test']);
    return nothing;
  },
  'robots.txt that is out while its run is forgotten': async (world) => {
    await begin(world, makeRun({ policy: obeys }), makeUrls('h.test', 2));
    const claims = await claimSome(world.frontier, 's');
    return () => settleAll(world.frontier, 's', claims);
  },
  'a page that is out while its run is forgotten': async (world) => {
    await begin(world, makeRun(), makeUrls('h.test', 2));
    const claims = await claimSome(world.frontier, 's');
    return () => settleAll(world.frontier, 's', claims);
  },
  'what is said late of a host at which nobody waits, known or not': async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const claims = await claimSome(frontier, 's');
    await frontier.closeSession('s');
    await frontier.openSession('s2', 100_000);
    await advance(1000);
    await settleAll(frontier, 's2', await claimSome(frontier, 's2'));
    const stranger = { ...claims[0]!, token: '1', host: 'nowhere.test' };
    const hostSignal = { kind: 'throttled', retryAfterMs: 5000 } as const;
    await settleAll(frontier, 's', [claims[0]!, stranger], { hostSignal });
    return nothing;
  },
  'a robots.txt that leads to a host of a run that is gone': async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun({ run: 'b' }), makeUrls('h.test', 1));
    await settleAll(frontier, 's', await claimSome(frontier, 's'));
    await frontier.applyRun(makeRun({ run: 'b', version: 2, state: 'cancelled' }));
    await frontier.forget('b');
    await advance(2000);
    await frontier.applyRun(makeRun());
    const reply = await frontier.hop('s', 'hop', { run: 'a', url: 'http://h.test/robots.txt', hops: 1 });
    assert.ok(reply.state === 'granted');
    return () => settleAll(frontier, 's', [reply.claim]);
  },
  'URLs that a budget of their domain refuses': async (world) => {
    const run = makeRun({ policy: { maxPagesPerDomain: 1 } });
    await begin(world, run, makeUrls('a.h.test', 1));
    await settleAll(world.frontier, 's', await claimSome(world.frontier, 's'));
    await world.frontier.enqueue('a', [...makeUrls('b.h.test', 1), ...makeUrls('c.other.test', 1)]);
    return nothing;
  },
  'a URL that is to be tried again much later': async (world) => {
    await begin(world, makeRun(), makeUrls('h.test', 2));
    const claims = await claimSome(world.frontier, 's');
    const retry = { do: 'retry', delayMs: 3_600_000 } as const;
    await settleAll(world.frontier, 's', claims, { outcome: 'failed', next: retry });
    return nothing;
  },
  'a host that several runs shared': async (world) => {
    const { frontier, advance } = world;
    for (const run of ['b', 'c']) await frontier.applyRun(makeRun({ run }));
    await begin(world, makeRun(), makeUrls('h.test', 3));
    for (const run of ['b', 'c']) await frontier.enqueue(run, makeUrls('h.test', 3));
    for (let i = 0; i < 4; i++) {
      await advance(1100);
      await settleAll(frontier, 's', await claimSome(frontier, 's'));
    }
    return nothing;
  },
};

for (const [what, story] of Object.entries(stories)) {
  test(`no key stays for good: ${what}`, async () => {
    assert.deepEqual(await leftAfter(['a', 'b', 'c'], story), []);
  });
}
