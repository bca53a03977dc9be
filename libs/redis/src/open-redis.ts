import { Redis } from 'ioredis';
import { type Options, readAddress } from './address.ts';

export type OpenOptions = {
  /** ms a connection, and of `commands` and `probe` a command too, may take. */
  timeoutMs?: number;
  /** Hears of each outage once. */
  onTrouble?: (error: Error) => void;
  /** Nothing is opened before `connect()`. */
  lazy?: boolean;
};

const TIMEOUT_MS = 2000;

export type RedisKind = 'commands' | 'patient' | 'probe';

/**
 * What a connection is for decides what it does while Redis is away:
 *
 * - `commands` refuses each command at once, so that nothing queues in memory, and comes back by itself;
 * - `patient` waits for Redis as long as it takes, and subscribes again by itself: for subscriptions, which need a connection
 *   of their own, and for whoever has nothing to do without Redis;
 * - `probe` tries once, when `connect()` is called.
 *
 * There is none that blocks: who waits for news subscribes, and then asks.
 */
const kinds: Record<RedisKind, (timeoutMs: number) => Options> = {
  commands: (timeoutMs) => ({
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    retryStrategy,
    sentinelRetryStrategy: retryStrategy,
  }),
  patient: () => ({
    maxRetriesPerRequest: null,
    retryStrategy,
    sentinelRetryStrategy: retryStrategy,
  }),
  probe: (timeoutMs) => ({
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
  }),
};

/** The one door to Redis. Throws `RedisRefused` for an address that is none, or of a kind that is not supported. */
export function openRedis(url: string, kind: RedisKind, options: OpenOptions = {}): Redis {
  const { timeoutMs = TIMEOUT_MS, onTrouble, lazy = false } = options;
  const all: Options = {
    ...readAddress(url),
    lazyConnect: lazy,
    connectTimeout: timeoutMs,
    sentinelCommandTimeout: timeoutMs,
    // A primary that was replaced while nobody could reach it does not know: its Sentinels tell.
    failoverDetector: true,
    ...kinds[kind](timeoutMs),
  };
  const redis = new Redis(all);
  hearOutages(redis, onTrouble ?? (() => {}));
  return redis;
}

/** Resolves when a fresh connection is first ready or first failed, so that the first command is not refused. */
export function firstAttempt(redis: Redis): Promise<void> {
  if (redis.status === 'ready' || redis.status === 'end' || redis.status === 'reconnecting') {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const ends = ['ready', 'close', 'error'];
    const done = () => {
      for (const end of ends) redis.off(end, done);
      resolve();
    };
    for (const end of ends) redis.on(end, done);
  });
}

/** 50 ms to 1 s, with jitter so that processes do not come back together. */
function retryStrategy(times: number): number {
  return Math.min(50 * 2 ** Math.min(times, 5), 1000) * (0.75 + Math.random() / 2);
}

function hearOutages(redis: Redis, onTrouble: (error: Error) => void): void {
  let told = false;
  const tell = (error: Error) => {
    if (!told) onTrouble(error);
    told = true;
  };
  redis.on('ready', () => {
    told = false;
  });
  redis.on('error', tell);
  redis.on('reconnecting', () => tell(new Error('The connection to Redis was closed; trying again')));
}
