import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSpool } from '@trunkline/archive';
import { holds, runOperations } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { fakeWorker, frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';
import { createLostPromises } from './lost-promises.ts';

const log = createLogger('test', 'silent');

test('a promise that nobody can keep any more is seen after a minute: its run is reconciled and held open; others are left alone', async (t) => {
  const { db, database, run } = await startedRun({ seeds: [pageUrl(0)] });
  const frontier = frontierMaker((await testRedis()).url)();
  const archiveDir = await mkdtemp(join(tmpdir(), 'trunkline-promises-'));
  t.after(async () => {
    await Promise.all([frontier.close(), database.close()]);
    await rm(archiveDir, { recursive: true, force: true });
  });
  const bus = { publish: async () => true };
  await createApply({ frontier, db, bus, log })();
  const lives = await openSpool(archiveDir, 'lives');
  const left = await openSpool(archiveDir, 'left');
  const promises = ['gone:1', `${lives.owner}:7`, `${left.owner}:3`];
  await left.append([Buffer.from(`${JSON.stringify({ promise: promises[2] })}\nurls`)]);
  await left.close();

  // Every settle promises one, of three visits in turn.
  let n = 0;
  const promising: typeof frontier = {
    ...frontier,
    settle: (session, id, items) => {
      const promised = items.map((item) => {
        return item.record === null ? item : { ...item, promise: promises[n++ % 3]! };
      });
      return frontier.settle(session, id, promised);
    },
  };
  const worker = fakeWorker(promising, { size: 60 });
  while ((await frontier.promises(run.short)).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await worker.stop();

  let now = 0;
  const look = createLostPromises({ db, bus, frontier, archiveDir, log }, () => now);
  await look();
  now = 59_000;
  await look();
  assert.equal((await frontier.promises(run.short)).length, 3);
  now = 60_000;
  await look();
  assert.deepEqual((await frontier.promises(run.short)).sort(), promises.slice(1).sort());
  const operations = await db.select().from(runOperations).where(eq(runOperations.runId, run.id));
  assert.deepEqual(
    operations.map(({ kind, state, since }) => [kind, state, since]),
    [['reconcile', 'waiting', null]],
  );
  const open = await db.select().from(holds).where(eq(holds.runId, run.id));
  assert.ok(open.some(({ kind, closedAt }) => kind === 'repair' && closedAt === null));
  await lives.close();
});
