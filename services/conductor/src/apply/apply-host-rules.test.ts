import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostRules, projects } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createApplyHostRules } from './apply-host-rules.ts';

test('rules the frontier missed, lost or has too much of are put right', async (t) => {
  const { db, database } = await startedRun({ seeds: ['http://a.test/'] });
  const { url } = await testRedis();
  const frontier = frontierMaker(url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const pass = createApplyHostRules({ frontier, db, log: createLogger('test', 'silent') });
  const [project] = await db.select().from(projects);
  const pace = { mode: 'delay', delayMs: 5000 } as const;
  await db.insert(hostRules).values([
    { projectId: project!.id, pattern: 'a.test', pace },
    { projectId: project!.id, pattern: '*.b.test', blocked: true },
  ]);
  await pass();
  const rules = async () => (await frontier.rules()).map(({ pattern, blocked }) => [pattern, blocked]);
  assert.deepEqual(await rules(), [
    ['*.b.test', true],
    ['a.test', false],
  ]);
  await db
    .update(hostRules)
    .set({ removedAt: new Date(), updatedAt: new Date(), change: sql`nextval('host_changes')` })
    .where(eq(hostRules.pattern, 'a.test'));
  await pass();
  assert.deepEqual(await rules(), [['*.b.test', true]]);
});
