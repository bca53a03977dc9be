import { lacksToCrawl } from '@trunkline/control';
import {
  type BulkKind,
  type BulkState,
  bulkOperations,
  type DeadFilter,
  deadLike,
  type JobFilter,
  jobs,
  jobsLike,
  type PageFilter,
  pageStates,
  pages,
  pagesLike,
  policies,
  runs,
  type Transaction,
  visits,
} from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, count, eq, isNull, type SQL } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { demand, noSuch, WrongStateError } from '../errors.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { BulkValue, Caller, Creating, Verb } from '../values.ts';
import type { RunStore } from './run-store.ts';

export type BulkRequest =
  | { kind: Exclude<BulkKind, 'deadRetry' | 'pagesRequeue'>; filter: JobFilter }
  | { kind: 'pagesRequeue'; filter: PageFilter & { jobId: string } }
  | { kind: 'deadRetry'; filter: DeadFilter & { runId: string } };

/** Bulk operations of the caller's project; the conductor does the work. */
export function createBulkStore({ db }: Pick<Parts, 'db'>, caller: Caller, known: Pick<RunStore, 'find'>) {
  const own = eq(bulkOperations.projectId, caller.projectId);
  const { find, list } = shelf(db, {
    select: () => db.select().from(bulkOperations),
    id: bulkOperations.id,
    own,
  });

  async function matched(request: BulkRequest): Promise<number> {
    if (request.kind === 'pagesRequeue') return countPages(request.filter);
    if (request.kind !== 'deadRetry') return db.$count(jobs, jobsLike(caller.projectId, request.filter));
    const run = await known.find(request.filter.runId);
    if (run === null) throw noSuch('run', 'runs', 'runId');
    return db.$count(visits, deadLike(run.serial, request.filter));
  }

  async function countPages({ jobId, ...filter }: PageFilter & { jobId: string }): Promise<number> {
    const [job] = await db
      .select({ serial: jobs.serial })
      .from(jobs)
      .where(and(eq(jobs.id, jobId), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)));
    if (job === undefined) throw noSuch('job', 'jobs', 'jobId');
    const [row] = await db
      .select({ n: count() })
      .from(pages)
      .innerJoin(pageStates, and(eq(pageStates.jobSerial, pages.jobSerial), eq(pageStates.hash, pages.hash)))
      .where(pagesLike(job.serial, filter));
    return row!.n;
  }

  /** The caller may let the job of a request crawl. */
  async function demandCrawl(tx: Transaction, which: SQL, field: string): Promise<void> {
    const [policy] = await tx
      .select({ rules: policies.rules })
      .from(policies)
      .innerJoin(jobs, eq(jobs.policyId, policies.id))
      .leftJoin(runs, eq(runs.jobId, jobs.id))
      .where(which)
      .limit(1);
    demand(lacksToCrawl(caller, policy!.rules as Policy, 'let this job ask for pages again'), [
      'input',
      field,
    ]);
  }

  return {
    find,
    demandCrawl,

    list: (args: PageArgs, { state }: { state?: BulkState | null | undefined }) =>
      list(args, state ? eq(bulkOperations.state, state) : undefined),

    /** Asks for the work, or with `dryRun` only how much there is. */
    async request(
      input: BulkRequest & Creating & { dryRun?: boolean | null | undefined },
    ): Promise<{ matched: number; operation: BulkValue | null }> {
      const { kind, filter, dryRun, reason, idempotencyKey } = input;
      const total = await matched(input);
      if (dryRun) return { matched: total, operation: null };
      const call = { db, caller, operation: kind, key: idempotencyKey, input: filter };
      const id = await once(call, async (tx) => {
        // Of many jobs each is asked for when its turn comes.
        if (kind === 'pagesRequeue') await demandCrawl(tx, eq(jobs.id, filter.jobId), 'jobId');
        if (kind === 'deadRetry') await demandCrawl(tx, eq(runs.id, filter.runId), 'runId');
        const { keyId, keyName, projectId } = caller;
        const [row] = await tx
          .insert(bulkOperations)
          .values({ projectId, kind, filter, keyId, keyName, reason: reason ?? null, total })
          .returning({ id: bulkOperations.id });
        const after = { filter, total };
        await audit(tx, caller, { action: kind, type: 'BulkOperation', id: row!.id, after, reason });
        return row!.id;
      });
      return { matched: total, operation: (await find(id))! };
    },

    async cancel({ id, reason }: Verb): Promise<BulkValue> {
      await db.transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(bulkOperations)
          .where(and(own, eq(bulkOperations.id, id)))
          .for('no key update');
        if (row === undefined) throw noSuch('bulk operation');
        if (row.state === 'cancelled') return;
        if (row.state !== 'running')
          throw new WrongStateError(`The operation is ${row.state}: there is nothing left to cancel.`, [
            'input',
            'id',
          ]);
        await tx
          .update(bulkOperations)
          .set({ state: 'cancelled', finishedAt: new Date() })
          .where(eq(bulkOperations.id, id));
        const after = { processed: row.processed };
        await audit(tx, caller, { action: 'bulkCancel', type: 'BulkOperation', id, after, reason });
      });
      return (await find(id))!;
    },
  };
}

export type BulkStore = ReturnType<typeof createBulkStore>;
