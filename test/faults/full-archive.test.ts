import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProgramName, startOrigin, startStack } from '@trunkline/test-support';
import { checkComplete } from '../crawl/check.ts';
import { createJob, progress, until } from '../crawl/job.ts';

const home = mkdtempSync(join(tmpdir(), 'trunkline-full-'));
const archive = join(home, 'archive');
const run = (program: ProgramName, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });
const root = process.getuid?.() === 0;
mkdirSync(archive);
const mounted = root && run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', archive).status === 0;
after(() => {
  if (mounted) run('umount', '-l', archive);
  rmSync(home, { recursive: true, force: true });
});

test('an archive without room stops claims by name, and they go on when there is room again; no row is without bytes', {
  skip: mounted ? false : 'mounting a file system of 16 MiB takes root',
}, async () => {
  const filler = join(archive, 'filler');
  const origin = await startOrigin({ pages: 300 });
  const stack = await startStack({ home });
  const job = await createJob(stack, origin.url, { perSecond: 60, concurrency: 8 });
  await until(stack, job, ({ counters }) => counters['fetched']! >= 30);
  // As full as it gets: the last bytes do not fit any more.
  writeFileSync(filler, '');
  run('dd', 'if=/dev/zero', `of=${filler}`, 'bs=4096');

  const blocked = await workersUntil((all) => all.every(({ blockedBy }) => blockedBy === 'STORE'));
  assert.ok(blocked.length > 0);
  const stopped = (await progress(stack, job)).counters['fetched']!;
  assert.ok(stopped < 300, 'the crawl was not over yet');
  await pause(2500);
  assert.equal((await progress(stack, job)).state, 'RUNNING');
  assert.ok(
    (await progress(stack, job)).counters['fetched']! <= stopped + 16,
    'nothing but what was in flight came since',
  );

  rmSync(filler);
  const last = await until(stack, job, ({ state }) => state !== 'RUNNING' && state !== 'RECORDING');
  assert.equal(last.state, 'DONE');
  await checkComplete(stack, job, origin);
  assert.deepEqual((await workersUntil(() => true)).map(({ blockedBy }) => blockedBy).filter(Boolean), []);
  await stack.interrupt();

  type Workers = { blockedBy: string | null }[];
  async function workersUntil(holds: (all: Workers) => boolean): Promise<Workers> {
    for (;;) {
      const { workers } = await stack.query<{ workers: { nodes: Workers } }>(
        '{ workers { nodes { blockedBy } } }',
      );
      if (workers.nodes.length > 0 && holds(workers.nodes)) return workers.nodes;
      await pause(100);
    }
  }
});
