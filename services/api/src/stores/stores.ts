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

/** Everything the schema can ask, of one caller. Each store finds nothing of other projects. */
export type Stores = {
  projects: ProjectStore;
  jobs: JobStore;
  runs: RunStore;
  policies: PolicyStore;
  captures: CaptureStore;
  workers: WorkerStore;
  audit: AuditStore;
  keys: KeyStore;
  operations: OperationStore;
};
