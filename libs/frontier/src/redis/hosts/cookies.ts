import { keepCookies } from '../../scripts/hosts/keep-cookies.ts';
import { shardOf } from '../../shard-of.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** Bounds: of one host, and of a shard (hosts; so some 32 MiB at the most). */
export const COOKIE_BOUNDS = { count: 50, bytes: 8192, jars: 4096, ttl: 86_400_000 } as const;

/** Cookies of hosts, each run for itself, where its host has its state. */
export function createCookieVerbs(connection: Connection): Pick<Frontier, 'cookies' | 'keepCookies'> {
  const at = (host: string) => shardOf(host, connection.shards.length);
  return {
    cookies: (run, host) =>
      connection.ask('read cookies', (redis) => redis.hvals(connection.shards[at(host)]!.cookies(run, host))),
    async keepCookies(run, host, changes) {
      const rest = changes.flatMap(({ key, value }) => [key, value ?? '']);
      await connection.run(keepCookies, at(host), { run, host, ...COOKIE_BOUNDS }, rest);
    },
  };
}
