import { hostRules } from '@trunkline/database';
import { mergeHostRules } from '@trunkline/policy';
import { inArray } from 'drizzle-orm';
import type { Parts } from '../parts.ts';

/**
 * Brings the rules of these patterns into the frontier as Postgres has them, after a commit. A frontier that is away does not
 * undo the commit: the conductor compares every second and repairs.
 */
export async function applyHostRules(
  { db, frontier, log }: Pick<Parts, 'db' | 'frontier' | 'log'>,
  patterns: readonly string[],
): Promise<void> {
  const rows = await db
    .select()
    .from(hostRules)
    .where(inArray(hostRules.pattern, [...patterns]));
  for (const rule of mergeHostRules(rows)) {
    try {
      if (rule.pace === null && !rule.blocked) await frontier.removeRule(rule);
      else await frontier.setRule(rule);
    } catch (err) {
      log.warn({ pattern: rule.pattern, err }, 'frontier not told yet; the conductor will');
    }
  }
}
