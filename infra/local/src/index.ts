export { freePort } from './ports.ts';
export { type Postgres, startPostgres } from './postgres.ts';
export { findRedisServer, type RedisServer, startRedis } from './redis.ts';
export { provideRedisServer } from './redis-install.ts';
