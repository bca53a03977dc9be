import { jobs, projects, type Transaction } from '@trunkline/database';
import { and, count, eq, isNull } from 'drizzle-orm';
import { QuotaExceededError } from '../errors.ts';
import type { Caller } from '../values.ts';

/** @throws {QuotaExceededError} when the project has as many jobs as it may; two that come at once are counted in turn */
export async function checkJobQuota(tx: Transaction, { projectId }: Caller): Promise<void> {
  const [project] = await tx
    .select({ maxJobs: projects.maxJobs })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (project?.maxJobs == null) return;
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for('no key update');
  const [found] = await tx
    .select({ n: count() })
    .from(jobs)
    .where(and(eq(jobs.projectId, projectId), isNull(jobs.archivedAt)));
  if (found!.n >= project.maxJobs)
    throw new QuotaExceededError(
      `The project has ${found!.n} jobs and may have ${project.maxJobs}. Delete some, or raise maxJobs with projectUpdate.`,
    );
}
