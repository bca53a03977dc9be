import type { RedisOptions } from 'ioredis';
import { z } from 'zod';

/** Without what would change the types of replies. */
export type Options = Omit<RedisOptions, 'replyMapping'>;

const FORMS =
  'redis://[user:password@]host[:port][/database], rediss:// for TLS, or redis+sentinel://[user:password@]sentinel[:port],…/name[/database]';
const SENTINEL_PORT = 26_379;

/** A Redis that Trunkline does not speak to, said before anything is asked of it, or as soon as the server tells what it is. */
export class RedisRefused extends Error {
  override name = 'RedisRefused';
  readonly code: 'REDIS_URL' | 'REDIS_CLUSTER';

  constructor(code: RedisRefused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * What a Redis URL says, as the client wants it. With `redis+sentinel` (`rediss+sentinel`: TLS to all of them) the hosts are
 * Sentinels, who know which server is the primary now; their own account is `?sentinel_username=…&sentinel_password=…`.
 */
export function readAddress(url: string): Options {
  const [scheme, tls, kind] = /^redis(s?)(\+sentinel|\+cluster)?:\/\//i.exec(url) ?? [];
  if (scheme === undefined) throw refused(url, `a Redis URL is ${FORMS}`);
  const rest = url.slice(scheme.length);
  switch (kind?.toLowerCase()) {
    case undefined:
      return { ...readServer(url, rest), ...(tls && { tls: {} }) };
    case '+sentinel':
      return {
        ...readSentinels(url, rest),
        ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
      };
    default:
      throw refusedCluster('The address is of a Redis Cluster');
  }
}

function readServer(url: string, rest: string): Options {
  const at = parse(url, `redis://${rest}`);
  const family = at.searchParams.get('family');
  return {
    host: hostOf(at),
    port: Number(at.port || 6379),
    ...(family !== null && { family: Number(family) }),
    ...accountOf(at),
    db: databaseOf(url, at.pathname.slice(1) || at.searchParams.get('db') || '0'),
  };
}

function readSentinels(url: string, rest: string): Options {
  const [, account = '', hosts = '', path = ''] = /^([^/?]*@)?([^/?]*)(.*)$/s.exec(rest) ?? [];
  const all = hosts.split(',').map((host) => parse(url, `redis://${account}${host}${path}`));
  const at = all[0]!;
  const [, name = '', database = '0', ...more] = at.pathname.split('/');
  if (name === '' || more.length > 0) {
    throw refused(url, `behind the Sentinels stands the name they watch their primary by: ${FORMS}`);
  }
  const given = (field: string) => at.searchParams.get(`sentinel_${field}`);
  return {
    sentinels: all.map((one) => ({ host: hostOf(one), port: Number(one.port || SENTINEL_PORT) })),
    name: decodeURIComponent(name),
    ...accountOf(at),
    ...(given('username') !== null && { sentinelUsername: given('username')! }),
    ...(given('password') !== null && { sentinelPassword: given('password')! }),
    db: databaseOf(url, database || '0'),
  };
}

function parse(url: string, single: string): URL {
  const at = URL.parse(single);
  if (!at || at.hostname === '') throw refused(url, `a Redis URL is ${FORMS}`);
  return at;
}

const hostOf = (at: URL) => at.hostname.replace(/^\[(.*)\]$/, '$1');

function accountOf(at: URL): Options {
  return {
    ...(at.username !== '' && { username: decodeURIComponent(at.username) }),
    ...(at.password !== '' && { password: decodeURIComponent(at.password) }),
  };
}

function databaseOf(url: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw refused(url, `its database is a number, not "${text}"`);
  return Number(text);
}

function refused(url: string, why: string): RedisRefused {
  return new RedisRefused('REDIS_URL', `${plainAddress(url)} cannot be used: ${why}`);
}

export function refusedCluster(what: string): RedisRefused {
  return new RedisRefused(
    'REDIS_CLUSTER',
    `${what}, which is not supported: all keys of Trunkline stand on one server. Name a single server, a cluster of one node, or Sentinels, which keep a second server ready: redis+sentinel://….`,
  );
}

/** A Redis URL without what is secret in it, for people and logs. */
export function plainAddress(url: string): string {
  const [, scheme = '', hosts = ''] = /^([a-z+]+:\/\/)(?:.*@)?([^?]*)/is.exec(url) ?? [];
  return scheme === '' ? 'What stands for a Redis URL' : `${scheme}${hosts}`;
}

/** A Redis URL in the environment: refused with the reason before anything is opened. */
export const redisUrl = z.string().superRefine((url, context) => {
  try {
    readAddress(url);
  } catch (error) {
    if (!(error instanceof RedisRefused)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});
