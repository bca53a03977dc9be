import { type DeadFilter, deadLike, origins, pages, visits } from '@trunkline/database';
import { and, asc, count, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { countWithin } from './count-within.ts';
import { hashKey, pageOf } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { DeadStore } from './ports.ts';

/** URLs that runs gave up. Whoever asks has found the run in its project. */
export function createDeadStore({ db }: Pick<Parts, 'db'>): DeadStore {
  return {
    list(run, args, filter: DeadFilter) {
      const where = deadLike(run.serial, filter);
      return pageOf(
        args,
        hashKey,
        ({ after, before, reverse, limit }) =>
          db
            .select({
              url: sql<string>`${origins.origin} || ${pages.path}`,
              ...{ hash: visits.hash, reason: visits.deadReason, code: visits.code, detail: visits.detail },
              ...{
                outcome: visits.outcome,
                status: visits.status,
                attempts: visits.attempt,
                depth: visits.depth,
              },
              at: visits.startedAt,
            })
            .from(visits)
            .innerJoin(pages, and(eq(pages.jobSerial, visits.jobSerial), eq(pages.hash, visits.hash)))
            .innerJoin(origins, eq(origins.id, pages.originId))
            .where(
              and(
                where,
                after === null ? undefined : gt(visits.hash, after),
                before === null ? undefined : lt(visits.hash, before),
              ),
            )
            .orderBy(reverse ? desc(visits.hash) : asc(visits.hash))
            .limit(limit),
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
