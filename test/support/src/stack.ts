import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@trunkline/servers';
import { atExit } from './at-exit.ts';

const root = resolve(import.meta.dirname, '../../..');

export type Stack = {
  url: string;
  key: string;
  home: string;
  /** Pid of the launcher. */
  pid: number;
  /** What the launcher printed so far. */
  output(): string;
  /** Pids of the services by name: api, conductor, worker-1, … */
  services(): Record<string, number>;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  /** kill -9 of the launcher alone. */
  kill9(): Promise<void>;
  /** One GraphQL operation; rejects with every error of the answer. */
  query<T>(document: string, variables?: Record<string, unknown>): Promise<T>;
  /** The same, asked under another key. */
  as(key: string): Stack;
};

/**
 * All of Trunkline as `npm start` runs it, with embedded servers and a data folder of its own (or `home`, to start
 * again on what an earlier one left). `underNpm`: by the script of `npm start`, below a process that stands for npm and is the one
 * whose pid is told and which is killed.
 */
export async function startStack(
  options: { home?: string; env?: Record<string, string>; underNpm?: boolean } = {},
): Promise<Stack> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'trunkline-stack-'));
  const { REDIS_URL: _redis, DATABASE_URL: _database, ...inherited } = process.env;
  const start = options.underNpm
    ? [
        '-e',
        `child_process.spawn(process.execPath, ['infra/local/bootstrap.mjs', 'start'], { stdio: 'inherit' })`,
      ]
    : [join(root, 'infra/local/src/main.ts'), 'start'];
  const npm = options.underNpm ? { npm_lifecycle_event: 'start' } : {};
  const launcher = spawn(process.execPath, start, {
    cwd: root,
    env: { ...inherited, ...npm, TRUNKLINE_HOME: home, PORT: String(await freePort()), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let stopping = false;
  const ended = new Promise<number | null>((done) => launcher.once('exit', done));
  atExit(async () => {
    if (!stopping) await interrupt();
    if (!options.home) rmSync(home, { recursive: true, force: true });
  });
  function interrupt() {
    stopping = true;
    launcher.ref(); // whoever waits for its end must not run out of things to do
    launcher.kill('SIGINT');
    return ended;
  }

  await greeted(launcher, (text) => (output += text), ended);
  unref(launcher);
  const read = (file: string) => readFileSync(join(home, file), 'utf8').trim();
  const url = read('address');
  const asked = (key: string): Stack => ({
    url,
    key,
    home,
    pid: launcher.pid!,
    output: () => output,
    services() {
      const { services } = JSON.parse(read('launcher.json')) as { services: Record<string, { pid: number }> };
      return Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, pid]));
    },
    interrupt,
    async kill9() {
      stopping = true;
      launcher.ref();
      launcher.kill('SIGKILL');
      await ended;
    },
    async query<T>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
      if (errors) throw new Error(`${errors.map((e) => e.message).join('\n')}\nin ${query}`);
      return data;
    },
    as: asked,
  });
  return asked(read('admin-key'));
}

/** Resolves when the launcher has said what to try next: everything is ready. */
function greeted(
  launcher: ChildProcess,
  keep: (text: string) => string,
  ended: Promise<unknown>,
): Promise<void> {
  return new Promise((done, reject) => {
    let all = '';
    const onData = (chunk: Buffer) => {
      all = keep(chunk.toString());
      if (all.includes('Ctrl-C')) done();
    };
    launcher.stdout!.on('data', onData);
    launcher.stderr!.on('data', onData);
    void ended.then(() => reject(new Error(`The launcher ended before it was ready:\n${all}`)));
  });
}

/** A stack must not keep the test process alive when its tests are over. */
function unref(launcher: ChildProcess): void {
  launcher.unref();
  launcher.channel?.unref();
  for (const stream of [launcher.stdout, launcher.stderr]) (stream as unknown as { unref(): void }).unref();
}
