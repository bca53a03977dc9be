import { Redis } from 'ioredis';

/**
 * A connection for data: a command fails at once while Redis is away, so nothing is queued in memory, and the
 * connection comes back by itself. `onTrouble` hears of each outage once.
 */
export function connectForData(redisUrl: string, onTrouble: (error: Error) => void): Redis {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2000,
    connectTimeout: 2000,
    retryStrategy,
  });
  hearOutages(redis, onTrouble);
  return redis;
}

/** Resolves when a fresh connection is first ready or first failed, so that the first command is not refused. */
export function firstAttempt(redis: Redis): Promise<void> {
  if (redis.status !== 'wait' && redis.status !== 'connecting' && redis.status !== 'connect') {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    redis.once('ready', () => resolve());
    redis.once('close', () => resolve());
  });
}

/** A connection for subscriptions: it waits for Redis as long as it takes and subscribes again by itself. */
export function connectForSubscriptions(redisUrl: string, onTrouble: (error: Error) => void): Redis {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, connectTimeout: 2000, retryStrategy });
  hearOutages(redis, onTrouble);
  return redis;
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
