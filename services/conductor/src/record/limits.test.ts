import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages, policies, projects, runLeftOut, runs } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import type { RunEvent } from '@trunkline/telemetry';
import { testRedis } from '@trunkline/test-support';
import { count, sql } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { frontierMaker, startedRun } from '../world-for-tests.ts';
import { createRecorder } from './recorder.ts';

const log = createLogger('test', 'silent');

test('links beyond what a run, or its project, may know are in no ledger: they are counted by reason, and told as they come', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const frontier = frontierMaker((await testRedis()).url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const apply = createApply({ frontier, db, bus: { publish: async () => true }, log });
  const told: RunEvent[] = [];
  const record = createRecorder({
    ...{ frontier, database, log, consumer: 'a' },
    bus: { record: async (_run, events) => told.push(...events) > 0 },
  });
  const find = async (from: number) => {
    const urls = Array.from({ length: 300 }, (_, i) => ({
      ...{ url: `http://a.test/${from + i}`, depth: 1, hops: 0, parent: 'http://a.test/' },
    }));
    const { accepted, refused } = await frontier.enqueue(run.short, urls);
    while ((await frontier.outcomesBacklog()).length > 0) await record();
    return { accepted, refused, pages: (await db.select({ n: count() }).from(pages))[0]!.n };
  };
  const raise = (rules: object) =>
    db.update(policies).set({ rules: sql`${policies.rules} || ${JSON.stringify(rules)}::jsonb` });
  const changed = () => db.update(runs).set({ version: sql`${runs.version} + 1` });

  await raise({ maxUrls: 101 });
  await apply();
  assert.deepEqual(await find(0), { accepted: 100, refused: 200, pages: 101 });
  assert.deepEqual(await find(1000), { accepted: 0, refused: 300, pages: 101 });
  await raise({ maxUrls: null });
  await db.update(projects).set({ maxUrls: 151 });
  await changed();
  await apply();
  assert.deepEqual(await find(2000), { accepted: 50, refused: 250, pages: 151 });

  const left = await db.select().from(runLeftOut);
  assert.deepEqual(left.map(({ kind, of, count: many }) => [kind, of, many]).sort(), [
    ['urlLimit', 'project', 250],
    ['urlLimit', 'run', 500],
  ]);
  assert.ok(left.every(({ sample }) => /^http:\/\/a\.test\/\d+$/.test(sample)));
  const limits = told.flatMap((event) => (event.kind === 'trouble' ? [event] : []));
  assert.deepEqual(limits.map(({ code, outcome, detail }) => [code, outcome, detail]).at(-1), [
    'urlLimit',
    'refused',
    'the project knows as many URLs as it may (maxUrls of the project)',
  ]);
  // Sampled as other trouble: what came unseen is told with the next one.
  const links = limits.reduce((sum, { unseen }) => sum + 1 + unseen, 0);
  assert.ok(links > 500 && links <= 750, `${links} links`);
});
