import { type Database, type RunState, runs, shortRun } from '@trunkline/database';
import type { Bus } from '@trunkline/telemetry';
import { and, eq, sql } from 'drizzle-orm';

export type RunStateParts = { db: Database; bus: Pick<Bus, 'publish'> };

type Seen = { id: string; state: RunState; version: number };
type Change = Partial<
  Pick<
    typeof runs.$inferInsert,
    | 'state'
    | 'startedAt'
    | 'finishedAt'
    | 'endReason'
    | 'counters'
    | 'stages'
    | 'error'
    | 'releasedAt'
    | 'lostFrom'
  >
>;

/**
 * Moves a run on, unless somebody else moved it since it was read; tells live views. With `bump` its version rises, so that
 * the frontier is brought to the new state. True when it was moved.
 */
export async function moveRun(
  { db, bus }: RunStateParts,
  seen: Seen,
  change: Change,
  { bump = false }: { bump?: boolean } = {},
): Promise<boolean> {
  const moved = await db
    .update(runs)
    .set({ ...change, ...(bump && { version: sql`${runs.version} + 1` }) })
    .where(and(eq(runs.id, seen.id), eq(runs.state, seen.state), eq(runs.version, seen.version)))
    .returning({ state: runs.state, serial: runs.serial, version: runs.version });
  if (moved.length === 0) return false;
  const { serial, state, version } = moved[0]!;
  await bus.publish('runState', { runId: seen.id, run: shortRun(serial), state, version });
  return true;
}
