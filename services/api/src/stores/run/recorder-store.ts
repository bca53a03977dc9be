import { deadEntries, shortRun } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import type { Page, PageArgs } from '../lists/cursor.ts';
import { numberKey } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { RunValue } from '../values.ts';

export type DeadEntryValue = typeof deadEntries.$inferSelect;

export type Backlog = { entries: number; unread: number; dead: number };

/** What recorders have before them, and what they put aside. */
export function createRecorderStore({ db, frontier }: Pick<Parts, 'db' | 'frontier'>) {
  return {
    /** How far recorders are behind (entries of the outcomes stream, and those that no recorder has read), and what they put aside. */
    async backlog(): Promise<Backlog> {
      const [{ length, lag }, dead] = await Promise.all([frontier.outcomesBacklog(), db.$count(deadEntries)]);
      return { entries: length, unread: lag, dead };
    },
    /** What could not be recorded of a run. Whoever asks has found the run in its project. */
    dead: (run: RunValue, args: PageArgs): Promise<Page<DeadEntryValue>> =>
      keyset(db, args, {
        select: () => db.select().from(deadEntries),
        where: eq(deadEntries.run, shortRun(run.serial)),
        ...{ by: [deadEntries.id], direction: 'asc', kind: numberKey },
      }),
  };
}
