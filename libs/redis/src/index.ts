export type { Redis } from 'ioredis';
export { plainAddress, RedisRefused, redisUrl } from './address.ts';
export { memoryTroubles } from './memory-troubles.ts';
export { firstAttempt, type OpenOptions, openRedis, type RedisKind } from './open-redis.ts';
export { callScript, defineScript, type Script, sendScript, type Value } from './script.ts';
export { readServer } from './server.ts';
