import type { ExportStore } from './export/export-store.ts';
import type { PageStore } from './page-store.ts';
import type {
  AuditStore,
  CaptureStore,
  JobStore,
  KeyStore,
  OperationStore,
  PolicyStore,
  ProjectStore,
  RunStore,
  WorkerStore,
} from './ports.ts';
import type { SearchStore } from './search-store.ts';

/** Everything the schema can ask, of one caller. Each store finds nothing of other projects. */
export type Stores = {
  projects: ProjectStore;
  jobs: JobStore;
  runs: RunStore;
  policies: PolicyStore;
  captures: CaptureStore;
  workers: WorkerStore;
  audit: AuditStore;
  pages: PageStore;
  search: SearchStore;
  exports: ExportStore;
  keys: KeyStore;
  operations: OperationStore;
};
