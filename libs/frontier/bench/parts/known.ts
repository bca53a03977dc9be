import { Redis } from 'ioredis';
import { openFrontier } from '../../src/index.ts';
import { benchRun, urlsOf } from './world.ts';
const name = 'k';
const redis = new Redis(process.env.REDIS_URL!);
await redis.flushall();
const f = await openFrontier({ url: process.env.REDIS_URL!, name });
await f.applyRun(benchRun('b'));
const urls = [...urlsOf(200, 1)];
await f.enqueue('b', urls);
for (let k = 0; k < 3; k++) {
await redis.config('RESETSTAT');
for (let i = 0; i < 500; i++) await f.enqueue('b', urls);
const stats = await redis.info('commandstats');
console.log(stats.split('\r\n').filter((l) => /evalsha|sadd|time|hmget/.test(l)).join('\n'));
}
await f.close(); redis.disconnect();
