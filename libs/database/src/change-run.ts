import { desc, eq } from 'drizzle-orm';
import type { Transaction } from './open-database.ts';
import { finalRunStates, holds, jobs, policies, type RunState, runs } from './tables.ts';

export type RunVerb = 'start' | 'pause' | 'resume' | 'cancel';
export type Run = typeof runs.$inferSelect;

export type RunChange =
  | { outcome: 'changed'; runId: string; from: RunState | 'new'; to: RunState }
  /** It is so already. */
  | { outcome: 'unchanged'; run: Run }
  /** In this state the verb means nothing; `run` is null before the first. */
  | { outcome: 'refused'; run: Run | null };

const isFinal = (state: RunState) => (finalRunStates as readonly RunState[]).includes(state);

/*
 *            start              pause
 *  (none) ─────────▶ starting ─────────▶ paused
 *                       │    ◀─────────
 *                       ▼      resume        cancel, from any of the three:
 *                    running               ──▶ cancelling ──▶ cancelled
 *                       │
 *                       ▼
 *                   recording ──▶ done     Arrows without a verb are the conductor's.
 */

/** What a verb makes of a run: its next state, `null` when it is so already, `undefined` when it cannot be. */
function next({ state, startedAt }: Run, verb: Exclude<RunVerb, 'start'>): RunState | null | undefined {
  const going = state === 'starting' || state === 'running';
  switch (verb) {
    case 'pause':
      return going ? 'paused' : state === 'paused' ? null : undefined;
    case 'resume':
      return state === 'paused' ? (startedAt === null ? 'starting' : 'running') : going ? null : undefined;
    case 'cancel':
      if (going || state === 'paused' || state === 'lost' || state === 'repairing') return 'cancelling';
      return state === 'cancelling' || state === 'cancelled' ? null : undefined;
  }
}

/**
 * Does a verb to the latest run of a job, which it locks, the job first, so that two starts cannot both find none. Whoever
 * calls it tells the frontier after the commit.
 */
export async function changeRun(tx: Transaction, jobId: string, verb: RunVerb): Promise<RunChange> {
  const [job] = await tx
    .select({ policyVersion: policies.version })
    .from(jobs)
    .innerJoin(policies, eq(policies.id, jobs.policyId))
    .where(eq(jobs.id, jobId))
    .for('update', { of: jobs });
  const [latest] = await tx
    .select()
    .from(runs)
    .where(eq(runs.jobId, jobId))
    .orderBy(desc(runs.id))
    .limit(1)
    .for('update');
  const run = latest ?? null;
  if (verb === 'start') {
    if (job !== undefined && (run === null || isFinal(run.state))) {
      const runId = await insertRun(tx, jobId, job.policyVersion);
      return { outcome: 'changed', runId, from: run?.state ?? 'new', to: 'starting' };
    }
    const going = run?.state === 'starting' || run?.state === 'running';
    return going ? { outcome: 'unchanged', run } : { outcome: 'refused', run };
  }
  const to = run === null ? undefined : next(run, verb);
  if (run === null || to === undefined) return { outcome: 'refused', run };
  if (to === null) return { outcome: 'unchanged', run };
  await tx
    .update(runs)
    .set({ state: to, version: run.version + 1 })
    .where(eq(runs.id, run.id));
  return { outcome: 'changed', runId: run.id, from: run.state, to };
}

/** A run and the hold that keeps it from ending before its seeds are in. */
export async function insertRun(tx: Transaction, jobId: string, policyVersion: number): Promise<string> {
  const [run] = await tx.insert(runs).values({ jobId, policyVersion }).returning({ id: runs.id });
  await tx.insert(holds).values({ runId: run!.id, kind: 'seeds' });
  return run!.id;
}
