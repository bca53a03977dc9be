import { type Calls, type LookOptions, notFound, type Signal, withKey } from '../calls.ts';
import {
  BulkCancelDocument,
  BulkGetDocument,
  BulkListDocument,
  type BulkPartsFragment,
  type BulkState,
  type DeadFilter,
  DeadListDocument,
  type DeadListQuery,
  DeadReasonsDocument,
  DeadRetryDocument,
  type DeadRetryInput,
  type JobsBulkInput,
  JobsCancelDocument,
  JobsDeleteDocument,
  JobsPauseDocument,
  JobsResumeDocument,
  JobsStartDocument,
  LeftOutDocument,
  type LeftOutQuery,
  NotRecordedDocument,
  PagesRequeueDocument,
  type PagesRequeueInput,
  QuarantineAllowDocument,
  QuarantineDocument,
  type QuarantineInput,
  QuarantineKeepDocument,
  QuarantineReleaseDocument,
  type TrapPartsFragment,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

export type BulkOperation = BulkPartsFragment;
/** What a filter matches, and the operation that works on it; null with `dryRun`. */
export type BulkRequested = { matched: number; operation: BulkOperation | null };
export type DeadPage = NonNullable<DeadListQuery['run']>['dead']['nodes'][number];

/** What a run did not crawl for one reason: how many URLs, and one of them. Hostile text. */
export type LeftOut = NonNullable<LeftOutQuery['run']>['leftOut'][number];

/** Work on all jobs a filter matches, in the background. Each carries an idempotency key; `dryRun` only counts. */
export function createBulk({ ask, change, pages, look }: Calls) {
  const get = async (id: string, signal?: Signal): Promise<BulkOperation> => {
    const { node } = await ask(BulkGetDocument, { id }, signal);
    return node?.__typename === 'BulkOperation' ? node : notFound('bulk operation', id);
  };
  return {
    get,
    startJobs: (input: JobsBulkInput, signal?: Signal): Promise<BulkRequested> =>
      change(JobsStartDocument, { input: withKey(input) }, signal),
    pauseJobs: (input: JobsBulkInput, signal?: Signal): Promise<BulkRequested> =>
      change(JobsPauseDocument, { input: withKey(input) }, signal),
    resumeJobs: (input: JobsBulkInput, signal?: Signal): Promise<BulkRequested> =>
      change(JobsResumeDocument, { input: withKey(input) }, signal),
    cancelJobs: (input: JobsBulkInput, signal?: Signal): Promise<BulkRequested> =>
      change(JobsCancelDocument, { input: withKey(input) }, signal),
    deleteJobs: (input: JobsBulkInput, signal?: Signal): Promise<BulkRequested> =>
      change(JobsDeleteDocument, { input: withKey(input) }, signal),
    /** Asks for pages of a job again: those that ended in the run that goes wait there, the others are due in the next run. */
    requeuePages: (input: PagesRequeueInput, signal?: Signal): Promise<BulkRequested> =>
      change(PagesRequeueDocument, { input: withKey(input) }, signal),
    /** Newest first. */
    list: (state?: BulkState, signal?: Signal): List<BulkOperation> =>
      pages(BulkListDocument, { state }, ({ bulkOperations }) => bulkOperations, signal),
    /** Ends an operation; what was done stays done. */
    cancel: (id: string, reason?: string, signal?: Signal): Promise<BulkOperation> =>
      change(BulkCancelDocument, { input: { id, reason } }, signal),
    /** How far an operation is, again and again until it is over. */
    watch: (id: string, options: LookOptions = {}): AsyncGenerator<BulkOperation, void, undefined> =>
      look(
        () => get(id, options),
        ({ state }) => state !== 'RUNNING',
        options,
      ),
  };
}

/** URLs that a run gave up. Hostile text. */
export function createDead({ ask, change, pages }: Calls) {
  return {
    list: (run: string, filter: DeadFilter = {}, signal?: Signal): List<DeadPage> =>
      pages(DeadListDocument, { run, filter }, (answer) => answer.run?.dead ?? notFound('run', run), signal),
    /** Lets them wait again, in the background; with `dryRun` only their number is told. */
    retry: (input: DeadRetryInput, signal?: Signal): Promise<BulkRequested> =>
      change(DeadRetryDocument, { input: withKey(input) }, signal),
    /** What could not be recorded of a run: how much, and the oldest of it. There should be none. */
    notRecorded: async (run: string, signal?: Signal) => {
      const { deadEntries } = (await ask(NotRecordedDocument, { run }, signal)).run ?? notFound('run', run);
      return { total: deadEntries.totalCount ?? deadEntries.nodes.length, oldest: deadEntries.nodes };
    },
    /** What a run did not crawl, or not wholly, by reason, the most frequent first. */
    leftOut: async (run: string, signal?: Signal): Promise<LeftOut[]> =>
      (await ask(LeftOutDocument, { run }, signal)).run?.leftOut ?? notFound('run', run),
    /** Why a run gave URLs up, the most frequent reason first. */
    reasons: async (run: string, signal?: Signal): Promise<{ reason: string; count: number }[]> =>
      (await ask(DeadReasonsDocument, { run }, signal)).run?.deadReasons ?? notFound('run', run),
  };
}

/** A shape of URLs that brings nothing new, with the evidence. Hostile text. */
export type Trap = TrapPartsFragment;

/** Shapes that a run took for traps, and what is held with them. */
export function createTraps({ ask, change }: Calls) {
  return {
    /** Those of a run, and how many of its URLs are held. */
    of: async (run: string, signal?: Signal): Promise<{ held: number; traps: Trap[] }> =>
      (await ask(QuarantineDocument, { run }, signal)).run?.quarantine ?? notFound('run', run),
    /** Holds them in this run no more: what was held waits again, in the background. Without `shape`: all. */
    release: (input: QuarantineInput, signal?: Signal) =>
      change(QuarantineReleaseDocument, { input }, signal),
    /** The same for all runs of the job. */
    allow: (input: QuarantineInput, signal?: Signal) => change(QuarantineAllowDocument, { input }, signal),
    /** Holds them in all runs of the job. */
    keep: (input: QuarantineInput, signal?: Signal) => change(QuarantineKeepDocument, { input }, signal),
  };
}
