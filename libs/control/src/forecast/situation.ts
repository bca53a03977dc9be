import type { Situation, Track } from '@trunkline/diagnosis';
import type { Frontier, RunSizes } from '@trunkline/frontier';

/** Hosts that are looked at each time, beside the largest known ones. */
const HOSTS = 500;

/** What people and workers have decided about a run: all of its situation that the frontier does not know. */
export type RunFacts = Omit<
  Situation,
  | 'accepted'
  | 'finished'
  | 'waiting'
  | 'delayed'
  | 'inFlight'
  | 'hosts'
  | 'looked'
  | 'bytesPerPage'
  | 'budget'
> & {
  /** Pages it may fetch in all; null: no limit. */
  maxPages: number | null;
  /** Names what was decided: what was measured under other terms says nothing of these. */
  terms: string;
};

/**
 * Where a run stands, for a forecast: its counters, some hundreds of its hosts, other ones each time (`offset`, 0 to 1), and those that
 * were the largest until now. Null: the frontier does not know it.
 */
export async function situationOf(
  frontier: Pick<Frontier, 'sizes' | 'backlogs'>,
  run: string,
  facts: RunFacts,
  { largest }: Pick<Track, 'largest'>,
  offset: number = Math.random(),
): Promise<Situation | null> {
  const [sizes, backlogs] = await Promise.all([
    frontier.sizes(run),
    frontier.backlogs(run, { most: HOSTS, offset, also: largest }),
  ]);
  if (sizes === null || backlogs === null) return null;
  return { ...facts, ...numbersOf(sizes, facts.maxPages), looked: backlogs.looked };
}

function numbersOf({ counters }: RunSizes, maxPages: number | null) {
  const { accepted, finished, dropped, waiting, delayed, inFlight, hosts, bytes, fetched } = counters;
  return {
    // What was dropped at once is no page that took time.
    ...{ accepted: accepted - dropped, finished: finished - dropped, waiting, delayed, inFlight, hosts },
    bytesPerPage: fetched > 0 ? bytes / fetched : null,
    budget: maxPages === null ? null : Math.max(0, maxPages - fetched),
  };
}
