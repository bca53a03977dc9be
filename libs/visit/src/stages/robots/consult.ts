import { LocalFault, type RobotsVerdict } from '@trunkline/policy';
import { parseRobots, type Robots } from '@trunkline/web/robots';
import type { RobotsSource } from '../../types.ts';
import { Ended, type Visit } from '../../visit.ts';

const parsed = new WeakMap<RobotsVerdict, Robots>();

/**
 * Asks the rules of the origin about this URL; null: go on. Without rules nothing is fetched: the frontier hands
 * the robots.txt out first, so their absence is ours to put right.
 */
export async function consultRobots(
  visit: Visit,
  origin: string,
  source: RobotsSource,
): Promise<Ended | null> {
  const { policy } = visit.config;
  if (!policy.robots.obey) return null;
  const verdict = await source(origin);
  if (verdict === null || verdict.state === 'unreachable') {
    throw new LocalFault('ROBOTS_UNKNOWN', `${visit.url} waits for the robots.txt of ${origin}`);
  }
  if (verdict.state === 'allowAll') return null;
  let robots = parsed.get(verdict);
  if (!robots) {
    robots = parseRobots(verdict.body);
    parsed.set(verdict, robots);
  }
  visit.sitemaps = robots.sitemaps;
  const { allowed, line, lineNumber } = robots.verdict(policy.userAgent, visit.url);
  if (allowed) return null;
  return new Ended({ kind: 'refused', by: 'robots', detail: `line ${lineNumber}: ${line}` });
}
