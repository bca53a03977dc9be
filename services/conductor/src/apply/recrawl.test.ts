import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger, createRunPartitions, holds, jobs, runs, urlHash } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { ownRedis } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createApply } from './apply-runs.ts';

const PAGES = 4500;
const pageUrl = (n: number) => `http://h${n % 300}.test/${n}`;

test('a later run asks for nothing until all that earlier runs know has entered it', async (t) => {
  const redis = await ownRedis();
  const { db, database, run } = await startedRun({ seeds: [pageUrl(0)] });
  const frontier = frontierMaker(redis.url)();
  t.after(async () => {
    await frontier.close();
    await database.close();
    await redis.stop();
  });
  const [job] = await db.select().from(jobs);
  await createRunPartitions(db, run.serial, job!.serial);
  await createLedger(database.pool).append(
    Array.from({ length: PAGES }, (_, n) => ({
      ...{ job: job!.serial, hash: urlHash(pageUrl(n)), url: pageUrl(n), depth: 0 },
      ...{ discoveredFrom: null, firstSeenAt: 1_795_000_000_000 },
    })),
  );
  await db.update(holds).set({ closedAt: new Date() });
  await db.update(runs).set({ state: 'done' }).where(eq(runs.id, run.id));
  const [later] = await db.insert(runs).values({ jobId: job!.id, policyVersion: 1 }).returning();
  await db.insert(holds).values({ runId: later!.id, kind: 'seeds' });
  const short = later!.serial.toString(36);

  const apply = createApply({
    ...{ frontier, db, bus: { publish: async () => true } },
    log: createLogger('test', 'silent'),
  });
  const states: string[] = [];
  for (let more = true; more; ) {
    more = await apply();
    const { state, counters } = (await frontier.sizes(short))!;
    states.push(`${state} ${counters.accepted < PAGES ? 'some' : 'all'}`);
  }
  assert.deepEqual(states.slice(0, -1), ['paused some', 'paused some', 'paused all']);
  assert.equal(states.at(-1), 'running all');
  const [row] = await db.select().from(runs).where(eq(runs.id, later!.id));
  assert.equal(row!.state, 'running');
});
