import { isDeepStrictEqual } from 'node:util';
import type { Author } from '@trunkline/control';
import { auditLog, type Transaction } from '@trunkline/database';
import { BadInputError } from '../errors.ts';
import type { Caller } from '../values.ts';

/** A key, or somebody without one whom the log names. */
type Who = { keyId: string | null; keyName: string | null; projectId: string };

export type Change = {
  /** The mutation: `jobPause`. */
  action: string;
  /** GraphQL type and database key of what changed. */
  type: string;
  id: string;
  before?: unknown;
  after?: unknown;
  reason?: string | null | undefined;
};

/** Writes who did what, in the transaction that does it: no change without its entry, no entry without its change. */
export async function audit(tx: Transaction, caller: Who, change: Change): Promise<void> {
  await tx.insert(auditLog).values({
    projectId: caller.projectId,
    ...{ keyId: caller.keyId, keyName: caller.keyName, reason: checkReason(change.reason) },
    action: change.action,
    subjectType: change.type,
    subjectId: change.id,
    before: change.before ?? null,
    after: change.after ?? null,
  });
}

/**
 * Writes what an operator did to a project: into its own log, which is told that it was an operator and no name of another project,
 * and into the operator's.
 */
export async function auditOfProject(
  tx: Transaction,
  caller: Caller,
  projectId: string,
  change: Omit<Change, 'type' | 'id'>,
): Promise<void> {
  const entry = { ...change, type: 'Project', id: projectId };
  await audit(tx, caller, entry);
  if (projectId !== caller.projectId)
    await audit(tx, { keyId: null, keyName: 'an operator', projectId }, entry);
}

/** Who asks, and why, as the audit log has it. */
export const authorOf = ({ keyId, keyName, scopes }: Caller, reason: string | null | undefined): Author => ({
  ...{ keyId, keyName, scopes, reason: checkReason(reason) },
});

function checkReason(reason: string | null | undefined): string | null {
  const trimmed = reason?.trim();
  if (!trimmed) return null;
  if (trimmed.length > 500)
    throw new BadInputError(`A reason has up to 500 characters; this one has ${trimmed.length}.`, [
      'input',
      'reason',
    ]);
  return trimmed;
}

type Fields = Record<string, unknown>;

/** The fields in which two values differ, as they were and as they are; null when they are equal. */
export function changedFields(before: Fields, after: Fields): { before: Fields; after: Fields } | null {
  const names = Object.keys(after).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (names.length === 0) return null;
  const pick = (of: Fields) => Object.fromEntries(names.map((name) => [name, of[name]]));
  return { before: pick(before), after: pick(after) };
}
