import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate } from '@trunkline/database';
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
import type { Told } from './run-tests.ts';

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
  await migrate(postgres.url); // once: tests copy it
  await buildDashboard({ watch: false, say });

  const all = globSync(files.length > 0 ? files : everything, { cwd: root }).sort(longestFirst);
  const without = redis ? [] : all.filter((file) => needsRedis(resolve(root, file)));
  const left = all.filter((file) => !without.includes(file));
  if (left.length === 0) throw new Error('There is no test to run');
  const runner = spawn(process.execPath, [join(import.meta.dirname, 'run-tests.ts'), ...left], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      TRUNKLINE_MIGRATED: new URL(postgres.url).pathname.slice(1),
      ...(redis && { REDIS_URL: redis.url }),
    },
  });
  let told: Told = { leftOut: [], longest: [] };
  runner.on('message', (message) => (told = message as Told));
  const saidAll = once(runner, 'disconnect');
  const code = await exitOf(runner); // awaited here: the servers must outlive it
  await saidAll;
  if (without.length > 0) told.leftOut.push(['files that need redis-server, which is not here', without]);
  say(`\nLongest files, s: ${told.longest.map(([file, seconds]) => `${file} ${seconds}`).join(', ')}`);
  if (told.leftOut.length > 0) say(`\nLeft out:\n${told.leftOut.map(linesOf).join('\n')}`);
  if (missing.length > 0) say(`\nMissing:\n${listOf(missing)}`);
  return code;
}

const linesOf = ([reason, names]: Told['leftOut'][number]) =>
  [`  ${reason}:`, ...names.map((name) => `    ${name}`)].join('\n');

/** Tests of the whole stack take longest: begun last, one would run alone at the end while a core idles. */
const order = ['test/', 'services/', 'libs/', 'infra/'];
const place = (file: string) => order.findIndex((folder) => file.startsWith(folder));
const longestFirst = (a: string, b: string) => place(a) - place(b) || a.localeCompare(b);
