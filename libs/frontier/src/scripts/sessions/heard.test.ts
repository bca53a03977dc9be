import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';

/** A session that claims the URL and is lost; `heardOf` before or after it is swept. */
async function lose({ frontier, advance }: World, session: string, heardOf?: 'before' | 'after') {
  await frontier.openSession(session, 10_000);
  const [claim] = await claimSome(frontier, session);
  await advance(11_000);
  if (heardOf === 'before') assert.deepEqual(await frontier.renewSession(session, 10_000), { lost: true });
  await frontier.sweep();
  if (heardOf === 'after') assert.deepEqual(await frontier.claim(session, 'late', 1), { state: 'lost' });
  await advance(1100);
  return claim;
}

rule('a URL of which every session is lost and never heard of again is poison', async (world) => {
  await begin(world, makeRun(), makeUrls('h.test', 1));
  for (let i = 0; i < 3; i++) assert.ok(await lose(world, `t${i}`), `${i}`);
  assert.equal((await world.frontier.sizes('a'))!.counters.dead, 1);
});

rule(
  'a lost session whose process answers later does not count, before it is swept or after',
  async (world) => {
    await begin(world, makeRun(), makeUrls('h.test', 1));
    for (let i = 0; i < 8; i++) assert.ok(await lose(world, `t${i}`, i % 2 ? 'before' : 'after'), `${i}`);
    assert.equal((await world.frontier.sizes('a'))!.counters.dead, 0);
    for (let i = 0; i < 2; i++) assert.equal((await lose(world, `u${i}`))?.recoveries, i);
    assert.equal((await lose(world, 'v', 'after'))?.recoveries, 2);
  },
);

rule('a session that is closed, as by SIGTERM or drain, puts nothing under suspicion', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  for (let i = 0; i < 5; i++) {
    await frontier.openSession(`t${i}`, 10_000);
    const [claim] = await claimSome(frontier, `t${i}`);
    assert.equal(claim?.recoveries, 0);
    if (i % 2) await frontier.requeue(`t${i}`, [{ token: claim!.token }]);
    await frontier.closeSession(`t${i}`);
    await advance(1100);
  }
});
