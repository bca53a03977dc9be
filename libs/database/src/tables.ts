export { auditLog } from './tables/audit.ts';
export { type BulkKind, type BulkState, bulkOperations, bulkStates } from './tables/bulk.ts';
export { hostChanges, hostPauses, hostRequests, hostRules } from './tables/host-rule.ts';
export { type JobSecretNames, jobSeeds, jobs } from './tables/job.ts';
export {
  type FindingKind,
  type Findings,
  findingKinds,
  type OperationKind,
  type OperationState,
  operationKinds,
  operationStates,
  runOperations,
} from './tables/operation.ts';
export { origins, pageChanges, pageStates, pages } from './tables/page.ts';
export { policies, policyVersions } from './tables/policy.ts';
export { apiKeys, idempotencyKeys, projects, settings, usage } from './tables/project.ts';
export { robotsVersions } from './tables/robots.ts';
export {
  deadEntries,
  drops,
  finalRunStates,
  findings,
  holds,
  overStates,
  type RunState,
  runLeftOut,
  runStates,
  runs,
  type TrapState,
  trapStates,
  traps,
} from './tables/run.ts';
export { type OverlapPolicy, overlapPolicies, schedules } from './tables/schedule.ts';
export { documents, indexProgress } from './tables/search.ts';
export { seriesSubjects } from './tables/series.ts';
export { captures, type Timings, visits } from './tables/visit.ts';
export { type WebhookEvent, webhookDeliveries, webhookEvents, webhooks } from './tables/webhook.ts';
