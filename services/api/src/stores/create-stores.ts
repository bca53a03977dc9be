import { createAuditStore } from './audit-store.ts';
import { createCaptureStore } from './capture-store.ts';
import { createExportStore } from './export/export-store.ts';
import { createJobStore } from './job/job-store.ts';
import { createKeyStore } from './key/key-store.ts';
import { createOperationStore } from './operation-store.ts';
import { createPageStore } from './page-store.ts';
import type { Parts } from './parts.ts';
import { createPolicyStore } from './policy/policy-store.ts';
import { createProjectStore } from './project-store.ts';
import { createRunStore } from './run-store.ts';
import { createSearchStore } from './search-store.ts';
import type { Stores } from './stores.ts';
import type { Caller } from './values.ts';
import { createWorkerStore } from './worker-store.ts';

/** The stores of one request: they find nothing outside the caller's project. */
export const createStores = (parts: Parts, caller: Caller): Stores => ({
  projects: createProjectStore(parts, caller),
  jobs: createJobStore(parts, caller),
  runs: createRunStore(parts, caller),
  policies: createPolicyStore(parts, caller),
  captures: createCaptureStore(parts, caller),
  workers: createWorkerStore(parts),
  audit: createAuditStore(parts, caller),
  pages: createPageStore(parts, caller),
  search: createSearchStore(parts, caller),
  exports: createExportStore(parts, caller),
  keys: createKeyStore(parts, caller),
  operations: createOperationStore(parts, caller),
});
