import type { Policy } from '../policy.ts';
import { paceTerms } from './effective-pace.ts';

/** What decides how long a host is left alone between two requests: the run's policy, a host rule, its Crawl-delay, or a back-off after failures. */
export const paceDeciders = ['policy', 'rule', 'robots', 'backOff'] as const;
export type PaceDecider = (typeof paceDeciders)[number];

/** The pace in force when a URL was handed out, where it is not that of the policy alone. */
export type PaceInForce = { delayMs: number; concurrency: number; decidedBy: PaceDecider };

/** A request that was written, ms since the epoch of the worker's clock, and the pace it was handed out under. */
export type Asked = [at: number, delayMs: number, concurrency: number, decidedBy: PaceDecider];

/** A request at a time, with the pace it was handed out under; `pace` left out: that of the policy. */
export function askedOf(at: number, policy: Policy, pace?: PaceInForce): Asked {
  const { delayMs, concurrency, decidedBy } = pace ?? { ...paceTerms(policy.pace), decidedBy: 'policy' };
  return [at, Math.round(delayMs * 1000) / 1000, concurrency, decidedBy];
}
