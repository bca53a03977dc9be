import { isOver, lacksToCrawl } from '@trunkline/control';
import { holds, jobs, policies, runOperations, runs, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, eq, getColumns, inArray, isNull, sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { demand, noSuch, WrongStateError } from '../errors.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, OperationValue, Verb } from '../values.ts';

/** Operations on runs of the caller's project. */
export function createOperationStore({ db, bus }: Pick<Parts, 'db' | 'bus'>, caller: Caller) {
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const { find, list } = shelf(db, {
    select: () =>
      db
        .select(getColumns(runOperations))
        .from(runOperations)
        .innerJoin(runs, eq(runs.id, runOperations.runId))
        .innerJoin(jobs, eq(jobs.id, runs.jobId)),
    id: runOperations.id,
    own,
  });

  return {
    find,
    ofRun: (runId: string, args: PageArgs) => list(args, eq(runOperations.runId, runId)),

    /** Asks for an operation on a run; while one of its kind is open, that one is answered. */
    async ask({
      id,
      kind,
      fix,
      reason,
    }: Verb & { kind: 'repair' | 'audit'; fix?: boolean | null | undefined }): Promise<OperationValue> {
      const operation = await db.transaction(async (tx) => {
        const [run] = await tx
          .select({ state: runs.state, rules: policies.rules })
          .from(runs)
          .innerJoin(jobs, eq(jobs.id, runs.jobId))
          .innerJoin(policies, eq(policies.id, jobs.policyId))
          .where(and(own, eq(runs.id, id)))
          .for('no key update', { of: runs });
        if (!run) throw noSuch('run', 'runs');
        if (kind === 'repair' || fix)
          demand(lacksToCrawl(caller, run.rules as Policy, 'let this run go on'), ['input', 'id']);
        if (kind === 'repair' && (isOver(run.state) || run.state === 'cancelling'))
          throw new WrongStateError(`This run is ${run.state}: there is nothing left to repair.`, [
            'input',
            'id',
          ]);
        const open = and(
          eq(runOperations.runId, id),
          eq(runOperations.kind, kind),
          inArray(runOperations.state, ['waiting', 'running']),
        );
        const [known] = await tx.select().from(runOperations).where(open);
        if (known) return known;
        // Nobody may say that the run is done while its frontier is not whole.
        if (kind === 'repair') await holdOpen(tx, id);
        const [made] = await tx
          .insert(runOperations)
          .values({ runId: id, kind, fix: fix ?? false, author: caller.keyId })
          .returning();
        const action = kind === 'repair' ? 'runRepair' : 'runAudit';
        await audit(tx, caller, { action, type: 'Run', id, after: { operation: made!.id, fix }, reason });
        return made!;
      });
      await bus.publish('runChanged', { runId: id });
      return operation;
    },
  };
}

async function holdOpen(tx: Transaction, runId: string) {
  await tx.execute(
    sql`insert into ${holds} (run_id, kind) select ${runId}, 'repair'
      where not exists (select from ${holds} where run_id = ${runId} and kind = 'repair' and closed_at is null)`,
  );
}
