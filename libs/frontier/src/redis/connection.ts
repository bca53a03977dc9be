import {
  callScript,
  openRedis,
  type Redis,
  RedisRefused,
  readServer,
  sendScript,
  type Value,
} from '@trunkline/redis';
import { FrontierMisconfigured, FrontierUnavailable } from '../errors.ts';
import { FORMAT, type ShardKeys, shardKeys } from '../keys.ts';
import type { Script } from '../script.ts';
import { type Arrival, arrive } from '../scripts/arrive.ts';

export type ConnectionOptions = {
  url: string;
  shards: number;
  name: string;
  /** ms a call may take before it counts as unanswered and the connection as dead. */
  timeoutMs: number;
  /** Told what is wrong with the configuration of a server that is met, though not forbidden. */
  onWarning?: ((warning: string) => void) | undefined;
};

export type Connection = {
  readonly shards: readonly ShardKeys[];
  connect(): Promise<void>;
  run<A extends string, R>(
    script: Script<A, R>,
    shard: number,
    input: Record<A, string | number>,
    rest?: readonly Value[],
  ): Promise<R>;
  /** A plain command; `doing` names it in the error. */
  ask<R>(doing: string, command: (redis: Redis) => Promise<R>): Promise<R>;
  /** Founds the shards that were emptied. */
  found(): Promise<void>;
  close(): Promise<void>;
};

/** Errors by which Redis says that it cannot serve now; everything else it answers is a fault of ours. */
const passing = new Set([
  'OOM',
  'LOADING',
  'READONLY',
  'MASTERDOWN',
  'TRYAGAIN',
  'CLUSTERDOWN',
  'MISCONF',
  'NOREPLICAS',
  'BUSY',
]);

/** A shard was emptied as the server ran on, by whoever could: scripts/lib/founded.lua, and its outcomes are gone, or the group that reads them. */
const unfounded = new Set(['UNFOUNDED', 'NOGROUP']);
const isUnfounded = (error: unknown) =>
  unfounded.has(codeOf(error)) || (error instanceof Error && error.message === 'ERR no such key');

/** How long a server that would not have us is left alone before it is asked again, ms. */
const AGAIN_MS = 1000;

/**
 * One connection to Redis that never queues: while it is down every call is refused at once. Before anything else it tells
 * each shard which server it talks to (scripts/arrive.lua), so no call after a restart or failover is served in the old epoch.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { url, shards: count, name, timeoutMs, onWarning } = options;
  const redis = openRedis(url, 'commands', { timeoutMs, lazy: true });
  const shards = Array.from({ length: count }, (_, shard) => shardKeys(name, shard));
  /** The last one met of each shard, so that their numbers rise though a shard forgets everything. */
  const epochs: number[] = [];
  let here = false;
  let tried = false;
  let lastError: unknown;
  let again: NodeJS.Timeout | undefined;
  let connecting: Promise<void> | undefined;
  let founding: Promise<void> | undefined;
  const first = Promise.withResolvers<void>();

  const keysOf = (shard: ShardKeys) => ({ meta: shard.meta(), void: shard.void() });

  async function greet(): Promise<void> {
    const info = await readServer(redis).catch(refuse);
    checkServer(info, onWarning);
    const server = info.get('run_id') ?? '';
    for (const [i, shard] of shards.entries()) {
      const input = { server, format: FORMAT, shards: count, seen: epochs[i] ?? 0 };
      const arrival = await callScript(redis, arrive, keysOf(shard), input);
      checkArrival(arrival, count);
      if ('epoch' in arrival) epochs[i] = arrival.epoch;
    }
    here = true;
  }

  function failed(error: unknown): void {
    lastError = error;
    first.reject(error);
    // A connection that does not answer is no connection: calls on it would only pile up.
    if (isTimeout(error)) redis.disconnect(true);
  }

  /** Again and again while the connection stands: a server that is full or wrongly set may be put right as it runs. */
  function meet(): void {
    clearTimeout(again);
    greet().then(first.resolve, (error) => {
      failed(error);
      if (redis.status === 'ready') again = setTimeout(meet, AGAIN_MS);
    });
  }

  redis.on('error', failed);
  redis.on('ready', meet);
  redis.on('close', () => {
    here = false;
    clearTimeout(again);
  });

  function unavailable(doing: string, error: unknown): Error {
    failed(error);
    return error instanceof FrontierMisconfigured || !isPassing(error)
      ? (error as Error)
      : new FrontierUnavailable(doing, { cause: error });
  }

  async function open(): Promise<void> {
    try {
      await Promise.all([redis.connect(), first.promise]);
    } catch (error) {
      throw unavailable('connect', error);
    } finally {
      tried = true;
    }
  }

  function connect(): Promise<void> {
    connecting ??= open();
    return connecting;
  }

  async function ask<R>(doing: string, command: (client: Redis) => Promise<R>): Promise<R> {
    if (!tried) await connect();
    if (!here) {
      if (lastError instanceof FrontierMisconfigured) throw lastError;
      throw new FrontierUnavailable(doing, { cause: lastError });
    }
    try {
      return await command(redis);
    } catch (error) {
      if (!isUnfounded(error)) throw unavailable(doing, error);
    }
    // Nothing was done: in the epoch that begins now the same may be asked again.
    try {
      await found();
      return await command(redis);
    } catch (error) {
      throw unavailable(doing, error);
    }
  }

  /** Once for all that find the shards emptied at the same time. */
  function found(): Promise<void> {
    founding ??= greet().finally(() => {
      founding = undefined;
    });
    return founding;
  }

  return {
    shards,
    connect,
    ask,
    found,
    run: async (script, shard, input, rest = []) => {
      const keys = shards[shard];
      if (!keys) throw new RangeError(`There is no shard ${shard} of ${count}`);
      return script.read(await ask(script.name, () => sendScript(redis, script, keysOf(keys), input, rest)));
    },
    async close() {
      // What is asked on a connection that is just being lost is refused: there is nothing left to end politely.
      if (redis.status === 'ready') await redis.quit().catch(() => {});
      redis.disconnect();
    },
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof RedisRefused)) throw error;
  throw new FrontierMisconfigured(error.message, { cause: error });
}

function checkServer(info: ReadonlyMap<string, string>, onWarning: ConnectionOptions['onWarning']): void {
  const policy = info.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new FrontierMisconfigured(
      `Redis has maxmemory-policy ${policy}: it would throw waiting URLs away. Set it to noeviction.`,
    );
  }
  if (info.get('aof_enabled') !== '1') {
    onWarning?.(
      'Redis writes no append-only file: a restart loses the whole frontier. Set appendonly yes and appendfsync everysec.',
    );
  }
}

function checkArrival(arrival: Arrival, shards: number): void {
  if (!('other' in arrival)) return;
  const { format, shards: there } = arrival.other;
  if (format !== String(FORMAT)) {
    throw new FrontierMisconfigured(
      `The frontier in this Redis has format ${format || '1'}, and this version of Trunkline reads format ${FORMAT}: finish its runs with the version that wrote it, or name an empty database in REDIS_URL, where unfinished runs are rebuilt from Postgres.`,
    );
  }
  throw new FrontierMisconfigured(
    `The frontier in this Redis has ${there} shard${there === '1' ? '' : 's'}, and this process was told ${shards}. The number is fixed when an installation is made: give every process ${there}.`,
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name !== 'ReplyError') return true;
  return passing.has(codeOf(error)) || isUnfounded(error);
}

/** The first word of what Redis answered; of errors that are not its own some other word. */
function codeOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(' ', 1)[0] ?? '') : '';
}

/** Whether a call was refused because Redis is full. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof FrontierUnavailable && codeOf(error.cause) === 'OOM';
}
