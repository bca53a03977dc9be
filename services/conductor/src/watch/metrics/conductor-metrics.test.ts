import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostRules, projects } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { createApplyHostRules } from '../../apply/apply-host-rules.ts';
import { createApply } from '../../apply/apply-runs.ts';
import { startLoop } from '../../loop.ts';
import { frontierMaker, pageUrl, startedRun } from '../../world-for-tests.ts';
import { conductorMetrics } from './conductor-metrics.ts';

const log = createLogger('test', 'silent');

test('runs, URLs by state and by why they wait, and the lag of the recorder are told; no host, URL, job or project is', async (t) => {
  const seeds = [0, 1, 2, 8].map(pageUrl);
  const world = await startedRun({ seeds });
  const frontier = frontierMaker((await testRedis()).url)();
  t.after(() => Promise.all([frontier.close(), world.database.close()]));
  await createApply({ frontier, db: world.db, bus: { publish: async () => true }, log })();

  const troubles: Error[] = [];
  const metrics = await conductorMetrics({
    frontier,
    db: world.db,
    loops: [{ name: 'sweep', failingMs: () => 1500, failingItems: () => 0 }],
    onTrouble: (error) => troubles.push(error),
  });
  t.after(() => metrics.close());
  const { text } = await metrics.read();
  assert.deepEqual(troubles, []);
  const lines = text.split('\n');
  const expected = [
    `trunkline_runs{state="${(await world.row()).state}"} 1`,
    'trunkline_frontier_urls{state="waiting"} 4',
    'trunkline_frontier_urls{state="in_flight"} 0',
    // Nobody crawls: that is why they wait.
    'trunkline_frontier_waiting{cause="NO_WORKERS"} 4',
    'trunkline_frontier_waiting{cause="PACE"} 0',
    'trunkline_frontier_sessions 0',
    'trunkline_recorder_dead_entries 0',
    'trunkline_duty_failing_seconds{duty="sweep"} 1.5',
  ];
  for (const line of expected) assert.ok(lines.includes(line), `${line}\n${text}`);
  assert.match(text, /^trunkline_recorder_backlog_entries [1-9]/m);
  assert.match(text, /^trunkline_recorder_lag_seconds \d/m);
  assert.doesNotMatch(text, /h\d\.test|http:/);
});

test('what a duty fails with while it goes on is counted, of a host rule that cannot be told too', async (t) => {
  const { db, database } = await startedRun({ seeds: [pageUrl(0)] });
  const frontier = frontierMaker((await testRedis()).url)();
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const [project] = await db.select().from(projects);
  const rules = [
    { pattern: 'a.test', pace: { mode: 'warp' } },
    { pattern: 'b.test', blocked: true },
  ];
  await db.insert(hostRules).values(rules.map((rule) => ({ projectId: project!.id, ...rule })));
  const work = createApplyHostRules({ frontier, db, log });
  await work();
  const loop = startLoop({ name: 'host rules', everyMs: 60_000, work }, log);
  const metrics = await conductorMetrics({ frontier, db, loops: [loop], onTrouble: assert.fail });
  t.after(() => loop.stop().then(metrics.close));
  assert.match((await metrics.read()).text, /^trunkline_duty_failing_items\{duty="host rules"\} 1$/m);
});
