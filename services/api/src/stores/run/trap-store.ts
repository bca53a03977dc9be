import { touchRuns } from '@trunkline/control';
import { jobs, runs as runRows, type TrapState, traps, visits } from '@trunkline/database';
import { shapeInWords, type TrapEvidence } from '@trunkline/web/shapes';
import { and, asc, count, eq, inArray, or } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { noSuch } from '../errors.ts';
import type { Parts } from '../parts.ts';
import type { BulkValue, Caller, RunValue, Verb } from '../values.ts';
import { runsOf } from './apply-runs.ts';
import type { BulkStore } from './bulk-store.ts';
import type { RunStore } from './run-store.ts';

/** A shape that was taken for a trap, with what speaks against it. `held`: URLs of the run that are held with it. */
export type TrapValue = Omit<TrapEvidence, 'row'> & {
  shape: string;
  pattern: string;
  state: TrapState;
  since: Date;
  decidedAt: Date | null;
  held: number;
  row: number;
};

/** What somebody decides: `shape` left out: of all that are held in the run. */
export type Decision = Verb & { shape?: string[] | null | undefined };
type Decided = { traps: TrapValue[]; operation: BulkValue | null };

/** Shapes that runs of the caller's project took for traps. */
export function createTrapStore(
  parts: Parts,
  caller: Caller,
  { runs, bulk }: { runs: Pick<RunStore, 'find'>; bulk: Pick<BulkStore, 'demandCrawl' | 'request'> },
) {
  const { db } = parts;

  /** Those that the run found, and those that were decided for all runs of its job. */
  async function list(run: RunValue, shapes?: readonly string[]): Promise<TrapValue[]> {
    const [found, held] = await Promise.all([
      db
        .select({ trap: traps })
        .from(traps)
        .innerJoin(jobs, eq(jobs.serial, traps.jobSerial))
        .where(
          and(
            eq(jobs.id, run.jobId),
            or(eq(traps.runSerial, run.serial), inArray(traps.state, ['kept', 'allowed'])),
            shapes && inArray(traps.shape, [...shapes]),
          ),
        )
        .orderBy(asc(traps.since), asc(traps.shape)),
      db
        .select({ shape: visits.detail, n: count() })
        .from(visits)
        .where(
          and(
            ...[eq(visits.runSerial, run.serial), eq(visits.outcome, 'refused')],
            ...[eq(visits.code, 'quarantine'), eq(visits.final, true)],
          ),
        )
        .groupBy(visits.detail),
    ]);
    const heldBy = new Map(held.map(({ shape, n }) => [shape, n]));
    return found.map(({ trap: { shape, state, since, decidedAt, evidence } }) => {
      const { row, ...rest } = evidence as TrapEvidence;
      const of = { shape, pattern: shapeInWords(shape), state, since, decidedAt };
      return { ...rest, ...of, row: row.pages, held: heldBy.get(shape) ?? 0 };
    });
  }

  async function decide(
    action: string,
    state: TrapState,
    input: Decision,
  ): Promise<RunValue & { shapes: string[] }> {
    const run = await runs.find(input.id);
    if (run === null) throw noSuch('run', 'runs');
    const shapes = await runsOf(parts).transaction(async (tx) => {
      if (state !== 'kept') await bulk.demandCrawl(tx, eq(runRows.id, run.id), 'id');
      const [job] = await tx.select({ serial: jobs.serial }).from(jobs).where(eq(jobs.id, run.jobId));
      const which = input.shape?.length
        ? inArray(traps.shape, input.shape)
        : // What was being held while it was released is released when that is said again.
          and(
            eq(traps.runSerial, run.serial),
            inArray(traps.state, state === 'kept' ? ['held'] : ['held', 'released']),
          );
      const changed = await tx
        .update(traps)
        .set({ state, decidedAt: new Date() })
        .where(and(eq(traps.jobSerial, job!.serial), which))
        .returning({ shape: traps.shape });
      const all = changed.map(({ shape }) => shape);
      if (all.length === 0 && input.shape?.length) throw noSuch('trap', 'run.quarantine', 'shape');
      const after = { state, shapes: all };
      await audit(tx, caller, { action, type: 'Run', id: run.id, after, reason: input.reason });
      // Its frontier hears of it.
      await touchRuns(tx, eq(runRows.id, run.id));
      return all;
    });
    return { ...run, shapes };
  }

  return {
    list,

    /** Holds nothing of these shapes in this run any more (`allowed`: in any run of the job): what was held waits again, in the background. */
    async release(action: string, state: 'released' | 'allowed', input: Decision): Promise<Decided> {
      const { shapes, ...run } = await decide(action, state, input);
      if (shapes.length === 0) return { traps: [], operation: null };
      const filter = { runId: run.id, reason: ['quarantine'], shape: shapes };
      const { operation } = await bulk.request({ kind: 'deadRetry', filter, reason: input.reason });
      return { traps: await list(run, shapes), operation };
    },

    /** Holds these shapes in all runs of the job from now on. */
    async keep(action: string, input: Decision): Promise<Decided> {
      const { shapes, ...run } = await decide(action, 'kept', input);
      return { traps: await list(run, shapes), operation: null };
    },
  };
}
