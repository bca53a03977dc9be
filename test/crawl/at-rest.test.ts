import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startOrigin, startStack } from '@trunkline/test-support';
import { createJob, until } from './job.ts';

const home = mkdtempSync(join(tmpdir(), 'trunkline-at-rest-'));
after(() => rmSync(home, { recursive: true, force: true }));

test('whatever lies in TRUNKLINE_HOME is readable by its owner alone, and the services are no superuser of Postgres', async () => {
  // As an older version made it, for everybody to read.
  process.umask(0o022);
  mkdirSync(join(home, 'archive'));
  writeFileSync(join(home, 'secret-key'), randomBytes(32).toString('hex'), { mode: 0o644 });
  chmodSync(home, 0o755);
  const stack = await startStack({ home });
  const origin = await startOrigin({ pages: 20 });
  const job = await createJob(stack, origin.url, { perSecond: 100, concurrency: 4 });
  assert.equal((await until(stack, job, ({ state }) => state === 'DONE')).state, 'DONE');

  const left = readdirSync(home, { recursive: true, withFileTypes: true }).map((one) =>
    join(one.parentPath, one.name),
  );
  for (const part of [/\.warc\.gz/, /\.aof$/, /api\.log$/, /worker-1\.log$/])
    assert.ok(
      left.some((one) => part.test(one)),
      String(part),
    );
  const readable = [home, ...left].filter((one) => {
    const found = statSync(one, { throwIfNoEntry: false });
    // Folders on the way to Postgres' own can be entered by its user, not listed; its programs are no secret.
    return found !== undefined && (found.mode & 0o066) !== 0 && !/\/postgres\/native(\/|$)/.test(one);
  });
  assert.deepEqual(readable, []);

  const { conductor, api } = stack.services();
  for (const pid of [conductor, api]) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const url = new URL(environment.find((one) => one.startsWith('DATABASE_URL='))!.slice(13));
    assert.equal(url.username, 'trunkline');
  }
  await stack.interrupt();
});
