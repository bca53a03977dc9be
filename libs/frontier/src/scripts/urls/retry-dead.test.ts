import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

const dead = { outcome: 'failed', next: { do: 'dead', reason: 'RESET' } } as const;
const again = (url: string, attempts: number) => ({ url, depth: 0, hops: 0, attempts });

rule(
  'a dead URL is tried again with the next number of attempt and all its tries before it',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 2));
    const [claim] = await claimSome(frontier, 's');
    await settleAll(frontier, 's', [claim!], dead);
    assert.deepEqual(await frontier.retryDead('a', [again(claim!.url, 4)]), {
      accepted: 1,
      known: 0,
      refused: 0,
    });
    await advance(1100);
    await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
    await advance(1100);
    const [second] = await claimSome(frontier, 's');
    assert.deepEqual([second?.url, second?.attempt, second?.uncharged], [claim?.url, 5, 4]);
    await settleAll(frontier, 's', [second!]);
    const sizes = (await frontier.sizes('a'))!;
    const { accepted, finished, waiting } = sizes.counters;
    assert.deepEqual([accepted, finished, waiting, sizes.retried], [3, 3, 0, 1]);
  },
);

rule(
  'to ask again for a URL, however often and whoever does, brings it back once for each of its ends',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const claims = await claimSome(frontier, 's');
    await settleAll(frontier, 's', claims, dead);
    const urls = [again('http://h.test/0', 1), again('http://h.test/unknown', 1)];
    assert.deepEqual(await frontier.retryDead('a', urls), { accepted: 1, known: 0, refused: 1 });
    assert.deepEqual(await frontier.retryDead('a', urls), { accepted: 0, known: 1, refused: 1 });
    assert.equal((await frontier.sizes('a'))!.counters.waiting, 1);
    await world.advance(1100);
    await settleAll(frontier, 's', await claimSome(frontier, 's'), dead);
    assert.deepEqual(await frontier.retryDead('a', urls), { accepted: 0, known: 1, refused: 1 });
    const next = [again('http://h.test/0', 2)];
    assert.deepEqual(await frontier.retryDead('a', next), { accepted: 1, known: 0, refused: 0 });
  },
);

rule('nothing is retried in a run that has ended or is not known', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), dead);
  await frontier.applyRun(makeRun({ version: 2, state: 'ending' }));
  const refused = { accepted: 0, known: 0, refused: 1 };
  assert.deepEqual(await frontier.retryDead('a', [again('http://h.test/0', 1)]), refused);
  assert.deepEqual(await frontier.retryDead('x', [again('http://h.test/0', 1)]), refused);
});

rule('at most 100 urgent URLs of a host stand before the others', async (world) => {
  const { frontier } = world;
  const pace = { mode: 'delay' as const, delayMs: 0 };
  await begin(world, makeRun({ policy: { pace } }), makeUrls('h.test', 1));
  const urgent = makeUrls('h.test', 70, 1).map((url) => ({ ...url, urgent: true }));
  await frontier.enqueue('a', urgent);
  await frontier.enqueue(
    'a',
    makeUrls('h.test', 70, 101).map((url) => ({ ...url, urgent: true })),
  );
  const order: number[] = [];
  for (let i = 0; i < 141; i++) {
    const claims = await claimSome(frontier, 's');
    order.push(...paths(claims).map(Number));
    await settleAll(frontier, 's', claims);
    await world.advance(1);
  }
  // The first 70 and 30 of the second call, the youngest first; then the normal one and those that found no room.
  const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);
  const up = (from: number, to: number) => down(to, from).reverse();
  assert.deepEqual(order, [...down(130, 101), ...down(70, 1), 0, ...up(131, 170)]);
});
