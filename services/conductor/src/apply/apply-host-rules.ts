import { type Database, hostRules } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import { mergeHostRules } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';

export type HostRuleParts = {
  frontier: Pick<Frontier, 'rules' | 'setRule' | 'removeRule'>;
  db: Database;
  log: Logger;
};

/** Removals are told again for so long, ms: a frontier that lost a rule with its memory needs no word of it. */
const REMOVALS_MS = 60_000;

/**
 * One pass: host rules in the frontier that are not as Postgres has them are made so. The API applies changes by itself; this
 * repairs what it missed, and fills a frontier that lost its memory.
 */
export function createApplyHostRules({ frontier, db, log }: HostRuleParts) {
  return async (): Promise<boolean> => {
    const rows = await db.select().from(hostRules);
    const present = new Map((await frontier.rules()).map((rule) => [rule.pattern, rule.version]));
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
      const { applied } = removed ? await frontier.removeRule(rule) : await frontier.setRule(rule);
      if (applied) log.info({ pattern: rule.pattern, removed }, 'a host rule was brought into the frontier');
    }
    return false;
  };
}
