import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { exitOf } from './processes.ts';
import { findRedisServer } from './redis.ts';

const byHand = `Trunkline needs a Redis 7+ or Valkey server. Provide one of:

  Debian/Ubuntu   sudo apt-get install -y redis-server
  Fedora          sudo dnf install -y valkey
  macOS           brew install redis
  Docker          docker run -d -p 6379:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction
                  and then: REDIS_URL=redis://127.0.0.1:6379 npm start`;

/**
 * The path of a Redis or Valkey server: the one on the PATH, else one installed with apt-get where this user
 * may. Rejects with the commands for each system otherwise.
 */
export async function provideRedisServer(say: (line: string) => void): Promise<string> {
  const found = findRedisServer();
  if (found) return found;
  if (!(await installPackage('redis-server', say))) throw new Error(byHand);
  const installed = findRedisServer();
  if (!installed) throw new Error(byHand);
  return installed;
}

/** Installing waits for another apt-get by itself; reading the lists does not, so that is tried again. */
const patience = ['-o', 'DPkg::Lock::Timeout=120'];
const LIST_TRIES = 8;
const LIST_WAIT_MS = 3000;

/** Installs a Debian package where this user may; false where that cannot be done here. */
export async function installPackage(name: string, say: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0 || !exists('/usr/bin/apt-get')) return false;
  say(`Installing ${name} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    exitOf(spawn('apt-get', [...patience, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }));
  const install = ['install', '-y', '-qq', '--no-install-recommends', name];
  for (let tries = 0; tries < LIST_TRIES; tries++) {
    // The lists come first: those of a fresh machine are empty. Another apt-get may hold them; that one ends.
    if ((await apt('update', '-qq')) === 0) return (await apt(...install)) === 0;
    await new Promise((resolve) => setTimeout(resolve, LIST_WAIT_MS));
  }
  return false;
}

function exists(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
