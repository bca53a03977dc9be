import { auditLog } from '@trunkline/database';
import { and, asc, count, desc, eq, gt, gte, inArray, lt, type SQL } from 'drizzle-orm';
import { pageOf, uuidKey } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { AuditFilter, AuditStore } from './ports.ts';
import type { Caller } from './values.ts';

/** What was changed in the caller's project. */
export function createAuditStore({ db }: Pick<Parts, 'db'>, caller: Caller): AuditStore {
  const own = eq(auditLog.projectId, caller.projectId);
  return {
    async find(id) {
      const [row] = await db
        .select()
        .from(auditLog)
        .where(and(own, eq(auditLog.id, id)));
      return row ?? null;
    },
    list(args, filter) {
      const where = and(own, ...conditions(filter));
      return pageOf(
        args,
        uuidKey,
        ({ after, before, reverse, limit }) =>
          db
            .select()
            .from(auditLog)
            .where(
              and(
                where,
                after ? lt(auditLog.id, after) : undefined,
                before ? gt(auditLog.id, before) : undefined,
              ),
            )
            .orderBy(reverse ? asc(auditLog.id) : desc(auditLog.id))
            .limit(limit),
        async () => (await db.select({ n: count() }).from(auditLog).where(where))[0]!.n,
      );
    },
  };
}

function conditions({ action, subject, keyId, at }: AuditFilter): (SQL | undefined)[] {
  return [
    action?.length ? inArray(auditLog.action, [...action]) : undefined,
    subject ? and(eq(auditLog.subjectType, subject.type), eq(auditLog.subjectId, subject.id)) : undefined,
    keyId ? eq(auditLog.keyId, keyId) : undefined,
    at?.gte ? gte(auditLog.createdAt, at.gte) : undefined,
    at?.lt ? lt(auditLog.createdAt, at.lt) : undefined,
  ];
}
