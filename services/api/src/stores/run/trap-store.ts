import { touchRuns } from '@trunkline/control';
import { jobs, runs as runRows, type TrapState, traps, visits } from '@trunkline/database';
import { compileShapes, shapeInWords, type TrapEvidence } from '@trunkline/web/shapes';
import { hostKey } from '@trunkline/web/url';
import { and, asc, count, eq, inArray, or, sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { noSuch } from '../errors.ts';
import type { Parts } from '../parts.ts';
import type { BulkValue, Caller, JobValue, RunValue, Verb } from '../values.ts';
import { runsOf } from './apply-runs.ts';
import type { BulkStore } from './bulk-store.ts';
import type { RunStore } from './run-store.ts';

/** A shape that was taken for a trap, with what speaks against it. `held`: counts the URLs of the run that are held with it. */
export type TrapValue = Omit<TrapEvidence, 'row'> & {
  shape: string;
  pattern: string;
  state: TrapState;
  since: Date;
  decidedAt: Date | null;
  held: () => Promise<number>;
  row: number;
};

const heldIn = (run: number) =>
  and(
    ...[eq(visits.runSerial, run), eq(visits.outcome, 'refused')],
    ...[eq(visits.code, 'quarantine'), eq(visits.final, true)],
  );

function trapValue(
  { shape, state, since, decidedAt, evidence }: typeof traps.$inferSelect,
  held: TrapValue['held'],
): TrapValue {
  const { row, ...rest } = evidence as TrapEvidence;
  return { ...rest, shape, pattern: shapeInWords(shape), state, since, decidedAt, row: row.pages, held };
}

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
        .where(heldIn(run.serial))
        .groupBy(visits.detail),
    ]);
    const heldBy = new Map(held.map(({ shape, n }) => [shape, n]));
    return found.map(({ trap }) => trapValue(trap, async () => heldBy.get(trap.shape) ?? 0));
  }

  /** What covers a URL, of that which the run found and what was decided for all runs of its job: what holds it first; null: nothing does. */
  async function covering({ serial }: RunValue, job: JobValue, url: string): Promise<TrapValue | null> {
    const host = hostKey(url);
    const found = await db
      .select()
      .from(traps)
      .where(
        and(
          eq(traps.jobSerial, job.serial),
          sql`starts_with(${traps.shape}, ${`${host} `})`,
          or(eq(traps.runSerial, serial), inArray(traps.state, ['kept', 'allowed'])),
        ),
      )
      .orderBy(asc(sql`${traps.state} not in ('held', 'kept')`), asc(traps.shape));
    const shape = compileShapes(found.map((one) => one.shape))(host, url);
    const trap = found.find((one) => one.shape === shape);
    if (!trap) return null;
    return trapValue(trap, () => db.$count(visits, and(heldIn(serial), eq(visits.detail, trap.shape))));
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
    covering,

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

export type TrapStore = ReturnType<typeof createTrapStore>;
