import { lacksToCrawl, movingRuns, type RunTransaction, scopesOf } from '@trunkline/control';
import {
  bulkOperations,
  type Database,
  faultOf,
  jobs,
  policies,
  runs,
  shortRun,
  type Transaction,
} from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Policy } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';
import { deadAgain, letEnd, pagesAgain, unmark } from './ask-again.ts';
import { changeJobs } from './change-jobs.ts';
import type { Again, Bulk, Step } from './step.ts';

export type BulkParts = {
  db: Database;
  frontier: Pick<Frontier, 'retryDead' | 'known' | 'sizes' | 'outcomesSpan'>;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

/**
 * One pass: the next step of the oldest bulk operation nobody else is at, and that waits for no run to go on or be over. What a step did and how far it came are committed
 * together, so that any conductor can go on. True when there was a step to do.
 */
export function createBulk({ db, frontier, bus, log }: BulkParts) {
  function stepOf(tx: RunTransaction, bulk: Bulk): Promise<Step | 'waits'> {
    if (bulk.kind === 'deadRetry') return deadAgain(tx, bulk, frontier);
    return bulk.kind === 'pagesRequeue' ? pagesAgain(tx, bulk) : changeJobs(tx, bulk);
  }

  /** What the key that asked for URLs again lacks by now for the job they are of. */
  async function lacks(tx: Transaction, { keyId, keyName, filter }: Bulk) {
    const { runId, jobId } = filter as { runId?: string; jobId?: string };
    const [policy] = await tx
      .select({ rules: policies.rules })
      .from(jobs)
      .innerJoin(policies, eq(policies.id, jobs.policyId))
      .where(
        jobId === undefined
          ? inArray(jobs.id, tx.select({ id: runs.jobId }).from(runs).where(eq(runs.id, runId!)))
          : eq(jobs.id, jobId),
      );
    const holder = { keyName, scopes: await scopesOf(tx, keyId) };
    return policy ? lacksToCrawl(holder, policy.rules as Policy, 'ask for URLs of this job again') : null;
  }

  const turns = createTurns('bulk', log);

  return turns.pass(async () => {
    let at: string | undefined;
    try {
      return await step((id) => {
        at = id;
      });
    } catch (error) {
      if (at === undefined) throw error;
      turns.failed(at, error);
      if (faultOf(error) === 'data') await fail(at, error as Error);
      return true;
    }
  });

  async function step(taking: (id: string) => void): Promise<boolean> {
    const taken = await movingRuns({ db, bus }, async (tx) => {
      const [bulk] = await tx
        .select()
        .from(bulkOperations)
        .where(and(eq(bulkOperations.state, 'running'), notInArray(bulkOperations.id, turns.out())))
        .orderBy(asc(bulkOperations.id))
        .limit(1)
        .for('no key update', { skipLocked: true });
      if (bulk === undefined) return null;
      taking(bulk.id);
      const lack = bulk.kind === 'deadRetry' || bulk.kind === 'pagesRequeue' ? await lacks(tx, bulk) : null;
      if (lack !== null) {
        await fail(bulk.id, new Error(lack.message), tx);
        return {};
      }
      const step = await stepOf(tx, bulk);
      if (step === 'waits') {
        turns.waits(bulk.id);
        return {};
      }
      if (!step.again) await save(tx, bulk, step);
      return step.again ? { bulk, step, again: step.again } : {};
    });
    if (taken === null) return false;
    if (taken.again) await ask(taken);
    return true;
  }

  async function ask({ bulk, step, again }: { bulk: Bulk; step: Step; again: Again }): Promise<void> {
    const run = shortRun(again.run);
    const { refused } = await frontier.retryDead(run, again.urls);
    // What this step did not mark another may have asked for: only of what the run never knew that is not so.
    const isAll = refused === again.urls.length;
    const back = isAll ? again.marked : refused > 0 ? await unknown(run, again.urls) : [];
    await db.transaction(async (tx) => {
      if (await save(tx, bulk, { ...step, failed: refused })) await unmark(tx, again.run, back);
    });
  }

  async function unknown(run: string, urls: Again['urls']): Promise<Again['urls']> {
    const known = await frontier.known(
      run,
      urls.map(({ url }) => url),
    );
    return urls.filter((_, i) => !known[i]);
  }

  /** The same would fail again: it is given up, and its project sees why. */
  async function fail(id: string, error: Error, on: Pick<Database, 'update'> = db): Promise<void> {
    const cause = error.cause instanceof Error ? error.cause : error;
    await on
      .update(bulkOperations)
      .set({ state: 'failed', error: cause.message.slice(0, 2000), finishedAt: new Date() })
      .where(and(eq(bulkOperations.id, id), eq(bulkOperations.state, 'running')));
    await letEnd(on, { id });
  }

  /** Keeps how far an operation is. False when it was cancelled, or another conductor came as far meanwhile. */
  async function save(tx: Transaction, bulk: Bulk, { processed, failed, position }: Step): Promise<boolean> {
    const over = position === null;
    const saved = await tx
      .update(bulkOperations)
      .set({
        processed: sql`${bulkOperations.processed} + ${processed}`,
        failed: sql`${bulkOperations.failed} + ${failed}`,
        ...(over ? { state: 'done', finishedAt: new Date() } : { position }),
      })
      .where(
        and(
          ...[eq(bulkOperations.id, bulk.id), eq(bulkOperations.state, 'running')],
          sql`${bulkOperations.position} is not distinct from ${bulk.position}`,
        ),
      )
      .returning({ id: bulkOperations.id });
    if (over) await letEnd(tx, bulk);
    if (over && saved.length > 0) log.info({ bulk: bulk.id, kind: bulk.kind }, 'a bulk operation is done');
    return saved.length > 0;
  }
}
