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
  PagesRequeueDocument,
  type PagesRequeueInput,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { pause } from './pause.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type BulkOperation = BulkPartsFragment;
/** What a filter matches, and the operation that works on it; null with `dryRun`. */
export type BulkRequested = { matched: number; operation: BulkOperation | null };
export type DeadPage = NonNullable<DeadListQuery['run']>['dead']['nodes'][number];

const withKey = <Input extends { idempotencyKey?: string | null | undefined }>(input: Input): Input => ({
  ...input,
  idempotencyKey: input.idempotencyKey ?? crypto.randomUUID(),
});

/** Work on all jobs a filter matches, in the background. Each carries an idempotency key; `dryRun` only counts. */
export function createBulk(transport: Transport) {
  const get = async (id: string, { signal }: Signal = {}): Promise<BulkOperation> => {
    const { node } = await transport.call(BulkGetDocument, { id }, { signal, repeatable: true });
    return node?.__typename === 'BulkOperation' ? node : notFound('bulk operation', id);
  };
  return {
    get,
    async startJobs(input: JobsBulkInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobsStartDocument, { input: withKey(input) }, options)).jobsStart);
    },
    async pauseJobs(input: JobsBulkInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobsPauseDocument, { input: withKey(input) }, options)).jobsPause);
    },
    async resumeJobs(input: JobsBulkInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(JobsResumeDocument, { input: withKey(input) }, options)).jobsResume,
      );
    },
    async cancelJobs(input: JobsBulkInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(JobsCancelDocument, { input: withKey(input) }, options)).jobsCancel,
      );
    },
    async deleteJobs(input: JobsBulkInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(JobsDeleteDocument, { input: withKey(input) }, options)).jobsDelete,
      );
    },
    /** Asks for pages of a job again: those that ended in the run that goes wait there, the others are due in the next run. */
    async requeuePages(input: PagesRequeueInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled(
        (await transport.call(PagesRequeueDocument, { input: withKey(input) }, options)).pagesRequeue,
      );
    },
    /** Newest first. */
    list(state?: BulkState, { signal }: Signal = {}): List<BulkOperation> {
      return list(async (after) => {
        const variables = { first: PAGE, after, ...(state && { state }) };
        return (await transport.call(BulkListDocument, variables, { signal, repeatable: true }))
          .bulkOperations;
      });
    },
    /** Ends an operation; what was done stays done. */
    async cancel(id: string, reason?: string, { signal }: Signal = {}): Promise<BulkOperation> {
      const variables = { input: { id, reason } };
      const options = { signal, repeatable: true };
      return settled((await transport.call(BulkCancelDocument, variables, options)).bulkCancel);
    },
    /** How far an operation is, again and again until it is over. */
    async *watch(
      id: string,
      { signal, intervalMs = 500 }: Signal & { intervalMs?: number } = {},
    ): AsyncGenerator<BulkOperation, void, undefined> {
      for (;;) {
        const operation = await get(id, { signal });
        yield operation;
        if (operation.state !== 'RUNNING') return;
        await pause(intervalMs, signal);
      }
    },
  };
}

/** URLs that a run gave up. Hostile text. */
export function createDead(transport: Transport) {
  return {
    list(run: string, filter: DeadFilter = {}, { signal }: Signal = {}): List<DeadPage> {
      return list(async (after) => {
        const variables = { run, first: PAGE, after, filter };
        const answer = await transport.call(DeadListDocument, variables, { signal, repeatable: true });
        return answer.run?.dead ?? notFound('run', run);
      });
    },
    /** Lets them wait again, in the background; with `dryRun` only their number is told. */
    async retry(input: DeadRetryInput, { signal }: Signal = {}): Promise<BulkRequested> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(DeadRetryDocument, { input: withKey(input) }, options)).deadRetry);
    },
    /** Why a run gave URLs up, the most frequent reason first. */
    async reasons(run: string, { signal }: Signal = {}): Promise<{ reason: string; count: number }[]> {
      const answer = await transport.call(DeadReasonsDocument, { run }, { signal, repeatable: true });
      return answer.run?.deadReasons ?? notFound('run', run);
    },
  };
}
