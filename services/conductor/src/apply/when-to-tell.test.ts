import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { hostPauses, hostRules, projects } from '@trunkline/database';
import { createFrontier } from '@trunkline/frontier';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { ownRedis } from '@trunkline/test-support';
import { sql } from 'drizzle-orm';
import { startedRun } from '../world-for-tests.ts';
import { createApplyHostPauses } from './apply-host-pauses.ts';
import { createApplyHostRules } from './apply-host-rules.ts';

/** Two duties, each of which has told everything once; how many words Redis hears; a way to let it forget. */
async function world(t: TestContext) {
  const { db, database } = await startedRun({ seeds: ['http://a.test/'] });
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = createFrontier({ url: server.url });
  t.after(async () => {
    await frontier.close();
    await redis.quit();
    await server.stop();
    await database.close();
  });
  const [project] = await db.select().from(projects);
  const projectId = project!.id;
  const hosts = Array.from({ length: 20 }, (_, n) => `h${n}.test`);
  await db.insert(hostPauses).values(hosts.map((host) => ({ projectId, host, paused: true })));
  await db.insert(hostRules).values(hosts.map((pattern) => ({ projectId, pattern, blocked: true })));
  const log = createLogger('test', 'silent');
  const duties = [createApplyHostPauses({ frontier, db, log }), createApplyHostRules({ frontier, db, log })];
  const pass = async () => {
    for (const duty of duties) await duty();
  };
  const calls = async (command: string) =>
    Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await redis.info('commandstats'))?.[1] ?? 0);
  await pass();
  return { db, redis, frontier, pass, calls, hosts };
}

test('rules and pauses are told once, and looked at in Redis no more, until something changes', async (t) => {
  const { db, frontier, pass, calls } = await world(t);
  const before = [await calls('evalsha'), await calls('hscan')];
  for (let n = 0; n < 5; n++) await pass();
  assert.deepEqual([await calls('evalsha'), await calls('hscan')], before);

  const news = { change: sql`nextval('host_changes')`, updatedAt: new Date() };
  await db
    .update(hostPauses)
    .set({ ...news, paused: false })
    .where(sql`host = 'h3.test'`);
  await db
    .update(hostRules)
    .set({ ...news, blocked: false, removedAt: new Date() })
    .where(sql`pattern = 'h4.test'`);
  await pass();
  await pass();
  assert.equal((await calls('evalsha')) - before[0]!, 2);
  assert.deepEqual((await frontier.rules()).length, 19);
});

test('a frontier that was emptied is told everything again', async (t) => {
  const { redis, frontier, pass, hosts } = await world(t);
  await redis.flushall();
  assert.deepEqual(await frontier.rules(), []);
  await pass();
  assert.equal((await frontier.rules()).length, hosts.length);
  assert.equal(await redis.hlen('{f0}:paused:*'), hosts.length);
});
