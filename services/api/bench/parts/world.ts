import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureProject, migrate } from '@trunkline/database';
import { memorySettings } from '@trunkline/service';
import { ownRedis, testDatabase } from '@trunkline/test-support';

const pinned = spawnSync('taskset', ['-V']).status === 0;

/** Starts a program on one core (where taskset is there to do it), the services on one and those who ask on the other. */
export function onCore(core: number, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const [command, ...rest] = pinned
    ? ['taskset', '-c', String(core), process.execPath, ...args]
    : [process.execPath, ...args];
  return spawn(command!, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** An API of its own in a process of its own, with nothing in it. */
export async function startApi(env: Record<string, string> = {}) {
  const [{ url: DATABASE_URL }, redis] = await Promise.all([testDatabase(), ownRedis()]);
  await migrate(DATABASE_URL);
  const { key } = await ensureProject(DATABASE_URL);
  const home = await mkdtemp(join(tmpdir(), 'trunkline-bench-'));
  const child = onCore(1, [new URL('../../src/main.ts', import.meta.url).pathname], {
    ...memorySettings,
    ...{ PATH: process.env.PATH, DATABASE_URL, REDIS_URL: redis.url, PORT: '0' },
    ...{ TRUNKLINE_HOME: home, TRUNKLINE_LOG_LEVEL: 'error' },
    ...env,
  });
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const stat = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');

  async function ask<T>(query: string, variables: object = {}): Promise<T> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  return {
    url,
    key: key!,
    redisUrl: redis.url,
    databaseUrl: DATABASE_URL,
    home,
    ask,
    /** CPU time used so far, ms. */
    cpuMs: () => (Number(stat()[11]) + Number(stat()[12])) * 10,
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Runs a client in a process of its own: it is told what to do, and its last line is what it found. */
export function startClient<T>(file: string, order: object) {
  const path = new URL(`./${file}`, import.meta.url).pathname;
  const child = onCore(0, [path, JSON.stringify(order)], process.env);
  const lines = createInterface({ input: child.stdout! });
  const said: string[] = [];
  let heard = () => {};
  lines.on('line', (line) => {
    said.push(line);
    heard();
  });
  const ended = once(child, 'exit').then(() => heard());
  return {
    pid: child.pid!,
    /** The last line it said; null: none that was not read. */
    last: () => (said.length === 0 ? null : (JSON.parse(said.splice(0).at(-1)!) as T)),
    /** Resolves with the next line it says. */
    async next(): Promise<T> {
      while (said.length === 0) {
        if (child.exitCode !== null) throw new Error('a client of the benchmark has ended');
        await new Promise<void>((resolve) => (heard = resolve));
      }
      return JSON.parse(said.shift()!) as T;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export const percentile = (values: number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN) * 10) / 10
  );
};
