import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { listening } from './ports.ts';
import { type Binaries, postgresBinaries } from './postgres-binaries.ts';
import { exitOf, isAlive, markProcess, type ProcessMark, stopProcess, untilGone } from './processes.ts';

export type Postgres = {
  /** Connection string of the database `trunkline`. */
  url: string;
  pid: number;
  adopted: boolean;
  ended: Promise<void>;
  /** Fast shutdown: transactions are rolled back, data is checkpointed. */
  stop(): Promise<void>;
};

/** What it needs beyond its defaults to record a crawl at full speed on one machine. */
export const recordingSettings: readonly string[] = ['shared_buffers=256MB', 'max_wal_size=4GB'];

/** Postgres refuses to run as root; as root it runs as nobody, whose id is the same everywhere. */
const NOBODY = 65534;

/**
 * Starts the Postgres of the npm packages on 127.0.0.1 with its cluster in `dir`, made on the first start; or
 * adopts the one that still runs there.
 */
export async function startPostgres(options: {
  dir: string;
  settings?: string[];
  /** Where it listens unless it runs already; any free port when left out. */
  port?: number;
}): Promise<Postgres> {
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const dir = clusterFolder(options.dir, user);
  const data = join(dir, 'data');
  const passwordFile = join(dir, 'password');
  const binaries = await postgresBinaries(dir, user);

  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, data, passwordFile, user);
  const password = readFileSync(passwordFile, 'utf8').trim();

  const left = runningIn(data);
  const urlOf = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/trunkline`;
  const { mark: running, port } =
    left ??
    (await listening(options.port, async (free) => {
      const mark = await launch(binaries, data, free, { ...options, dir }, user);
      await answers(urlOf(free), mark);
      return { mark, port: free };
    }));
  return {
    url: urlOf(port),
    pid: running.pid,
    adopted: left !== null,
    ended: untilGone(running),
    stop: () => stopProcess(running, 'SIGINT', 4000),
  };
}

/**
 * The folder for the cluster: `dir`, unless the user that Postgres must run as cannot enter it (a checkout in
 * root's home). Then a folder of its own below /var/lib, which the file `moved-to` in `dir` names.
 */
function clusterFolder(dir: string, user: { uid?: number }): string {
  mkdirSync(dir, { recursive: true });
  if (user.uid === undefined) return dir;
  chmodSync(dir, 0o711);
  if (spawnSync('test', ['-x', dir], { ...user, cwd: '/' }).status === 0) return dir;
  const moved = join('/var/lib/trunkline', createHash('sha256').update(dir).digest('hex').slice(0, 12));
  mkdirSync(moved, { recursive: true });
  for (const folder of [dirname(moved), moved]) chmodSync(folder, 0o711);
  writeFileSync(join(dir, 'moved-to'), `${moved}\n`);
  return moved;
}

async function initialise(
  binaries: Binaries,
  data: string,
  passwordFile: string,
  user: { uid?: number; gid?: number },
) {
  rmSync(data, { recursive: true, force: true }); // left by an initdb that was interrupted
  mkdirSync(data, { mode: 0o700 });
  const password = existsSync(passwordFile)
    ? readFileSync(passwordFile, 'utf8')
    : randomBytes(24).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) {
    chownSync(data, user.uid, NOBODY);
    chownSync(passwordFile, user.uid, NOBODY);
  }
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const child = spawn(binaries.initdb, [...args, '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  if ((await exitOf(child)) !== 0)
    throw new Error(`Postgres could not make its data folder ${data}:\n${output}`);
}

async function launch(
  binaries: Binaries,
  data: string,
  port: number,
  options: { dir: string; settings?: string[] },
  user: { uid?: number; gid?: number },
): Promise<ProcessMark> {
  const logFile = join(options.dir, 'postgres.log');
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    ...(options.settings ?? []),
  ];
  const log = openSync(logFile, 'a');
  fchmodSync(log, 0o600);
  const child = spawn(binaries.postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...user,
    cwd: '/',
    detached: true, // see redis.ts: the launcher stops servers last
    stdio: ['ignore', log, log],
  });
  child.unref(); // whoever waits for its end polls: it may outlive us and be adopted
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const mark = markProcess(child.pid!);
  if (!mark) throw new Error(`Postgres ended at its start: see ${logFile}`);
  return mark;
}

/** The server that postmaster.pid names, if it is one and alive (line 1: pid, line 4: port). */
function runningIn(data: string): { mark: ProcessMark; port: number } | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  const mark = markProcess(Number(pid));
  if (!mark || !port || !isPostgres(Number(pid))) return null;
  return { mark, port: Number(port) };
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return true; // no /proc: trust the pid file
  }
}

/** Connects until it may, and makes the database; after a crash Postgres replays its log first. */
async function answers(url: string, mark: ProcessMark): Promise<void> {
  const maintenance = url.replace(/\/trunkline$/, '/postgres');
  const deadline = performance.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: maintenance });
    try {
      await client.connect();
      const { rowCount } = await client.query(`select 1 from pg_database where datname = 'trunkline'`);
      if (rowCount === 0) await client.query('create database trunkline');
      return;
    } catch (error) {
      if (!isAlive(mark))
        throw new Error('Postgres ended while it started: see postgres.log', { cause: error });
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined); // it never connected
    }
  }
}
