import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startOrigin, startStack } from '@trunkline/test-support';
import { checkComplete } from '../crawl/check.ts';
import { createJob, type Progress, progress } from '../crawl/job.ts';
import { checkIndexes, operationsOf } from './invariants.ts';
import { kill, killAndForget, restarted, victims } from './servers.ts';
import { startTwin } from './twins.ts';

/** The longest lease of a conductor, that of an operation, ms. */
const LEASES_MS = 31_000;

// The long version, with seeds and sites: npm run bench -- kills
test('kill -9 of worker, api, conductor, Redis and Postgres, a Redis that forgets, and a second conductor that is stopped for longer than its leases, leave every page once and readable', async () => {
  const origin = await startOrigin({ pages: 500 });
  const stack = await startStack();
  const job = await createJob(stack, origin.url, { perSecond: 40, concurrency: 8 });
  // A second of each, as where several run: the conductor is stopped somewhere in its work, and goes on when others have done that.
  const [api, conductor] = await Promise.all([startTwin(stack, 'api'), startTwin(stack, 'conductor')]);
  await origin.asked(30);
  process.kill(conductor.pid, 'SIGSTOP');
  const stoppedAt = performance.now();
  for (const victim of victims) {
    const pid = await kill(stack, victim);
    await restarted(stack, victim, pid);
    await pause(500);
  }
  const { pid, forgot } = await killAndForget(stack, { lose: 60_000 });
  assert.ok(forgot > 0);
  await restarted(stack, 'redis', pid);

  await pause(Math.max(0, LEASES_MS - (performance.now() - stoppedAt)));
  process.kill(conductor.pid, 'SIGCONT');

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
  assert.deepEqual(await progress(api.stack, job), last, 'the other API says the same');
  await Promise.all([api.end(), conductor.end()]);
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
