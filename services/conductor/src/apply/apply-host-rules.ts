import { ruleWords } from '@trunkline/control';
import { type Database, hostRules } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { inArray, or, sql } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';
import { createTeller, RECENT } from './when-to-tell.ts';

export type HostRuleParts = {
  frontier: Pick<Frontier, 'rules' | 'setRule' | 'removeRule' | 'epochs'>;
  db: Database;
  log: Logger;
};

/** Removals are told again for so long, ms: a frontier that lost a rule with its memory needs no word of it. */
const REMOVALS_MS = 60_000;
const AT_ONCE = 8;

/**
 * One pass: host rules that changed within the last minute are told to the frontier, each change once; from time to time, and in a new
 * epoch, all that are not there as Postgres has them. The API applies changes by itself; this repairs what it missed, and fills a
 * frontier that lost its memory.
 */
export function createApplyHostRules({ frontier, db, log }: HostRuleParts) {
  const teller = createTeller(frontier);
  const turns = createTurns('host rules', log);

  return turns.pass(async () => {
    const { all, done } = await teller.begin();
    const recent = sql`${hostRules.updatedAt} > now() - ${sql.raw(RECENT)}`;
    const which = or(recent, inArray(hostRules.pattern, turns.failing()));
    const words = await ruleWords({ db, frontier }, all ? undefined : which);
    const present = new Map(
      all ? (await frontier.rules()).map(({ pattern, version }) => [pattern, version]) : [],
    );
    await turns.each(
      words,
      ({ name }) => name,
      async ({ name, version, removed, at, say }) => {
        const known = present.get(name);
        if (removed && known === undefined && at.getTime() <= Date.now() - REMOVALS_MS) return;
        if (known !== undefined && known >= version && !removed) return;
        if (!teller.isNews(name, version)) return;
        const { applied } = await say();
        teller.tell(name, version);
        if (applied) log.info({ pattern: name, removed }, 'a host rule was brought into the frontier');
      },
      AT_ONCE,
    );
    done();
    return false;
  });
}
