import { deadEntries, shortRun } from '@trunkline/database';
import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import { numberKey, pageOf } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { Page, PageArgs, RunValue } from './values.ts';

export type DeadEntryValue = typeof deadEntries.$inferSelect;

export type RecorderStore = {
  /** How far recorders are behind: entries of the outcomes stream, and how many of them no recorder has read. */
  backlog(): Promise<{ entries: number; unread: number }>;
  /** What could not be recorded of a run. Whoever asks has found the run in its project. */
  dead(run: RunValue, args: PageArgs): Promise<Page<DeadEntryValue>>;
};

/** What recorders have before them, and what they put aside. */
export function createRecorderStore({ db, frontier }: Pick<Parts, 'db' | 'frontier'>): RecorderStore {
  return {
    async backlog() {
      const { length, lag } = await frontier.outcomesBacklog();
      return { entries: length, unread: lag };
    },
    dead(run, args) {
      const where = eq(deadEntries.run, shortRun(run.serial));
      return pageOf(
        args,
        numberKey,
        ({ after, before, reverse, limit }) =>
          db
            .select()
            .from(deadEntries)
            .where(
              and(
                where,
                after === null ? undefined : gt(deadEntries.id, after),
                before === null ? undefined : lt(deadEntries.id, before),
              ),
            )
            .orderBy(reverse ? desc(deadEntries.id) : asc(deadEntries.id))
            .limit(limit),
        () => db.$count(deadEntries, where),
      );
    },
  };
}
