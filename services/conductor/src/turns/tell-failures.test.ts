import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobs } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { forgetConductor, readConductors } from '@trunkline/telemetry';
import { ownRedis } from '@trunkline/test-support';
import { createApply } from '../apply/apply-runs.ts';
import { startLoop } from '../loop.ts';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createTellFailures } from './tell-failures.ts';

const log = createLogger('test', 'silent');

test('what a duty fails with is told with whose it is, since when and why, by all conductors once, until it goes well or they end', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await ownRedis();
  const [frontier, redis] = [frontierMaker(url)(), openRedis(url, 'commands')];
  t.after(() => Promise.all([frontier.close(), database.close(), redis.quit()]));
  const bus = { publish: async () => true };
  const work = createApply({ frontier, db, bus, log });
  const [job] = await db.update(jobs).set({ weight: -1 }).returning();
  const loop = startLoop({ name: 'apply', everyMs: 1, work }, log);
  const broken = startLoop(
    { name: 'schedule', everyMs: 1, work: () => Promise.reject(new Error('no')) },
    log,
  );
  const conductor = (owner: string) => createTellFailures({ db, redis, owner, loops: [loop, broken] });
  while (loop.failingItems() === 0 || broken.failingMs() === 0) await new Promise(setImmediate);
  await Promise.all([conductor('a')(), conductor('b')()]);
  const { alive, failures } = await readConductors(redis);
  assert.equal(alive, 2);
  const told = failures.find(({ duty }) => duty === 'apply')!;
  assert.deepEqual(
    [told.item, told.projectId, told.runId],
    [`run ${run.short} at version 1`, job!.projectId, run.id],
  );
  assert.match(told.error, /weight/);
  assert.ok(told.times > 0 && told.since <= Date.now());
  const whole = failures.filter(({ duty }) => duty === 'schedule');
  assert.deepEqual(
    whole.map(({ item, error }) => [item, error]),
    [[null, 'Error: no']],
  );
  await Promise.all([loop.stop(), broken.stop(), forgetConductor(redis, 'b')]);
  await db.update(jobs).set({ weight: 1 });
  await createTellFailures({ db, redis, owner: 'a', loops: [] })();
  assert.deepEqual(await readConductors(redis), { alive: 1, failures: [] });
});
