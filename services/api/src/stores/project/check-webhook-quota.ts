import { projects, type Transaction, webhooks } from '@trunkline/database';
import { and, count, eq, isNull } from 'drizzle-orm';
import { QuotaExceededError } from '../errors.ts';
import type { Caller } from '../values.ts';

/** @throws {QuotaExceededError} when the project has as many webhooks as it may; two that come at once are counted in turn */
export async function checkWebhookQuota(tx: Transaction, { projectId }: Caller): Promise<void> {
  const [project] = await tx
    .select({ most: projects.maxWebhooks })
    .from(projects)
    .where(eq(projects.id, projectId))
    .for('update');
  if (project?.most == null) return;
  const [found] = await tx
    .select({ n: count() })
    .from(webhooks)
    .where(and(eq(webhooks.projectId, projectId), isNull(webhooks.removedAt)));
  if (found!.n >= project.most)
    throw new QuotaExceededError(
      `The project has ${found!.n} webhooks and may have ${project.most}. Delete some, or have an operator raise maxWebhooks with projectUpdate.`,
    );
}
