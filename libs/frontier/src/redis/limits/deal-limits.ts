import type { Deal } from '../../scripts/claims/claim.ts';
import { changed } from '../../scripts/limits/changed.ts';
import { deal } from '../../scripts/limits/deal.ts';
import { type Facts, survey } from '../../scripts/limits/survey.ts';
import type { Connection } from '../connection.ts';
import { shareLimit } from './share-limit.ts';

const PAGES = 0;
const IN_FLIGHT = 1;

/**
 * Deals the limits of a run over several shards. Every shard is frozen, which tells what it uses; what that leaves is dealt. Whoever dies in
 * between leaves shards that hand nothing out until the next deal, which is asked for by the first claim that lacks something; several who
 * deal at once deal the same, for the facts of a deal stay as they are. False: somebody else is at a later one, or `shard` (if one
 * is named) got nothing of what it lacked.
 */
export async function dealLimits(connection: Connection, which: Deal, shard?: number): Promise<boolean> {
  const every = <R>(call: (shard: number) => Promise<R>): Promise<R[]> =>
    Promise.all(connection.shards.map((_, one) => call(one)));
  if (shard !== undefined && isAllOut(await every((one) => connection.run(changed, one, which))))
    return false;
  const found = await every((one) => connection.run(survey, one, which));
  const facts = found.filter((one) => one !== null);
  if (facts.length < found.length) return false;
  const portions = portionsOf(facts, which.deal);
  const got = facts.map(({ held, wants }, one) => wants.some((n) => portions[one]![n]! > held[n]!));
  const isOver = (n: number) => {
    const limit = facts[0]!.limits[n]!;
    return limit >= 0 && facts.reduce((sum, { fetched }) => sum + fetched[n]!, 0) >= limit;
  };
  const over = facts[0]!.limits.map((_, n) => n !== IN_FLIGHT && isOver(n));
  await every((one) => {
    const [pages = -1, inFlight = -1, ...patterns] = portions[one]!;
    const input = { ...which, pages, inFlight, over: over[PAGES] ? 1 : 0, got: got[one] ? 1 : 0 };
    const rest = patterns.map((portion, i) => `${portion}${over[i + 2] ? '!' : ''}`);
    return connection.run(deal, one, input, rest);
  });
  return shard === undefined || got[shard]!;
}

/** Whether nothing changed since the last deal on any shard, and of no limit that some lack is anything left to deal. */
function isAllOut(facts: readonly (Facts | null)[]): boolean {
  return facts.every((own) =>
    own?.wants.every((n) => facts.reduce((sum, one) => sum + (one?.held[n] ?? 0), 0) >= own.limits[n]!),
  );
}

/**
 * By shard: its portion of each limit; -1: there is none. Who lacks anything needs pages and places in flight too, and has them in the same
 * order: else the last of each would change places for ever, and nobody would have both.
 */
export function portionsOf(facts: readonly Facts[], turn: number): number[][] {
  const byLimit = facts[0]!.limits.map((limit, n) => {
    if (limit < 0) return facts.map(() => -1);
    const parts = facts.map(({ held, had, wants, since }) => ({
      held: held[n]!,
      had: had[n]!,
      since: (n <= IN_FLIGHT ? wants.length > 0 : wants.includes(n)) ? since : null,
    }));
    return shareLimit(limit, parts, turn, n === IN_FLIGHT);
  });
  return facts.map((_, one) => byLimit.map((portions) => portions[one]!));
}
