import { deadEntries, shortRun } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { numberKey, type Page, type PageArgs } from './lists/cursor.ts';
import { keyset } from './lists/keyset.ts';
import type { Parts } from './parts.ts';
import type { RunValue } from './values.ts';

export type DeadEntryValue = typeof deadEntries.$inferSelect;

/** What recorders have before them, and what they put aside. */
export function createRecorderStore({ db, frontier }: Pick<Parts, 'db' | 'frontier'>) {
  return {
    /** How far recorders are behind: entries of the outcomes stream, and how many of them no recorder has read. */
    async backlog(): Promise<{ entries: number; unread: number }> {
      const { length, lag } = await frontier.outcomesBacklog();
      return { entries: length, unread: lag };
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
