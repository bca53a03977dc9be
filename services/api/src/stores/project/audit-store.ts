import { auditLog } from '@trunkline/database';
import { and, eq, gte, inArray, lt, type SQL } from 'drizzle-orm';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Between, Caller } from '../values.ts';

export type AuditFilter = {
  action?: readonly string[] | null | undefined;
  subject?: { type: string; id: string } | null | undefined;
  keyId?: string | null | undefined;
  at?: Between;
};

/** What was changed in the caller's project. */
export function createAuditStore({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const entries = shelf(db, {
    select: () => db.select().from(auditLog),
    id: auditLog.id,
    own: eq(auditLog.projectId, caller.projectId),
  });
  return {
    find: entries.find,
    list: (args: PageArgs, filter: AuditFilter) => entries.list(args, ...conditions(filter)),
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
