export { freePort, listenerOf, portIsFree } from './ports.ts';
export { type Postgres, recordingSettings, startPostgres } from './postgres.ts';
export { exitOf, isAlive, markProcess, type ProcessMark, stopProcess } from './processes.ts';
export { findRedisServer, type RedisServer, startRedis } from './redis.ts';
export { installPackage, provideRedisServer } from './redis-install.ts';
