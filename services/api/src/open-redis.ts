import type { Logger } from '@trunkline/service';
import { Redis } from 'ioredis';

/** A connection that reads telemetry: commands fail at once while Redis is away, so that nothing piles up here. */
export async function openRedis(url: string, log: Logger): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2000,
    connectTimeout: 2000,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 1000),
  });
  redis.on('error', (err) => log.warn({ err }, 'Redis'));
  await redis.connect();
  return redis;
}
