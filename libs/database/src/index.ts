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
export { hashKey, keyMatches, newKey, parseKey } from './keys/api-key.ts';
export { lastingKeys, lockKeys } from './keys/last-keys.ts';
export { publicId } from './keys/public-id.ts';
export { runSerial, shortRun } from './keys/short-run.ts';
export { urlHash } from './keys/url-hash.ts';
export { createLedger, type Ledger, type LedgerPage, type TimePlace } from './ledger/ledger.ts';
export {
  markRetired,
  neededSegments,
  type RetirableRun,
  retirableRuns,
  retireRun,
} from './ledger/retire.ts';
export { endedLater, endsStandAgain } from './ledger/stand-again.ts';
export { adminScopes, ensureProject, type KeyReset, resetKey } from './open/ensure-project.ts';
export { type Fault, faultOf } from './open/fault-of.ts';
export { fixShards, ShardsFixed } from './open/fix-shards.ts';
export { migrate } from './open/migrate.ts';
export { type Database, type OpenDatabase, openDatabase, type Transaction } from './open/open-database.ts';
export { ownSecret } from './open/own-secret.ts';
export { isCollision } from './open/try-again.ts';
export { createRunPartitions, dropJobPartition, dropRunPartitions, jobPartition } from './partitions.ts';
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
  RequestRow,
  RobotsRow,
  RunKeys,
  VisitRow,
} from './record/batch.ts';
export { EPOCHS, type IsForgotten, type Recorded, recordBatch } from './record/record-batch.ts';
export { forgetRequests, MARKS, MOST_STARTS, markOf } from './record/record-requests.ts';
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
export { readSeriesHead, type SeriesHead, seriesWritten, takeSeriesHead } from './series/head.ts';
export { keepSeriesPartitions } from './series/partitions.ts';
export { nextSeriesRow, readSeriesRows, type StoredSeriesRow } from './series/read.ts';
export { type Resolution, resolutions, startOf } from './series/resolutions.ts';
export { forgetSubjects, type SeriesSubject, subjectIds, touchSubjects } from './series/subjects.ts';
export { type SeriesRow, writeRolled, writeSecond } from './series/write.ts';
export {
  apiKeys,
  auditLog,
  type BulkKind,
  type BulkState,
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
  findings,
  holds,
  hostChanges,
  hostPauses,
  hostRequests,
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
  seriesSubjects,
  settings,
  type Timings,
  type TrapState,
  trapStates,
  traps,
  usage,
  visits,
  type WebhookEvent,
  webhookDeliveries,
  webhookEvents,
  webhooks,
} from './tables.ts';
