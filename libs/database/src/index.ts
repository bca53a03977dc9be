export { hashKey, keyMatches, newKey, parseKey } from './api-key.ts';
export { adminScopes, ensureProject, type KeyReset, resetKey } from './ensure-project.ts';
export { type Fault, faultOf } from './fault-of.ts';
export {
  type Combined,
  combined,
  type DeadFilter,
  deadLike,
  type JobFilter,
  jobsLike,
  type PageFilter,
  pagesLike,
} from './filters.ts';
export { fixShards, ShardsFixed } from './fix-shards.ts';
export { lastingKeys, lockKeys } from './last-keys.ts';
export { createLedger, type Ledger, type LedgerPage, type TimePlace } from './ledger/ledger.ts';
export {
  markRetired,
  neededSegments,
  type RetirableRun,
  retirableRuns,
  retireRun,
} from './ledger/retire.ts';
export { endedLater, endsStandAgain } from './ledger/stand-again.ts';
export { migrate } from './migrate.ts';
export { type Database, type OpenDatabase, openDatabase, type Transaction } from './open-database.ts';
export { createRunPartitions, dropJobPartition, dropRunPartitions, jobPartition } from './partitions.ts';
export { publicId } from './public-id.ts';
export type {
  CaptureRow,
  DeadRow,
  DiscoveredRow,
  DropRow,
  HintRow,
  LedRow,
  LeftOutRow,
  RecordBatch,
  RecrawlRule,
  RobotsRow,
  RunKeys,
  VisitRow,
} from './record/batch.ts';
export { EPOCHS, type IsForgotten, type Recorded, recordBatch } from './record/record-batch.ts';
export { ROBOTS_VERSIONS } from './record/record-robots.ts';
export { relations } from './relations.ts';
export {
  countedVisits,
  type EndedPage,
  endedPages,
  endedRows,
  type OpenPage,
  offsetsIn,
  openPages,
  pagesIn,
  type Redirect,
  type RetriedPage,
  redirects,
  retriedPages,
  type StoredPage,
  storedPages,
} from './repair/rows.ts';
export { type DocumentRow, indexDocuments } from './search/documents.ts';
export {
  indexBacklog,
  isComplete,
  lookAhead,
  type Mark,
  openRunsToIndex,
  type RunToIndex,
  unindexedCaptures,
} from './search/progress.ts';
export { createSearchIndex, type SearchHit, type SearchIndex, type SearchQuery } from './search/search.ts';
export { runSerial, shortRun } from './short-run.ts';
export {
  apiKeys,
  auditLog,
  type BulkKind,
  type BulkState,
  bulkKinds,
  bulkOperations,
  bulkStates,
  captures,
  deadEntries,
  documents,
  drops,
  type FindingKind,
  type Findings,
  finalRunStates,
  findingKinds,
  holds,
  hostChanges,
  hostPauses,
  hostRules,
  idempotencyKeys,
  indexProgress,
  type JobSecretNames,
  jobSeeds,
  jobs,
  type OperationKind,
  type OperationState,
  type OverlapPolicy,
  operationKinds,
  operationStates,
  origins,
  overlapPolicies,
  overStates,
  pageChanges,
  pageStates,
  pages,
  policies,
  policyVersions,
  projects,
  type RunState,
  robotsVersions,
  runLeftOut,
  runOperations,
  runStates,
  runs,
  schedules,
  settings,
  type Timings,
  usage,
  visits,
  type WebhookEvent,
  webhookDeliveries,
  webhookEvents,
  webhooks,
} from './tables.ts';
export { urlHash } from './url-hash.ts';
