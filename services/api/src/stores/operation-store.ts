import { holds, jobs, runOperations, runs } from '@trunkline/database';
import { and, asc, count, desc, eq, getColumns, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { audit } from './audit.ts';
import { pageOf, uuidKey } from './cursor.ts';
import { NotFoundError, WrongStateError } from './errors.ts';
import type { Parts } from './parts.ts';
import type { OperationStore } from './ports.ts';
import { isFinal } from './run-states.ts';
import type { Caller } from './values.ts';

/** Operations on runs of the caller's project. */
export function createOperationStore({ db, bus }: Pick<Parts, 'db' | 'bus'>, caller: Caller): OperationStore {
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const select = () =>
    db
      .select(getColumns(runOperations))
      .from(runOperations)
      .innerJoin(runs, eq(runs.id, runOperations.runId))
      .innerJoin(jobs, eq(jobs.id, runs.jobId));

  return {
    async find(id) {
      const [row] = await select().where(and(own, eq(runOperations.id, id)));
      return row ?? null;
    },

    ofRun: (runId, args) => {
      const of = and(own, eq(runOperations.runId, runId));
      return pageOf(
        args,
        uuidKey,
        ({ after, before, reverse, limit }) =>
          select()
            .where(
              and(
                of,
                after ? lt(runOperations.id, after) : undefined,
                before ? gt(runOperations.id, before) : undefined,
              ),
            )
            .orderBy(reverse ? asc(runOperations.id) : desc(runOperations.id))
            .limit(limit),
        async () =>
          (await db.select({ n: count() }).from(runOperations).where(eq(runOperations.runId, runId)))[0]!.n,
      );
    },

    async ask({ id, kind, fix, reason }) {
      const operation = await db.transaction(async (tx) => {
        const [run] = await tx
          .select(getColumns(runs))
          .from(runs)
          .innerJoin(jobs, eq(jobs.id, runs.jobId))
          .where(and(own, eq(runs.id, id)))
          .for('update', { of: runs });
        if (!run)
          throw new NotFoundError('This project has no run with this id. List them with "runs".', [
            'input',
            'id',
          ]);
        if (kind === 'repair' && (isFinal(run.state) || run.state === 'cancelling'))
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

async function holdOpen(tx: Parameters<Parameters<Parts['db']['transaction']>[0]>[0], runId: string) {
  await tx.execute(
    sql`insert into ${holds} (run_id, kind) select ${runId}, 'repair'
      where not exists (select from ${holds} where run_id = ${runId} and kind = 'repair' and closed_at is null)`,
  );
}
