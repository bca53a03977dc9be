import type { ExportStore } from './export/export-store.ts';
import type { PageStore } from './page-store.ts';
import type * as Ports from './ports.ts';
import type { RecorderStore } from './recorder-store.ts';
import type { SearchStore } from './search-store.ts';
import type { UrlStore } from './url/url-store.ts';

/** Everything the schema can ask, of one caller. Each store finds nothing of other projects. */
export type Stores = {
  projects: Ports.ProjectStore;
  jobs: Ports.JobStore;
  runs: Ports.RunStore;
  policies: Ports.PolicyStore;
  captures: Ports.CaptureStore;
  workers: Ports.WorkerStore;
  inFlight: Ports.InFlightStore;
  audit: Ports.AuditStore;
  pages: PageStore;
  recorder: RecorderStore;
  search: SearchStore;
  urls: UrlStore;
  exports: ExportStore;
  keys: Ports.KeyStore;
  hosts: Ports.HostStore;
  hostRules: Ports.HostRuleStore;
  schedules: Ports.ScheduleStore;
  webhooks: Ports.WebhookStore;
  dead: Ports.DeadStore;
  bulk: Ports.BulkStore;
  operations: Ports.OperationStore;
};
