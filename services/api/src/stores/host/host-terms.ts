import { type Policy, paceTerms } from '@trunkline/policy';
import type { HostDecision, HostStateValue, RunValue } from '../values.ts';
import type { Hold } from './hold.ts';
import { endsAt } from './holds.ts';
import type { Look } from './look-at-host.ts';

type Rule = { pace: Parameters<typeof paceTerms>[0] | null; blocked: boolean } | null;

/** A host as a project finds it that has nothing to do with it yet: that others crawl it, what they met and what is said of it is theirs. */
export function unmet(look: Look, policy: Policy, rule: Rule): Look {
  const terms = [policy.pace, ...(rule?.pace ? [rule.pace] : [])].map(paceTerms);
  const delayMs = Math.max(...terms.map((one) => one.delayMs));
  const limit = Math.min(...terms.map(({ concurrency }) => concurrency));
  const crawlDelay = { askedMs: 0, capped: false };
  return {
    ...look,
    host: { ...look.host, delayMs, limit, crawlDelay, backoffUntil: 0, inFlight: 0, robotsOut: false },
  };
}

/** The delay in force and what decides it: the first that holds of what keeps the host from being asked. */
export function termsInForce(policy: Policy, rule: Rule, { host, now }: Look, run: RunValue, holds: Hold[]) {
  const own = paceTerms(policy.pace).delayMs;
  const ruled = rule?.pace ? paceTerms(rule.pace).delayMs : 0;
  const decidedBy = (): HostDecision => {
    if (rule?.blocked) return 'blocked';
    if (host.limit === 0 || run.state === 'paused') return 'paused';
    if (host.backoffUntil > now) return 'backOff';
    // What neither policy nor rule asks for is the Crawl-delay of its robots.txt.
    if (host.delayMs > Math.max(own, ruled)) return 'robots';
    return ruled > own ? 'rule' : 'policy';
  };
  const end = endsAt(holds);
  const value: Omit<HostStateValue, 'host' | 'rule' | 'operator' | 'robots' | 'robotsFailures'> = {
    policyPace: policy.pace,
    delayMs: host.delayMs,
    crawlDelay: host.crawlDelay,
    decidedBy: decidedBy(),
    holds,
    nextAt:
      host.waiting > 0 && end !== 'never'
        ? new Date(Math.max(host.due, host.backoffUntil, end?.getTime() ?? 0))
        : null,
    backOffUntil: host.backoffUntil > now ? new Date(host.backoffUntil) : null,
    inFlight: host.inFlight,
    limit: host.limit,
    waiting: host.waiting,
    fetchingRobots: host.robotsOut,
  };
  return value;
}
