import type { ReadingMemory } from '../limits/room/reading.ts';
import { createExportStore } from './export/export-store.ts';
import { createHostRuleStore } from './host/host-rule-store.ts';
import { createHostStore } from './host/host-store.ts';
import { createLedgerStore } from './host/ledger/ledger-store.ts';
import { createJobStore } from './job/job-store.ts';
import { createCaptureStore } from './page/capture-store.ts';
import { createExplainStore } from './page/explain/explain-store.ts';
import { createPageStore } from './page/page-store.ts';
import { createSearchStore } from './page/search-store.ts';
import type { Parts } from './parts.ts';
import { createPolicyStore } from './policy/policy-store.ts';
import { createAuditStore } from './project/audit-store.ts';
import { createKeyStore } from './project/key-store.ts';
import { createProjectStore } from './project/project-store.ts';
import { createWebhookStore } from './project/webhook-store.ts';
import { createBulkStore } from './run/bulk-store.ts';
import { createConductorStore } from './run/conductor-store.ts';
import { createDeadStore } from './run/dead-store.ts';
import { createFindingStore } from './run/finding-store.ts';
import { createPlanStore } from './run/forecast/plan-store.ts';
import { createInFlightStore } from './run/in-flight-store.ts';
import { createMetricStore } from './run/metrics/metric-store.ts';
import { createOperationStore } from './run/operation-store.ts';
import { createRecorderStore } from './run/recorder-store.ts';
import { createRunStore } from './run/run-store.ts';
import { createTrapStore } from './run/trap-store.ts';
import { createWorkerStore } from './run/worker-store.ts';
import { createScheduleStore } from './schedule/schedule-store.ts';
import type { Caller } from './values.ts';

/** The stores of one request: they find nothing outside the caller's project. `take`: memory for bodies that they read. */
export function createStores(parts: Parts, caller: Caller, take: ReadingMemory['take']) {
  const runs = createRunStore(parts, caller);
  const pages = createPageStore(parts, caller);
  const hosts = createHostStore(parts, caller);
  const policies = createPolicyStore(parts, caller);
  const bulk = createBulkStore(parts, caller, runs);
  const traps = createTrapStore(parts, caller, { runs, bulk });
  return {
    projects: createProjectStore(parts, caller),
    jobs: createJobStore(parts, caller),
    runs,
    policies,
    plans: createPlanStore(parts, caller, policies),
    captures: createCaptureStore(parts, caller, take),
    workers: createWorkerStore(parts, caller),
    findings: createFindingStore(parts, caller),
    inFlight: createInFlightStore(parts, caller),
    audit: createAuditStore(parts, caller),
    keys: createKeyStore(parts, caller),
    hosts,
    ledger: createLedgerStore(parts, caller),
    hostRules: createHostRuleStore(parts, caller),
    schedules: createScheduleStore(parts, caller),
    webhooks: createWebhookStore(parts, caller),
    dead: createDeadStore(parts),
    pages,
    explanations: createExplainStore(parts, caller, { pages, hosts, policies, traps }),
    conductors: createConductorStore(parts, caller),
    recorder: createRecorderStore(parts),
    metrics: createMetricStore(parts, caller),
    search: createSearchStore(parts, caller),
    exports: createExportStore(parts, caller),
    operations: createOperationStore(parts, caller),
    bulk,
    traps,
  };
}

/** Everything the schema can ask, of one caller. Each store finds nothing of other projects. */
export type Stores = ReturnType<typeof createStores>;
