import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startOrigin, startStack } from '@trunkline/test-support';
import { checkComplete } from '../crawl/check.ts';
import { createJob, type Progress, progress } from '../crawl/job.ts';
import { checkIndexes, operationsOf } from './invariants.ts';
import { kill, killAndForget, restarted, victims } from './servers.ts';

// The long version, with seeds and sites: npm run bench -- kills
test('kill -9 of worker, conductor, Redis and Postgres, and a Redis that forgets, leave every page once and readable', async () => {
  const origin = await startOrigin({ pages: 500 });
  const stack = await startStack();
  const job = await createJob(stack, origin.url, { perSecond: 40, concurrency: 8 });
  await origin.asked(30);
  for (const victim of victims) {
    const pid = await kill(stack, victim);
    await restarted(stack, victim, pid);
    await pause(500);
  }
  const { pid, forgot } = await killAndForget(stack, { lose: 60_000 });
  assert.ok(forgot > 0);
  await restarted(stack, 'redis', pid);

  const last = await over();
  assert.equal(last.state, 'DONE');
  assert.equal(last.counters['accepted'], last.counters['finished']);
  await checkComplete(stack, job, origin);
  assert.ok(checkIndexes(stack) > 0);
  const operations = await operationsOf(stack, job);
  assert.ok(operations.length > 0, 'a new epoch was reconciled');
  assert.deepEqual(
    operations.filter(({ state }) => state !== 'DONE'),
    [],
  );
  await stack.interrupt();

  /** The API answers errors while its servers are away. */
  async function over(): Promise<Progress> {
    for (;;) {
      const now = await progress(stack, job).catch(() => null);
      if (now && ['DONE', 'CANCELLED', 'FAILED', 'LOST'].includes(now.state)) return now;
      await pause(200);
    }
  }
});
