import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, claimSome, makeRun, makeUrls } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

rule(
  'a scope that was widened is known to all whose claims are granted later, and each place counts once',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), [...makeUrls('g.test', 2), ...makeUrls('h.test', 2)]);
    const before = await claimSome(frontier, 's');
    assert.deepEqual(
      before.map(({ wide }) => wide),
      before.map(() => undefined),
    );
    assert.equal((await frontier.runConfig('a'))!.wide, 0);

    assert.deepEqual(await frontier.widen('a', ['www.g.test']), { wide: 1 });
    assert.deepEqual(await frontier.widen('a', ['www.g.test', 'x.test']), { wide: 2 });
    const { config, wide } = (await frontier.runConfig('a'))!;
    assert.deepEqual([config.scope.led, wide], [['www.g.test', 'x.test'], 2]);
    await frontier.closeSession('s');
    await frontier.openSession('t', 100_000);
    await advance(2000);
    const after = await claimSome(frontier, 't');
    assert.ok(after.length > 0 && after.every((claim) => claim.wide === 2));
  },
);

rule('a run takes a thousand places and no more; one that is not known takes none', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('g.test', 1));
  const places = Array.from({ length: 1100 }, (_, i) => `h${i}.test`);
  assert.deepEqual(await frontier.widen('a', places), { wide: 1000 });
  assert.equal((await frontier.runConfig('a'))!.config.scope.led!.length, 1000);
  assert.deepEqual(await frontier.widen('unknown', ['x.test']), { wide: 0 });
});

test('every shard says how wide the scope is', async (t) => {
  const world = await redisWorld({ shards: 4 });
  t.after(world.close);
  const { frontier, advance } = world;
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', Array.from({ length: 24 }, (_, i) => makeUrls(`h${i}.test`, 1)).flat());
  await frontier.widen('a', ['www.h1.test']);
  await frontier.openSession('s', 100_000);
  await advance(1100);
  const claims = await claimSome(frontier, 's', 64);
  assert.deepEqual([claims.length, new Set(claims.map(({ wide }) => wide))], [24, new Set([1])]);
});
