export { testDatabase } from './database.ts';
export { type Origin, startOrigin } from './origin.ts';
export { type OwnRedis, ownRedis, testRedis } from './redis.ts';
export { type Stack, startStack } from './stack.ts';
