import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  exitOf,
  findProgram,
  listOf,
  programsOfTests,
  provide,
  startPostgres,
  startRedis,
} from '@trunkline/servers';
import { buildDashboard } from './build.ts';
import { root } from './config.ts';
import { needsRedis } from './needs-redis.ts';

const everything = ['libs', 'services', 'infra']
  .map((folder) => `${folder}/*/src/**/*.test.ts`)
  .concat('test/**/*.test.ts');

/**
 * `npm test [FILE …]`: installs the programs that tests start, provides Redis and Postgres, then runs the tests. Where it may
 * not install it says what is missing, leaves out the tests that need it, and names them at the end. Returns the exit code of
 * the test runner.
 */
export async function test(files: string[]): Promise<number> {
  const say = (line: string) => console.error(line);
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-test-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rmSync(dir, { recursive: true, force: true }));

  const missing = await provide(programsOfTests, say);
  if (missing.length > 0)
    say(`Missing here, and not to be installed by this user; what needs it is left out:\n${listOf(missing)}`);
  const server = findProgram('redis-server');
  const redis = server && open.adopt(await startRedis({ server, dir: join(dir, 'redis') }), (r) => r.stop());
  const settings = ['fsync=off', 'max_connections=200', 'shared_buffers=128MB'];
  const postgres = open.adopt(await startPostgres({ dir: join(dir, 'postgres'), settings }), (p) => p.stop());
  await buildDashboard({ watch: false, say });

  const all = globSync(files.length > 0 ? files : everything, { cwd: root }).sort();
  const without = redis ? [] : all.filter((file) => needsRedis(resolve(root, file)));
  const skipped = join(dir, 'skipped');
  const runner = spawn(
    process.execPath,
    [
      ...['--test', '--test-concurrency=2', '--test-timeout=300000'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${join(import.meta.dirname, 'left-out.ts')}`],
      ...[`--test-reporter-destination=${skipped}`],
      ...all.filter((file) => !without.includes(file)),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
        ...(redis && { REDIS_URL: redis.url }),
      },
    },
  );
  const code = await exitOf(runner); // awaited here: the servers must outlive it
  const leftOut = readFileSync(skipped, 'utf8') + filesOf(without);
  if (leftOut !== '')
    say(`\nLeft out:\n${leftOut}${missing.length > 0 ? `\nMissing:\n${listOf(missing)}` : ''}`);
  return code;
}

const filesOf = (files: string[]) =>
  files.length === 0
    ? ''
    : `  ${files.length} files that need redis-server, which is not here:\n${files.map((f) => `    ${f}\n`).join('')}`;
