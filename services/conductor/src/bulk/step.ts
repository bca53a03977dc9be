import type { bulkOperations } from '@trunkline/database';
import type { DeadUrl } from '@trunkline/frontier';

/**
 * Ended URLs of a run that are marked as waiting, and that the frontier is to be told of; `marked`: those that were not marked before.
 * `run` is its serial.
 */
export type Again = { run: number; urls: EndedUrl[]; marked: EndedUrl[] };

type EndedUrl = DeadUrl & { hash: string };

export type Bulk = typeof bulkOperations.$inferSelect;
/** What one step did. `position`: key of the last item; null: there were none left. `again`: it is done when the frontier was told. */
export type Step = {
  processed: number;
  failed: number;
  position: string | null;
  again?: Again;
};
