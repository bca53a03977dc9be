import { type Database, hostRules } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import { mergeHostRules } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import { gt, inArray, sql } from 'drizzle-orm';
import { createTeller, RECENT } from './when-to-tell.ts';

export type HostRuleParts = {
  frontier: Pick<Frontier, 'rules' | 'setRule' | 'removeRule' | 'epochs'>;
  db: Database;
  log: Logger;
};

/** Removals are told again for so long, ms: a frontier that lost a rule with its memory needs no word of it. */
const REMOVALS_MS = 60_000;

/**
 * One pass: host rules that changed within the last minute are told to the frontier, each change once; from time to time, and in a new
 * epoch, all that are not there as Postgres has them. The API applies changes by itself; this repairs what it missed, and fills a
 * frontier that lost its memory.
 */
export function createApplyHostRules({ frontier, db, log }: HostRuleParts) {
  const teller = createTeller(frontier);

  return async (): Promise<boolean> => {
    const { all, done } = await teller.begin();
    const recentOnes = db
      .select({ pattern: hostRules.pattern })
      .from(hostRules)
      .where(gt(hostRules.updatedAt, sql.raw(`now() - ${RECENT}`)));
    // Whoever has a rule for the pattern: the strictest terms count.
    const rows = await db
      .select()
      .from(hostRules)
      .where(all ? undefined : inArray(hostRules.pattern, recentOnes));
    const present = new Map(
      all ? (await frontier.rules()).map(({ pattern, version }) => [pattern, version]) : [],
    );
    const recent = new Set(
      rows
        .filter(({ updatedAt }) => updatedAt.getTime() > Date.now() - REMOVALS_MS)
        .map(({ pattern }) => pattern),
    );
    for (const rule of mergeHostRules(rows)) {
      const version = present.get(rule.pattern);
      const removed = rule.pace === null && !rule.blocked;
      if (removed && version === undefined && !recent.has(rule.pattern)) continue;
      if (version !== undefined && version >= rule.version && !removed) continue;
      if (!teller.isNews(rule.pattern, rule.version)) continue;
      const { applied } = removed ? await frontier.removeRule(rule) : await frontier.setRule(rule);
      teller.tell(rule.pattern, rule.version);
      if (applied) log.info({ pattern: rule.pattern, removed }, 'a host rule was brought into the frontier');
    }
    done();
    return false;
  };
}
