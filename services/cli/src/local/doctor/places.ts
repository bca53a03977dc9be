import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the servers of an installation are: what the environment names, else what `npm start` left in its folder. */
export type Place = { url: string; from: string } | null;

export function redisPlace(env: NodeJS.ProcessEnv, home: string): Place {
  if (env['REDIS_URL']) return { url: env['REDIS_URL'], from: 'REDIS_URL' };
  const text = read(join(home, 'redis/server.json'));
  if (text === null) return null;
  const { port, password } = JSON.parse(text) as { port: number; password: string };
  return { url: `redis://:${password}@127.0.0.1:${port}`, from: join(home, 'redis') };
}

export function postgresPlace(env: NodeJS.ProcessEnv, home: string): Place {
  if (env['DATABASE_URL']) return { url: env['DATABASE_URL'], from: 'DATABASE_URL' };
  // Where the account of the server may not go, its files were moved, and this says where to.
  const folder = read(join(home, 'postgres/moved-to'))?.trim() ?? join(home, 'postgres');
  // That of the services' role; of a superuser where a version without it made the files.
  const own = read(join(home, 'database-password'));
  const password = own ?? read(join(folder, 'password'));
  const pid = read(join(folder, 'data/postmaster.pid'));
  const port = pid?.split('\n')[3];
  if (password === null || !port) return null;
  return {
    url: `postgres://${own === null ? 'postgres' : 'trunkline'}:${password.trim()}@127.0.0.1:${port}/trunkline`,
    from: folder,
  };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** An address without its password, for people. */
export function plain(address: string): string {
  const url = URL.parse(address);
  return url ? `${url.hostname}:${url.port}` : 'an address that is none';
}
