import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf, installPackage, provideRedisServer, startPostgres, startRedis } from '@trunkline/servers';
import { buildDashboard } from './build.ts';
import { findChromium } from './chromium.ts';
import { root } from './config.ts';

const everything = ['libs', 'services', 'infra']
  .map((folder) => `${folder}/*/src/**/*.test.ts`)
  .concat('test/**/*.test.ts');

/**
 * `npm test [FILE …]`: provides Redis, Postgres and chromium, then runs the tests against them. Installs what it
 * may; says what is missing otherwise. Returns the exit code of the test runner.
 */
export async function test(files: string[]): Promise<number> {
  const say = (line: string) => console.error(line);
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-test-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rmSync(dir, { recursive: true, force: true }));

  const server = await provideRedisServer(say);
  if (!findChromium()) await installPackage('chromium', say);
  const chromium = findChromium();
  if (!chromium)
    say('No chromium here: tests in a browser are skipped. Debian: sudo apt-get install chromium');
  const redis = open.adopt(await startRedis({ server, dir: join(dir, 'redis') }), (r) => r.stop());
  const settings = ['fsync=off', 'max_connections=200', 'shared_buffers=128MB'];
  const postgres = open.adopt(await startPostgres({ dir: join(dir, 'postgres'), settings }), (p) => p.stop());
  await buildDashboard({ watch: false, say });

  const patterns = files.length > 0 ? files : everything;
  const runner = spawn(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-timeout=300000', ...patterns],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        REDIS_URL: redis.url,
        DATABASE_URL: postgres.url,
        ...(chromium ? { CHROMIUM: chromium } : {}),
      },
    },
  );
  return await exitOf(runner); // awaited here: the servers must outlive it
}
