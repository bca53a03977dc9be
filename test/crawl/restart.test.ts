import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOrigin, startStack } from '@trunkline/test-support';
import { checkComplete } from './check.ts';
import { createJob, until } from './job.ts';

const home = mkdtempSync(join(tmpdir(), 'trunkline-restart-'));
after(() => rmSync(home, { recursive: true, force: true }));
const pace = { perSecond: 100, concurrency: 4 };

test('a running job goes on after Ctrl-C, after kill -9 of the launcher, and ends complete', async () => {
  const origin = await startOrigin({ pages: 400 });
  const first = await startStack({ home });
  const job = await createJob(first, origin.url, pace);
  await origin.asked(100);
  const pids = [first.pid, ...Object.values(first.services())];
  assert.equal(await first.interrupt(), 0);
  assert.deepEqual(pids.filter(runs), [], 'Ctrl-C leaves no process behind');

  const second = await startStack({ home });
  assert.equal(second.key, first.key, 'the key stays');
  await origin.asked(200);
  await second.kill9();

  const third = await startStack({ home });
  const last = await until(third, job, ({ state }) => state !== 'RUNNING' && state !== 'RECORDING');
  assert.equal(last.state, 'DONE');
  await checkComplete(third, job, origin);
  assert.equal(await third.interrupt(), 0);
});

test('when npm is killed all ends, Redis and Postgres last, however long a service takes', async () => {
  const stack = await startStack({ home, underNpm: true });
  const { launcher } = JSON.parse(readFileSync(join(home, 'launcher.json'), 'utf8')) as {
    launcher: { pid: number };
  };
  const children = readFileSync(`/proc/${launcher.pid}/task/${launcher.pid}/children`, 'utf8').trim();
  const pids = [launcher.pid, ...children.split(' ').map(Number)];
  assert.ok(pids.length >= 6, 'API, conductor, worker, Redis and Postgres');
  // Stopped, it hears nothing: it is waited for as long as any.
  process.kill(stack.services()['worker-1']!, 'SIGSTOP');
  await stack.kill9();
  while (runs(launcher.pid)) await sleep(50);
  assert.deepEqual(pids.filter(runs), []);
});

test('a second launcher on the same data folder, or on a port in use, is refused by name', async () => {
  const stack = await startStack({ home });
  await assert.rejects(startStack({ home }), /already runs with this data folder \(launcher pid \d+\)/);
  const port = new URL(stack.url).port;
  await assert.rejects(
    startStack({ env: { PORT: port } }),
    new RegExp(`Port ${port} .* is in use by .*pid \\d+`),
  );
  await stack.interrupt();
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
