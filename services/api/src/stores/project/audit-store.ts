import { auditLog } from '@trunkline/database';
import { and, eq, gte, inArray, lt, type SQL } from 'drizzle-orm';
import { may } from '../changes/may.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { AuditValue, Between, Caller } from '../values.ts';

export type AuditFilter = {
  action?: readonly string[] | null | undefined;
  subject?: { type: string; id: string } | null | undefined;
  keyId?: string | null | undefined;
  at?: Between;
};

/** What was changed in the caller's project. */
export function createAuditStore({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const isOperator = may(caller, 'operator');
  const entries = shelf(db, {
    select: () => db.select().from(auditLog),
    value: (entry) => (isOperator || entry.subjectType !== 'Worker' ? entry : withoutName(entry)),
    id: auditLog.id,
    own: eq(auditLog.projectId, caller.projectId),
  });
  return {
    find: entries.find,
    list: (args: PageArgs, filter: AuditFilter) => entries.list(args, ...conditions(filter)),
  };
}

/** What a worker is called is told to operators, whose doing this was. */
function withoutName(entry: AuditValue): AuditValue {
  const nameless = (fields: unknown) => fields && { ...fields, name: undefined };
  return { ...entry, before: nameless(entry.before), after: nameless(entry.after) };
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
