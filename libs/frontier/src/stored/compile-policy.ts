import type { Pace } from '@trunkline/policy';
import { productToken } from '@trunkline/web/robots';
import type { RunConfig } from '../types/runs.ts';

/** Some 30 years: what is asked for less often than that is, for scripts, asked for never. */
const NEVER = 1e12;

/** Least ms between two starts at a host, and most of its URLs in flight. */
export type Terms = { delay: number; conc: number };

export function compilePace(pace: Pace): Terms {
  return pace.mode === 'delay'
    ? { delay: pace.delayMs, conc: 1 }
    : { delay: Math.min(NEVER, 1000 / pace.perSecond), conc: pace.concurrency };
}

/** What scripts need of a run's config, as fields of its hash. -1: no limit. */
export function compilePolicy({ policy, maxDepth, maxPages, maxInFlight, projectId, ...more }: RunConfig) {
  return {
    ...compilePace(policy.pace),
    windows: policy.windows.map(({ opens, closes }) => `${opens} ${closes}`).join(' '),
    obey: policy.robots.obey ? 1 : 0,
    product: productToken(policy.userAgent),
    crawlDelay: policy.robots.maxCrawlDelayMs,
    copyAge: policy.robots.maxCopyAgeMs,
    maxUrls: policy.maxUrls ?? -1,
    maxHosts: policy.maxHosts ?? -1,
    project: projectId,
    projectUrls: more.projectUrls ?? -1,
    projectHosts: more.projectHosts ?? -1,
    giveUp: policy.retries.giveUp,
    maxDepth: maxDepth ?? -1,
    maxPages: maxPages ?? -1,
    maxInFlight: maxInFlight == null ? -1 : Math.max(1, maxInFlight),
    maxPagesPerHost: policy.maxPagesPerHost ?? -1,
    maxPagesPerDomain: policy.maxPagesPerDomain ?? -1,
    budgets: policy.budgets.map(({ pattern, maxPages: most }) => `${most} ${pattern}`).join('\n'),
  };
}
