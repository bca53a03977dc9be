import {
  type Database,
  type FindingKind,
  type Findings,
  runOperations,
  type Transaction,
} from '@trunkline/database';
import { and, eq, sql } from 'drizzle-orm';

export type Operation = typeof runOperations.$inferSelect;

/** What one step of an operation did. `phase` and `position`: where the next one begins; `phase` null: it is over. */
export type Step = {
  phase: string | null;
  position: string | null;
  processed?: number;
  found?: Found[];
};

/** `fixed`: how many of these were put right; all of them unless it says otherwise. */
export type Found = { kind: FindingKind; count: number; fixed?: number; samples?: readonly string[] };

const MOST_SAMPLES = 20;
const LONGEST_SAMPLE = 500;

/**
 * The next operation to work on: this conductor's own, else the oldest that waits or whose conductor has shown no life for half a
 * minute. Null: there is none.
 */
export async function takeOperation(db: Database, owner: string): Promise<Operation | null> {
  const next = sql`(select id from run_operations
    where state = 'waiting' or (state = 'running' and (owner = ${owner} or beat_at < now() - interval '30 seconds'))
    order by (state = 'running' and owner = ${owner}) desc, id limit 1 for no key update skip locked)`;
  const [taken] = await db
    .update(runOperations)
    .set({
      state: 'running',
      owner,
      beatAt: sql`now()`,
      startedAt: sql`coalesce(started_at, now())`,
    })
    .where(sql`${runOperations.id} = ${next}`)
    .returning();
  return taken ?? null;
}

/** The operation as it was taken: no other conductor has it or came further since, and nobody began it anew. */
const asTaken = ({ id, owner, phase, position }: Operation) =>
  and(
    ...[eq(runOperations.id, id), eq(runOperations.state, 'running'), eq(runOperations.owner, owner ?? '')],
    sql`${runOperations.phase} is not distinct from ${phase}`,
    sql`${runOperations.position} is not distinct from ${position}`,
  );

/** Keeps how far an operation is. False, and nothing is kept, when it is not as it was taken any more. */
export async function saveStep(db: Transaction, operation: Operation, step: Step): Promise<boolean> {
  const over = step.phase === null;
  const saved = await db
    .update(runOperations)
    .set({
      phase: step.phase,
      position: step.position,
      processed: operation.processed + (step.processed ?? 0),
      findings: withFound(operation.findings, step.found ?? []),
      beatAt: sql`now()`,
      ...(over && { state: 'done' as const, finishedAt: sql`now()` }),
    })
    .where(asTaken(operation))
    .returning({ id: runOperations.id });
  return saved.length > 0;
}

/** Gives an operation up. False when it is not as it was taken any more. */
export async function failOperation(db: Database, operation: Operation, error: string): Promise<boolean> {
  const failed = await db
    .update(runOperations)
    .set({ state: 'failed', error: error.slice(0, 2000), finishedAt: sql`now()` })
    .where(asTaken(operation))
    .returning({ id: runOperations.id });
  return failed.length > 0;
}

export function withFound(findings: Findings, found: readonly Found[]): Findings {
  const sum: Findings = { ...findings };
  for (const { kind, count, fixed = count, samples = [] } of found) {
    if (count === 0) continue;
    const before = sum[kind] ?? { count: 0, fixed: 0, samples: [] };
    const more = samples.map((sample) => sample.slice(0, LONGEST_SAMPLE));
    sum[kind] = {
      count: before.count + count,
      fixed: before.fixed + fixed,
      samples: [...before.samples, ...more].slice(0, MOST_SAMPLES),
    };
  }
  return sum;
}
