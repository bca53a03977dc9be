import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (Linux from 32768 on, others from 49152). */
const [FROM, TO] = [20_000, 32_000];
const TRIES = 200;

/**
 * A port nobody listens on at this moment. None of those the system gives to outgoing connections: a crawl opens so many that
 * one would soon have it. Another process may still be faster: `listening` tries another port then.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if (await portIsFree(port, '127.0.0.1')) return port;
  }
  throw new Error(`No port between ${FROM} and ${TO} is free: too many servers run on this machine`);
}

/**
 * Starts a server on a port of its own choice, `preferred` first. When `start` fails and somebody else has the port by then,
 * another one is tried; any other failure is the caller's.
 */
export async function listening<T>(
  preferred: number | undefined,
  start: (port: number) => Promise<T>,
  choose: () => Promise<number> = freePort,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const port = tries === 1 && preferred !== undefined ? preferred : await choose();
    try {
      return await start(port);
    } catch (error) {
      if (tries === 5 || (await portIsFree(port, '127.0.0.1'))) throw error;
    }
  }
}

/** True when this process could listen there now. */
export function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Who listens on a TCP port, as `name (pid N)`; null where the system does not say (only Linux does). */
export function listenerOf(port: number): string | null {
  try {
    const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
    const inodes = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9]}]`);
    const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsSocket(name, inodes));
    if (!pid) return null;
    return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
  } catch {
    return null; // no /proc: macOS
  }
}

function holdsSocket(pid: string, inodes: string[]): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) =>
      inodes.includes(readlinkSync(`/proc/${pid}/fd/${fd}`)),
    );
  } catch {
    return false; // gone, or somebody else's
  }
}
