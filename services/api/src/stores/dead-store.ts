import { type DeadFilter, deadLike, origins, pages, visits } from '@trunkline/database';
import { and, asc, count, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { countWithin } from './count-within.ts';
import { hashKey, pageOf } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { DeadStore } from './ports.ts';
import type { DeadValue, RunValue } from './values.ts';

type Range = { after: string | null; before: string | null };

/** URLs that runs gave up. Whoever asks has found the run in its project. */
export function createDeadStore({ db }: Pick<Parts, 'db'>): DeadStore {
  /** `range` bounds both sides of the join, else pages are read from the first one on. */
  async function select(
    run: RunValue,
    {
      where,
      range,
      reverse = false,
      limit,
    }: { where: SQL | undefined; range?: Range; reverse?: boolean; limit: number },
  ): Promise<DeadValue[]> {
    const rows = await db
      .select({
        url: sql<string>`${origins.origin} || ${pages.path}`,
        ...{ hash: visits.hash, reason: visits.deadReason, code: visits.code, detail: visits.detail },
        ...{ outcome: visits.outcome, status: visits.status, attempts: visits.attempt, depth: visits.depth },
        at: visits.startedAt,
      })
      .from(visits)
      .innerJoin(pages, and(eq(pages.jobSerial, visits.jobSerial), eq(pages.hash, visits.hash)))
      .innerJoin(origins, eq(origins.id, pages.originId))
      .where(
        and(
          where,
          ...(range?.after == null ? [] : [gt(visits.hash, range.after), gt(pages.hash, range.after)]),
          ...(range?.before == null ? [] : [lt(visits.hash, range.before), lt(pages.hash, range.before)]),
        ),
      )
      .orderBy(reverse ? desc(visits.hash) : asc(visits.hash))
      .limit(limit);
    return rows.map((row) => ({ ...row, runSerial: run.serial }));
  }

  return {
    async find(run, hash) {
      if (hashKey(hash) === null) return null;
      const [found] = await select(run, {
        where: and(deadLike(run.serial, {}), eq(visits.hash, hash)),
        limit: 1,
      });
      return found ?? null;
    },

    list(run, args, filter: DeadFilter) {
      const where = deadLike(run.serial, filter);
      return pageOf(
        args,
        hashKey,
        ({ after, before, ...rest }) => select(run, { where, range: { after, before }, ...rest }),
        () =>
          countWithin(db, async (tx) => (await tx.select({ n: count() }).from(visits).where(where))[0]!.n),
      );
    },

    async reasons(run) {
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
