import { and, asc, gte, inArray, lt } from 'drizzle-orm';
import type { Database } from '../open/open-database.ts';
import type { Resolution } from './resolutions.ts';

export type StoredSeriesRow = { at: Date; subject: number; numbers: Buffer; times: Buffer | null };

/** Rows of a resolution whose spans begin in [from, to), of these subjects or of all, by time. Without `times` no sketch is read. */
export async function readSeriesRows(
  db: Database,
  { table }: Resolution,
  span: { from: Date; to: Date; subjects?: readonly number[]; times: boolean },
): Promise<StoredSeriesRow[]> {
  const { from, to, subjects, times } = span;
  const rows = await db
    .select({
      ...{ at: table.at, subject: table.subject, numbers: table.numbers },
      ...(times && { times: table.times }),
    })
    .from(table)
    .where(and(subjects && inArray(table.subject, [...subjects]), gte(table.at, from), lt(table.at, to)))
    .orderBy(asc(table.at));
  return rows.map((row) => ({ times: null, ...row }));
}

/** When the first span that begins at or after a moment does; null: none does. */
export async function nextSeriesRow(db: Database, { table }: Resolution, from: Date): Promise<Date | null> {
  const [first] = await db
    .select({ at: table.at })
    .from(table)
    .where(gte(table.at, from))
    .orderBy(asc(table.at))
    .limit(1);
  return first?.at ?? null;
}
