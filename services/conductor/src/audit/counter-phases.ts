import type { RunRows } from '@trunkline/control';
import { deadEntries, endedRows, runs } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import type { Found } from '../repair/operations.ts';
import { caughtUp } from './caught-up.ts';
import { type AuditParts, left, next, type Phases } from './phases.ts';

/** Beyond these nobody needs to know how many. */
const MOST_DEAD = 1000;

/** Of counters: whether they say what there is. */
export function counterPhases({
  database: { db, pool },
  frontier,
}: Pick<AuditParts, 'database' | 'frontier'>): Phases<'counters'> {
  /** How many URLs are finished, as the frontier counts, and not recorded although the recorder has caught up. */
  async function unrecorded(run: RunRows, short: string, rows: number): Promise<number> {
    const sizes = await frontier.sizes(short);
    if (!sizes) return Math.abs((run.counters?.['finished'] ?? rows) - rows);
    if (!(await caughtUp(frontier))) return 0;
    return Math.max(0, sizes.counters.finished - (await endedRows(pool, run.serial)));
  }

  function countAnew(id: string, serial: number): Promise<void> {
    return db.transaction(async (tx) => {
      await tx.select({ id: runs.id }).from(runs).where(eq(runs.id, id)).for('no key update');
      await tx
        .update(runs)
        .set({ recorded: await endedRows(pool, serial) })
        .where(eq(runs.id, id));
    });
  }

  return {
    async counters({ operation, run, short, keys }) {
      const rows = await endedRows(pool, keys.run);
      const [{ recorded } = { recorded: 0 }] = await db
        .select({ recorded: runs.recorded })
        .from(runs)
        .where(eq(runs.id, run.id));
      const found: Found[] = [];
      // While a run goes on rows may have come between the two looks: fewer than were counted is what cannot be.
      const after = await endedRows(pool, keys.run);
      const off = recorded > after ? recorded - after : recorded < rows ? rows - recorded : 0;
      if (off > 0) {
        if (operation.fix) await countAnew(run.id, keys.run);
        found.push({ kind: 'recordedDiffers', count: off, fixed: operation.fix ? off : 0 });
      }
      const finished = await unrecorded(run, short, rows);
      if (finished > 0) found.push({ kind: 'finishedDiffers', count: finished, fixed: 0 });
      const dead = await db.select().from(deadEntries).where(eq(deadEntries.run, short)).limit(MOST_DEAD);
      if (dead.length > 0)
        found.push(
          left(
            'entryDead',
            dead.map(({ entry, error }) => `${entry}: ${error}`),
          ),
        );
      return { ...next('counters'), processed: 1, found };
    },
  };
}
