export { testDatabase } from './database.ts';
export { type OwnRedis, ownRedis, testRedis } from './redis.ts';
