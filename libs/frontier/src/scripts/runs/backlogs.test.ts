import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

rule(
  'a backlog is what waits at a host, at the pace in force and with what of it is no wish of the policy',
  async (world) => {
    const { frontier } = world;
    const seeds = ['a.test', 'b.test', 'c.test'].flatMap((host, i) => makeUrls(host, 3 * (i + 1)));
    await begin(world, makeRun({ policy: { pace: { mode: 'rate', perSecond: 4, concurrency: 3 } } }), seeds);
    const slower = {
      pattern: 'b.test',
      version: 1,
      pace: { mode: 'delay', delayMs: 4000 },
      blocked: false,
    } as const;
    await frontier.setRule(slower);
    await frontier.pauseHost({ host: 'c.test', run: 'a', version: 1 });
    const found = await frontier.backlogs('a', { most: 10 });
    const said = found?.looked.map(({ host, waiting, delayMs, ownMs, concurrency, restMs }) =>
      [host, waiting, delayMs, ownMs, concurrency, restMs].join(' '),
    );
    assert.deepEqual(said?.sort(), ['a.test 3 250 0 3 0', 'b.test 6 4000 4000 1 0', 'c.test 9 250 0 0 0']);
    assert.equal(found?.hosts, 3);
    assert.equal(await frontier.backlogs('zz', { most: 10 }), null);
  },
);

rule('a host that rests says for how long, one with nothing waiting is left out', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), [...makeUrls('a.test', 3), ...makeUrls('b.test', 1)]);
  const claims = await claimSome(frontier, 's');
  await settleAll(frontier, 's', claims, { hostSignal: { kind: 'throttled', retryAfterMs: 60_000 } });
  const { looked } = (await frontier.backlogs('a', { most: 10 }))!;
  assert.deepEqual(
    looked.map(({ host, waiting, restMs }) => [host, waiting, restMs]),
    [['a.test', 2, 60_000]],
  );
});

test('of many hosts no more are looked at than asked for, others each time, and those named always; of every shard', async (t) => {
  const world = await redisWorld({ shards: 3 });
  t.after(() => world.close());
  const { frontier } = world;
  await begin(world, makeRun(), Array.from({ length: 90 }, (_, n) => makeUrls(`h${n}.test${n}`, 1)).flat());
  const seen = new Set<string>();
  for (let i = 0; i < 10; i++) {
    const { looked, hosts } = (await frontier.backlogs('a', {
      most: 15,
      offset: i / 10,
      also: ['h7.test7'],
    }))!;
    assert.equal(hosts, 90);
    assert.ok(looked.length <= 16 && looked.some(({ host }) => host === 'h7.test7'));
    for (const { host } of looked) seen.add(host);
  }
  assert.ok(seen.size > 50, `${seen.size}`);
});
