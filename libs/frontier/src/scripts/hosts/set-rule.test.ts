import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { FrontierMisuse } from '../../errors.ts';
import { shardKeys } from '../../keys.ts';
import { openFrontier } from '../../open-frontier.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

const slow = (delayMs: number) => ({ pace: { mode: 'delay' as const, delayMs }, blocked: false });

rule('a rule binds the next claim, and never makes a host faster than its run', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 9));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
  await frontier.setRule({ pattern: 'h.test', version: 1, ...slow(4000) });
  await advance(3000);
  assert.equal((await claimSome(frontier, 's')).length, 0);
  await advance(1100);
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
  await frontier.setRule({ pattern: 'h.test', version: 2, ...slow(0) });
  assert.equal((await claimSome(frontier, 's')).length, 0);
  await advance(1001);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule('a shorter rule, and one that is removed, gives hosts their earlier time at once', async (world) => {
  const { frontier, advance } = world;
  await frontier.setRule({ pattern: '*.deep.test', version: 1, ...slow(3_600_000) });
  await begin(
    world,
    makeRun(),
    ['a.deep.test', 'b.deep.test:81', 'c.test'].flatMap((h) => makeUrls(h, 5)),
  );
  const hosts = async () => (await claimSome(frontier, 's')).map(({ host }) => host);
  assert.deepEqual(await hosts(), ['c.test']);
  await frontier.setRule({ pattern: '*.deep.test', version: 2, ...slow(500) });
  assert.deepEqual((await hosts()).sort(), ['a.deep.test', 'b.deep.test:81']);
  await frontier.closeSession('s');
  await frontier.openSession('t', 10_000_000);
  await frontier.setRule({ pattern: '*.deep.test', version: 3, ...slow(3_600_000) });
  await advance(2000);
  assert.equal((await claimSome(frontier, 't')).length, 1);
  await frontier.removeRule({ pattern: '*.deep.test', version: 4 });
  assert.equal((await claimSome(frontier, 't')).length, 2);
});

rule(
  'a blocked host waits until its rule says otherwise; the exact rule counts before a suffix',
  async (world) => {
    const { frontier } = world;
    await frontier.setRule({ pattern: '*.test', version: 1, pace: null, blocked: true });
    await begin(world, makeRun(), [...makeUrls('a.test', 2), ...makeUrls('b.test', 2)]);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    await frontier.setRule({ pattern: 'a.test', version: 1, pace: null, blocked: false });
    assert.deepEqual(
      (await claimSome(frontier, 's')).map(({ host }) => host),
      ['a.test'],
    );
    await frontier.setRule({ pattern: '*.test', version: 2, pace: null, blocked: false });
    assert.deepEqual(
      (await claimSome(frontier, 's')).map(({ host }) => host),
      ['b.test'],
    );
  },
);

rule(
  'an older version of a rule changes nothing, nor does it bring a removed one back',
  async ({ frontier }) => {
    const first = { pattern: 'h.test', version: 3, ...slow(5) };
    assert.deepEqual(await frontier.setRule(first), { applied: true });
    assert.deepEqual(await frontier.setRule({ ...first, version: 2, blocked: true }), { applied: false });
    assert.deepEqual(await frontier.rules(), [first]);
    assert.deepEqual(await frontier.removeRule({ pattern: 'h.test', version: 4 }), { applied: true });
    assert.deepEqual(await frontier.setRule({ ...first, version: 4 }), { applied: false });
    assert.deepEqual(await frontier.rules(), []);
  },
);

rule('what is no host and no suffix is refused', async ({ frontier }) => {
  for (const pattern of ['*', '*.', 'a.*.test', 'http://a.test', 'A.test', 'a b', '', '*.a.test:80']) {
    await assert.rejects(
      async () => frontier.setRule({ pattern, version: 1, ...slow(1) }),
      FrontierMisuse,
      pattern,
    );
  }
  for (const pattern of ['a.test:8080', '[::1]', '10.0.0.1', '*.a.test', 'localhost']) {
    await frontier.setRule({ pattern, version: 1, ...slow(1) });
  }
  await assert.rejects(
    async () => frontier.setRule({ pattern: 'a', version: 0, ...slow(1) }),
    FrontierMisuse,
  );
});

test('many hosts of many runs are loosened in steps, by sweep when the one who set the rule is gone', async () => {
  const world = await redisWorld();
  try {
    const { frontier, redis, name } = world;
    await frontier.setRule({ pattern: '*.many.test', version: 1, ...slow(86_400_000) });
    const urls = Array.from({ length: 3000 }, (_, i) => makeUrls(`h${i}.many.test`, 1)).flat();
    await frontier.openSession('s', 10_000);
    for (const run of ['a', 'b']) {
      await frontier.applyRun(makeRun({ run }));
      await frontier.enqueue(run, urls);
    }
    await world.advance(1000);
    assert.deepEqual(await claimSome(frontier, 's', 256), []);
    // The rule is written, but whoever should go on with it dies.
    const text = JSON.stringify({ pace: null, blocked: false });
    await redis.hset(`{${name}f0}:rules`, '*.many.test', `0 1000000 2 ${text}`);
    await redis.hset(`{${name}f0}:loosening`, '*.many.test', '');
    assert.deepEqual(await claimSome(frontier, 's', 256), []);
    let steps = 1;
    while ((await frontier.sweep()).more) steps++;
    assert.ok(steps >= 3, `${steps} steps`);
    await world.advance(1000);
    assert.equal((await claimSome(frontier, 's', 256)).length, 256);
  } finally {
    await world.close();
  }
});

test('a rule holds on every shard', async () => {
  const world = await redisWorld({ shards: 3 });
  try {
    const { frontier } = world;
    await frontier.setRule({ pattern: '*.test', version: 1, pace: null, blocked: true });
    const urls = ['a.test', 'www.b.test', 'c.test', 'd.test', 'e.test', 'f.test'].flatMap((h) =>
      makeUrls(h, 1),
    );
    await begin(world, makeRun(), urls);
    assert.deepEqual(await claimSome(frontier, 's', 20), []);
    await frontier.removeRule({ pattern: '*.test', version: 2 });
    assert.equal((await claimSome(frontier, 's', 20)).length, 6);
  } finally {
    await world.close();
  }
});

rule(
  'of many hosts in one claim each keeps what was said of it, and the others are handed out',
  async (world) => {
    const { frontier } = world;
    const names = ['exact.test', 'a.suffix.test', 'paused.test', 'mine.test', 'free.test', 'b.free.test:81'];
    await begin(
      world,
      makeRun(),
      names.flatMap((name) => makeUrls(name, 2)),
    );
    const blocked = { version: 1, pace: null, blocked: true };
    await frontier.setRule({ pattern: 'exact.test', ...blocked });
    await frontier.setRule({ pattern: '*.suffix.test', ...blocked });
    await frontier.pauseHost({ host: 'paused.test', version: 1 });
    await frontier.pauseHost({ host: 'mine.test', run: 'a', version: 1 });
    const claims = await claimSome(frontier, 's');
    assert.deepEqual(claims.map(({ host }) => host).sort(), ['b.free.test:81', 'free.test']);
  },
);

test('what was said of one host makes no claim and no settle of others dearer by more than a command', async () => {
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = await openFrontier(server.url);
  /** Commands that a claim and a settle of 50 hosts take, those within their scripts too. */
  const commands = async (round: number) => {
    const session = `s${round}`;
    await frontier.openSession(session, 60_000);
    await frontier.enqueue(
      'a',
      Array.from({ length: 50 }, (_, i) => makeUrls(`h${round}-${i}.test`, 2)).flat(),
    );
    await redis.config('RESETSTAT');
    const claims = await claimSome(frontier, session, 50);
    assert.equal(claims.length, 50);
    await settleAll(frontier, session, claims);
    const stats = await redis.info('commandstats');
    return [...stats.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
  };
  try {
    await frontier.applyRun(makeRun());
    await redis.hset(shardKeys('', 0).meta(), 'floor', 0);
    await commands(0);
    const before = await commands(1);
    await frontier.setRule({ pattern: 'other.test', version: 1, pace: null, blocked: true });
    await frontier.setRule({ pattern: '*.others.test', version: 1, pace: null, blocked: true });
    await frontier.pauseHost({ host: 'another.test', version: 1 });
    assert.ok((await commands(2)) <= before + 4);
  } finally {
    redis.disconnect();
    await frontier.close();
    await server.stop();
  }
});

rule(
  'certificates pass where the most particular rule with a word on them says so, and no longer when it is taken back',
  async ({ frontier }) => {
    const none = { pace: null, blocked: false };
    assert.equal(await frontier.verifiesTls('a.old.test'), true);
    await frontier.setRule({ pattern: '*.old.test', version: 1, ...none, verifyTls: false });
    await frontier.setRule({ pattern: 'a.old.test', version: 1, ...slow(1000) });
    await frontier.setRule({ pattern: 'b.old.test:8443', version: 1, ...none, verifyTls: true });
    const hosts = [
      'a.old.test',
      'c.d.old.test:444',
      'b.old.test:8443',
      'b.old.test',
      'old.test',
      'bold.test',
    ];
    assert.deepEqual(await Promise.all(hosts.map((host) => frontier.verifiesTls(host))), [
      ...[false, false, true, false, true, true],
    ]);
    const found = (await frontier.rules()).map(({ pattern, verifyTls }) => [pattern, verifyTls]);
    assert.deepEqual(found, [
      ['*.old.test', false],
      ['a.old.test', undefined],
      ['b.old.test:8443', true],
    ]);
    await frontier.removeRule({ pattern: '*.old.test', version: 2 });
    assert.equal(await frontier.verifiesTls('a.old.test'), true);
  },
);
