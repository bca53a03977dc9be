import { type DeadFilter, deadLike, drops, origins, pages, runLeftOut, visits } from '@trunkline/database';
import { type LeftOutKind, leftOutInWords } from '@trunkline/policy';
import { and, count, desc, eq, sql } from 'drizzle-orm';
import { countWithin } from '../lists/count-within.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { hashKey } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { DeadValue, RunValue } from '../values.ts';

/** One reason, how many were left out for it, and one of them. */
export type LeftOutValue = { kind: string; reason: string; count: number; sample: string | null };

/** URLs that runs gave up. Whoever asks has found the run in its project. */
export function createDeadStore({ db }: Pick<Parts, 'db'>) {
  const select = () =>
    db
      .select({
        url: sql<string>`${origins.origin} || ${pages.path}`,
        ...{ hash: visits.hash, reason: visits.deadReason, code: visits.code, detail: visits.detail },
        ...{ outcome: visits.outcome, status: visits.status, attempts: visits.attempt, depth: visits.depth },
        ...{ runSerial: visits.runSerial, at: visits.startedAt },
      })
      .from(visits)
      .innerJoin(pages, and(eq(pages.jobSerial, visits.jobSerial), eq(pages.hash, visits.hash)))
      .innerJoin(origins, eq(origins.id, pages.originId));

  return {
    /** By the hash of its URL. */
    async find(run: RunValue, hash: string): Promise<DeadValue | null> {
      if (hashKey(hash) === null) return null;
      const [found] = await select().where(and(deadLike(run.serial, {}), eq(visits.hash, hash)));
      return found ?? null;
    },

    list(run: RunValue, args: PageArgs, filter: DeadFilter) {
      const where = deadLike(run.serial, filter);
      return keyset(db, args, {
        ...{ select, where, by: [visits.hash], direction: 'asc', kind: hashKey },
        // Both sides of the join are bounded, else pages are read from the first one on.
        alike: [pages.hash],
        count: () =>
          countWithin(db, async (tx) => (await tx.select({ n: count() }).from(visits).where(where))[0]!.n),
      });
    },

    /** What a run left out, by reason, the most frequent first; what was dropped at its end, too. */
    async leftOut(run: RunValue): Promise<LeftOutValue[]> {
      const of = (serial: number) => eq(runLeftOut.runSerial, serial);
      const [kept, dropped] = await Promise.all([
        db
          .select({
            ...{ kind: runLeftOut.kind, of: runLeftOut.of },
            count: sql<string>`sum(${runLeftOut.count})`,
            sample: sql<string>`min(${runLeftOut.sample})`,
          })
          .from(runLeftOut)
          .where(of(run.serial))
          .groupBy(runLeftOut.kind, runLeftOut.of),
        db
          .select({ reason: drops.reason, count: sql<string>`sum(${drops.count})` })
          .from(drops)
          .where(eq(drops.runSerial, run.serial))
          .groupBy(drops.reason),
      ]);
      return [
        ...kept.map((row) => ({
          ...{ kind: row.kind, count: Number(row.count), sample: row.sample },
          reason: leftOutInWords({ kind: row.kind as LeftOutKind, of: row.of, detail: null }),
        })),
        ...dropped.map((row) => ({
          kind: 'dropped',
          reason: row.reason,
          count: Number(row.count),
          sample: null,
        })),
      ].sort((a, b) => b.count - a.count);
    },

    /** How many for each reason, most first. */
    async reasons(run: RunValue): Promise<{ reason: string; count: number }[]> {
      const rows = await db
        .select({ reason: visits.deadReason, count: count() })
        .from(visits)
        .where(deadLike(run.serial, {}))
        .groupBy(visits.deadReason)
        .orderBy(desc(count()));
      return rows.map(({ reason, count: n }) => ({ reason: reason ?? '', count: n }));
    },
  };
}
