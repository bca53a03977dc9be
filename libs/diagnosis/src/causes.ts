/** What is due and not taken, by what it is that holds workers; the last one where that is not known. */
export const busyCauses = [
  'DNS',
  'CONNECT',
  'SLOW_ORIGIN',
  'LARGE_BODY',
  'BANDWIDTH',
  'CPU',
  'STORE',
  'DISCOVERY',
  'REDIS',
  'REDIS_FULL',
  'RECORDER',
  'WORKERS_BUSY',
] as const;

/**
 * Why URLs wait: the closed list, in the order in which the first that holds counts (design.md §6). The first four hold a run as a
 * whole, the next four belong to hosts that rest, then those that are not due; the rest is what is due and that nobody has taken.
 */
export const waitingCauses = [
  'PAUSED',
  'WINDOW',
  'QUOTA',
  'NO_WORKERS',
  'UNREACHABLE',
  'THROTTLED',
  'BACKOFF',
  'ROBOTS',
  'CRAWL_DELAY',
  'PACE',
  ...busyCauses,
] as const;

/** Why more waits than should: found on top, for they count no URL of their own. */
export const growthCauses = ['RESUBMISSION', 'ABUSE'] as const;

export const causes = [...waitingCauses, ...growthCauses] as const;

export type WaitingCause = (typeof waitingCauses)[number];
export type Cause = (typeof causes)[number];

/** The frontier's own words, which tell all but what keeps workers busy. */
export type FrontierCause = Exclude<WaitingCause, Exclude<(typeof busyCauses)[number], 'WORKERS_BUSY'>>;
