import { hostPauses, hostRules, type Transaction } from '@trunkline/database';
import { and, eq, inArray, isNotNull, isNull, notInArray } from 'drizzle-orm';

/**
 * What operators of a project said of hosts binds the whole installation and outlives the project: it becomes another one's. What both
 * said of a host stays as the other said it, and in the frontier as both did until it is said anew; of pauses the stricter stays.
 */
export async function handOverWords(tx: Transaction, from: string, to: string): Promise<void> {
  const rulesOf = (project: string) =>
    tx.select({ pattern: hostRules.pattern }).from(hostRules).where(eq(hostRules.projectId, project));
  const live = and(eq(hostRules.projectId, from), isNull(hostRules.removedAt));
  // The other one's was taken back, and would only be in the way.
  const lively = tx.select({ pattern: hostRules.pattern }).from(hostRules).where(live);
  await tx
    .delete(hostRules)
    .where(
      and(
        ...[eq(hostRules.projectId, to), isNotNull(hostRules.removedAt)],
        inArray(hostRules.pattern, lively),
      ),
    );
  await tx
    .update(hostRules)
    .set({ projectId: to })
    .where(and(live, notInArray(hostRules.pattern, rulesOf(to))));

  const everywhere = (project: string) => and(eq(hostPauses.projectId, project), isNull(hostPauses.jobId));
  const hostsOf = (project: string) =>
    tx.select({ host: hostPauses.host }).from(hostPauses).where(everywhere(project));
  const paused = tx
    .select({ host: hostPauses.host })
    .from(hostPauses)
    .where(and(everywhere(from), eq(hostPauses.paused, true)));
  await tx
    .update(hostPauses)
    .set({ paused: true })
    .where(and(everywhere(to), inArray(hostPauses.host, paused)));
  await tx
    .update(hostPauses)
    .set({ projectId: to })
    .where(and(everywhere(from), notInArray(hostPauses.host, hostsOf(to))));
}
