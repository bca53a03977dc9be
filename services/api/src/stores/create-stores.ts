import { createAuditStore } from './audit-store.ts';
import { createBulkStore } from './bulk/bulk-store.ts';
import { createCaptureStore } from './capture-store.ts';
import { createDeadStore } from './dead-store.ts';
import { createExportStore } from './export/export-store.ts';
import { createHostRuleStore } from './host/host-rule-store.ts';
import { createHostStore } from './host/host-store.ts';
import { createInFlightStore } from './in-flight-store.ts';
import { createJobStore } from './job/job-store.ts';
import { createKeyStore } from './key/key-store.ts';
import { createOperationStore } from './operation-store.ts';
import { createPageStore } from './page-store.ts';
import type { Parts } from './parts.ts';
import { createPolicyStore } from './policy/policy-store.ts';
import { createProjectStore } from './project-store.ts';
import { createRecorderStore } from './recorder-store.ts';
import { createRunStore } from './run-store.ts';
import { createScheduleStore } from './schedule/schedule-store.ts';
import { createSearchStore } from './search-store.ts';
import { createUrlStore } from './url/url-store.ts';
import type { Caller } from './values.ts';
import { createWebhookStore } from './webhook/webhook-store.ts';
import { createWorkerStore } from './worker-store.ts';

/** The stores of one request: they find nothing outside the caller's project. */
export function createStores(parts: Parts, caller: Caller) {
  const runs = createRunStore(parts, caller);
  const pages = createPageStore(parts, caller);
  return {
    projects: createProjectStore(parts, caller),
    jobs: createJobStore(parts, caller),
    runs,
    policies: createPolicyStore(parts, caller),
    captures: createCaptureStore(parts, caller),
    workers: createWorkerStore(parts, caller),
    inFlight: createInFlightStore(parts, caller),
    audit: createAuditStore(parts, caller),
    keys: createKeyStore(parts, caller),
    hosts: createHostStore(parts, caller),
    hostRules: createHostRuleStore(parts, caller),
    schedules: createScheduleStore(parts, caller),
    webhooks: createWebhookStore(parts, caller),
    dead: createDeadStore(parts),
    pages,
    urls: createUrlStore(parts, pages),
    recorder: createRecorderStore(parts),
    search: createSearchStore(parts, caller),
    exports: createExportStore(parts, caller),
    operations: createOperationStore(parts, caller),
    bulk: createBulkStore(parts, caller, runs),
  };
}

/** Everything the schema can ask, of one caller. Each store finds nothing of other projects. */
export type Stores = ReturnType<typeof createStores>;
