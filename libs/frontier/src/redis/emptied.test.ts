import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardKeys } from '../keys.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { readAll } from '../testing/pair/endings.ts';
import { redisWorld, rule } from '../testing/rule.ts';

const DELAY = 1000;
/** Of scripts/lib/clock.lua. */
const LATEST_START = 600;

rule('whoever empties Redis as it runs begins an epoch: sessions are lost, runs unknown', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  const claims = await claimSome(frontier, 's');
  const [before] = await frontier.epochs();
  await world.empty();
  const [after] = await frontier.epochs();
  assert.deepEqual([after!.epoch, after!.lostAt], [before!.epoch + 1, null]);
  assert.deepEqual(await frontier.renewSession('s', 10_000), { lost: true });
  assert.equal((await frontier.claim('s', 'x', 1)).state, 'lost');
  const settled = await settleAll(frontier, 's', claims);
  assert.deepEqual(settled.stale, [claims[0]!.token]);
  assert.equal(await frontier.sizes('a'), null);
});

rule('in a frontier that was emptied no host is asked before a full delay', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  await claimSome(frontier, 's');
  await world.empty();
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', makeUrls('h.test', 3));
  await frontier.openSession('s2', 100_000);
  await world.advance(LATEST_START + DELAY - 200);
  assert.deepEqual(await claimSome(frontier, 's2'), []);
  await world.advance(200);
  assert.equal((await claimSome(frontier, 's2')).length, 1);
});

rule('the recorder reads on after Redis was emptied', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  await frontier.readOutcomes('recorder', 10);
  await world.empty();
  assert.deepEqual(await frontier.readOutcomes('recorder', 10), []);
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', makeUrls('h.test', 1));
  assert.deepEqual(
    (await readAll(frontier)).map(({ kind }) => kind),
    ['discovered'],
  );
});

test('a shard that was emptied is founded by whoever asks first, whatever is asked, and the other shards go on', async () => {
  const world = await redisWorld({ shards: 2 });
  const { frontier, redis, name } = world;
  const asks = [
    () => frontier.openSession('s', 10_000),
    () => frontier.applyRun(makeRun({ run: 'b' })),
    () => frontier.sweep(),
    () => frontier.outcomesBacklog(),
    () => frontier.outcomesSpan(),
    () => frontier.readOutcomes('recorder', 1),
    () => frontier.epochs(),
  ];
  try {
    await frontier.applyRun(makeRun());
    for (const ask of asks) {
      const before = await frontier.epochs();
      await redis.unlink(await redis.keys(`{${name}f1}:*`));
      await ask();
      const now = await Promise.all([0, 1].map((n) => redis.hget(shardKeys(name, n).meta(), 'began')));
      assert.equal(now[0], String(before[0]!.began), ask.toString());
      assert.ok(Number(now[1]) > before[1]!.began!, ask.toString());
    }
  } finally {
    await world.close();
  }
});

test('when only meta is deleted sessions are lost, hosts wait, and rules and pauses stay in force', async () => {
  const world = await redisWorld();
  const { frontier, redis, name } = world;
  try {
    await begin(world, makeRun(), [
      ...makeUrls('h.test', 1),
      ...makeUrls('no.test', 1),
      ...makeUrls('rest.test', 1),
    ]);
    await frontier.setRule({ pattern: 'no.test', version: 1, pace: null, blocked: true });
    await frontier.setRule({ pattern: 'gone.test', version: 1, pace: null, blocked: true });
    await frontier.removeRule({ pattern: 'gone.test', version: 2 });
    await frontier.pauseHost({ host: 'rest.test', version: 1 });
    await frontier.pauseHost({ host: 'gone.test', version: 1 });
    await frontier.resumeHost({ host: 'gone.test', version: 2 });
    const meta = shardKeys(name, 0).meta();
    await redis.del(meta);
    await world.advance(0); // its clock
    assert.equal((await frontier.claim('s', 'x', 1)).state, 'lost');
    assert.deepEqual(await redis.hmget(meta, 'rules', 'paused'), ['1', '1']);
    await frontier.openSession('s2', 100_000);
    assert.deepEqual(await claimSome(frontier, 's2'), []);
    await world.advance(LATEST_START + DELAY);
    assert.deepEqual(
      (await claimSome(frontier, 's2')).map(({ host }) => host),
      ['h.test'],
    );
  } finally {
    await world.close();
  }
});

test('when the outcomes are deleted a new epoch says that some were never told', async () => {
  const world = await redisWorld();
  const { frontier, redis, name } = world;
  try {
    await begin(world, makeRun(), makeUrls('h.test', 3));
    const [before] = await frontier.epochs();
    await redis.del(shardKeys(name, 0).outcomes());
    await settleAll(frontier, 's', await claimSome(frontier, 's')); // writes the stream anew, without a reader
    const told = await readAll(frontier);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['settled'],
    );
    const [after] = await frontier.epochs();
    assert.deepEqual(
      { untold: after!.untold, lostAt: after!.lostAt, began: after!.began! > before!.began! },
      { untold: true, lostAt: null, began: true },
    );
  } finally {
    await world.close();
  }
});
