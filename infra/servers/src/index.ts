export { insist, provide } from './install.ts';
export { freePort, listenerOf, portIsFree } from './ports.ts';
export { type Postgres, recordingSettings, startPostgres } from './postgres.ts';
export { provideRole } from './postgres-role.ts';
export { exitOf, isAlive, markProcess, type ProcessMark, stopProcess } from './processes.ts';
export {
  findProgram,
  listOf,
  type Program,
  type ProgramName,
  programs,
  programsOfTests,
  without,
} from './programs.ts';
export { type RedisServer, startRedis } from './redis.ts';
export { provideRedisServer } from './redis-install.ts';
