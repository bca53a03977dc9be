import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { listening } from './ports.ts';
import { isAlive, markProcess, type ProcessMark, stopProcess, untilGone } from './processes.ts';

export type RedisServer = {
  url: string;
  port: number;
  pid: number;
  /** True when it ran already: left by an earlier launcher that was killed. */
  adopted: boolean;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Writes what is unsaved and ends. */
  stop(): Promise<void>;
};

type State = { mark: ProcessMark; port: number; password: string };

/**
 * Starts a Redis with AOF (everysec) and no eviction, its data in `dir`; or adopts the one that still runs
 * there. Listens on 127.0.0.1 only and asks for a password, so that no crawled page can reach it. Without `port` it
 * takes the one it had, or another when that is somebody else's by now.
 */
export async function startRedis(options: {
  server: string;
  dir: string;
  port?: number;
  /** Which port to try next; for tests. */
  choosePort?: () => Promise<number>;
}): Promise<RedisServer> {
  mkdirSync(options.dir, { recursive: true });
  const stateFile = join(options.dir, 'server.json');
  const left = readState(stateFile);
  if (left && isAlive(left.mark)) return serverOf(left, true, stateFile);

  const password = left?.password ?? randomBytes(24).toString('hex');
  const { server, dir, port, choosePort } = options;
  const state = port
    ? await launch(server, dir, port, password)
    : await listening(left?.port, (free) => launch(server, dir, free, password), choosePort);
  writeFileSync(stateFile, JSON.stringify(state), { mode: 0o600 });
  return serverOf(state, false, stateFile);
}

async function launch(server: string, dir: string, port: number, password: string): Promise<State> {
  const config = join(dir, 'redis.conf');
  writeFileSync(
    config,
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      `dir ${JSON.stringify(dir)}`,
      'appendonly yes',
      'appendfsync everysec',
      // The others of the machine need room too; near it the frontier takes no new URLs, and goes on.
      `maxmemory ${Math.floor(memoryHere() / 2)}`,
      'maxmemory-policy noeviction',
      'save ""',
      'daemonize no',
    ].join('\n'),
    { mode: 0o600 },
  );
  // Detached: Ctrl-C in the terminal must reach the launcher alone, which stops the servers last.
  const log = openSync(join(dir, 'redis.log'), 'a');
  const child = spawn(server, [config], { detached: true, stdio: ['ignore', log, log] });
  child.unref(); // see postgres.ts
  closeSync(log);
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`Redis ended with code ${code} at its start: see ${join(dir, 'redis.log')}`)),
    );
  });
  failed.catch(() => undefined); // an exit after the start is reported through `ended`
  const asking = new AbortController();
  try {
    await Promise.race([answers(port, password, asking.signal), failed]);
  } finally {
    asking.abort();
  }
  const mark = markProcess(child.pid!);
  if (!mark) throw new Error(`Redis ended at its start: see ${join(dir, 'redis.log')}`);
  return { mark, port, password };
}

/** Bytes of the machine, or what this process may have of it (cgroups). */
function memoryHere(): number {
  const most = process.constrainedMemory();
  return most > 0 && most < totalmem() ? most : totalmem();
}

function serverOf(state: State, adopted: boolean, stateFile: string): RedisServer {
  return {
    url: urlOf(state.port, state.password),
    port: state.port,
    pid: state.mark.pid,
    adopted,
    ended: untilGone(state.mark),
    async stop() {
      await stopProcess(state.mark, 'SIGTERM', 4000);
      writeFileSync(stateFile, JSON.stringify(state), { mode: 0o600 });
    },
  };
}

function readState(file: string): State | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : null;
}

function urlOf(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** Resolves once the server answers PING: its AOF is loaded. */
async function answers(port: number, password: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await ping(port, password, signal))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Refused until it listens, and an error while it loads: the caller races this with its exit. */
function ping(port: number, password: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let heard = '';
    // Somebody else may listen there, and never answer.
    const socket = createConnection({ host: '127.0.0.1', port, signal, timeout: 1000 });
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (bytes) => {
      heard += bytes;
      if (heard.split('\r\n').length > 2) socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined); // `close` follows
    socket.on('close', () => resolve(heard.includes('+PONG')));
  });
}
