import { projects, type Transaction } from '@trunkline/database';
import { eq, sql } from 'drizzle-orm';
import { unauthenticated } from '../../limits/refusals.ts';
import type { Caller } from '../values.ts';

const lockOf = (projectId: string) => sql`hashtextextended(${`project ${projectId}`}, 0)`;

/**
 * Whoever makes something in a project does this first in its transaction: the project is not deleted before its end.
 * @throws UNAUTHENTICATED when it is deleted: a key of such a project is none
 */
export async function holdProject(
  tx: Transaction,
  { projectId, keyName }: Pick<Caller, 'projectId' | 'keyName'>,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lockOf(projectId)})`);
  const [project] = await tx
    .select({ deletedAt: projects.deletedAt })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (project === undefined || project.deletedAt !== null)
    throw unauthenticated(`The project of the API key "${keyName}" was deleted; use another.`);
}

/** Whoever deletes a project does this first: what is being made in it is there then, and nothing more is made. */
export async function closeProject(tx: Transaction, projectId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockOf(projectId)})`);
}
