import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { openFrontier } from '../../open-frontier.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

rule('sessions are told with what each holds, and counted', async (world) => {
  const { frontier, advance } = world;
  const urls = Array.from({ length: 9 }, (_, i) => makeUrls(`h${i}.test`, 2)).flat();
  await begin(world, makeRun(), urls);
  await frontier.openSession('t', 10_000);
  const held = async () =>
    Object.fromEntries((await frontier.sessions()).map((s) => [s.session, s.inFlight]));
  const claims = await claimSome(frontier, 's', 6);
  await claimSome(frontier, 't', 2);
  await frontier.hop('t', 'hop', { run: 'a', url: 'http://elsewhere.test/robots.txt', hops: 1 });
  assert.deepEqual(await held(), { s: 6, t: 3 });
  assert.equal(await frontier.countSessions(), 2);
  await settleAll(frontier, 's', claims.slice(0, 3));
  await frontier.requeue('s', claims.slice(3, 5));
  await frontier.closeSession('t');
  assert.deepEqual(await held(), { s: 1 });
  await advance(11_000);
  await frontier.sweep();
  assert.deepEqual([await held(), await frontier.countSessions()], [{}, 0]);
});

test('to list and to count sessions takes as many commands for fifty as for one (on Redis)', async (t) => {
  const { url, stop } = await ownRedis(); // the commands of nobody else are counted
  const redis = openRedis(url, 'patient');
  const frontier = await openFrontier(url);
  t.after(async () => {
    await frontier.close();
    redis.disconnect();
    await stop();
  });
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))![1]);
  const look = async () => {
    const before = await commands();
    await frontier.sessions();
    await frontier.countSessions();
    return (await commands()) - before;
  };
  await frontier.openSession('first', 60_000);
  const one = await look();
  for (let i = 0; i < 50; i++) await frontier.openSession(`s${i}`, 60_000);
  assert.equal((await frontier.sessions()).length, 51);
  assert.equal(await look(), one);
});
