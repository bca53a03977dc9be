export { hashKey, keyMatches, newKey, parseKey } from './api-key.ts';
export { desiredRun, runSerial, shortRun } from './desired-run.ts';
export { adminScopes, ensureProject } from './ensure-project.ts';
export { migrate } from './migrate.ts';
export { type Database, type OpenDatabase, openDatabase, type Transaction } from './open-database.ts';
export { createRunPartitions, dropJobPartition, dropRunPartitions } from './partitions.ts';
export type {
  CaptureRow,
  DeadRow,
  DiscoveredRow,
  DropRow,
  RecordBatch,
  RunKeys,
  VisitRow,
} from './record/batch.ts';
export { type Recorded, recordBatch } from './record/record-batch.ts';
export { relations } from './relations.ts';
export {
  apiKeys,
  auditLog,
  captures,
  deadEntries,
  drops,
  finalRunStates,
  holds,
  idempotencyKeys,
  jobSeeds,
  jobs,
  pages,
  policies,
  policyVersions,
  projects,
  type RunState,
  runStates,
  runs,
  settings,
  type Timings,
  visits,
} from './tables.ts';
export { urlHash } from './url-hash.ts';
