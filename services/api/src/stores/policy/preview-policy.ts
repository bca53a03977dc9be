import { activeRun } from '@trunkline/control';
import { hostRules, jobs, runs } from '@trunkline/database';
import { mergeHostRules, type Pace, type Policy, paceTerms, stricterPace } from '@trunkline/policy';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Parts } from '../parts.ts';
import type { HostForecastValue, PolicyPreviewValue, RunForecastValue } from '../values.ts';

/** Hosts looked at per run, those with the most waiting pages first. */
const HOSTS = 10_000;
/** Hosts that are told apart in the answer. */
const SHOWN = 50;
const WEEK = 10_080;

type Waiting = { host: string; waiting: number };

/**
 * What other rules would do to the runs that go under a policy: for each host with pages still to visit the pace before and
 * after, host rules counted in, and from that rate and finish time. Back-off, robots.txt and the speed of origins and workers
 * are not counted: these are bounds that the pace sets.
 */
export async function previewPolicy(
  { db }: Pick<Parts, 'db'>,
  policyId: string,
  before: Policy,
  after: Policy,
): Promise<PolicyPreviewValue> {
  const going = await db
    .select({ run: runs, jobSerial: jobs.serial })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(and(eq(jobs.policyId, policyId), isNull(jobs.archivedAt), activeRun))
    .orderBy(runs.id)
    .limit(20);
  const rules = mergeHostRules(await db.select().from(hostRules).where(isNull(hostRules.removedAt)));
  const forecasts: RunForecastValue[] = [];
  for (const { run, jobSerial } of going) {
    const { rows } = await db.execute<Waiting>(sql`
      select o.host, count(*)::int as waiting
        from pages p join origins o on o.id = p.origin
        left join page_states s on s.job = p.job and s.hash = p.hash
       where p.job = ${jobSerial} and (s.last_run is null or s.last_run < ${run.serial})
       group by o.host order by 2 desc, 1 limit ${HOSTS}`);
    forecasts.push({
      run,
      ...forecast(rows, before, after, new Map(rules.map((rule) => [rule.pattern, rule]))),
    });
  }
  return { rules: after, runs: forecasts };
}

export type Rules = ReadonlyMap<string, { pace: Pace | null; blocked: boolean }>;

function forecast(waiting: readonly Waiting[], before: Policy, after: Policy, rules: Rules) {
  const hosts = waiting.map(({ host, waiting: pages }): HostForecastValue => {
    const rule = ruleOf(host, rules);
    const [was, is] = [before, after].map((policy) => stricterPace(rule?.pace ?? null, policy.pace));
    const [finishBeforeMs, finishAfterMs] = [finishMs(pages, was!, before), finishMs(pages, is!, after)];
    return {
      host,
      waiting: pages,
      before: was!,
      after: is!,
      blocked: rule?.blocked ?? false,
      finishBeforeMs,
      finishAfterMs,
    };
  });
  const moving = hosts.filter((host) => !host.blocked);
  const sum = (of: (host: HostForecastValue) => number) => moving.reduce((all, host) => all + of(host), 0);
  const most = (of: (host: HostForecastValue) => number) =>
    moving.reduce((all, host) => Math.max(all, of(host)), 0);
  const changed = hosts.filter((host) => JSON.stringify(host.before) !== JSON.stringify(host.after));
  return {
    waiting: hosts.reduce((all, host) => all + host.waiting, 0),
    startsPerSecondBefore: sum((host) => perSecond(host.before)),
    startsPerSecondAfter: sum((host) => perSecond(host.after)),
    finishBeforeMs: most((host) => host.finishBeforeMs),
    finishAfterMs: most((host) => host.finishAfterMs),
    changedHosts: changed.length,
    hosts: changed.sort((a, b) => b.finishAfterMs - a.finishAfterMs).slice(0, SHOWN),
  };
}

/** The exact rule, else that of the longest suffix. */
export function ruleOf(host: string, rules: Rules) {
  const exact = rules.get(host);
  if (exact) return exact;
  const labels = host.replace(/:\d+$/, '').split('.');
  for (let at = 1; at < labels.length; at++) {
    const rule = rules.get(`*.${labels.slice(at).join('.')}`);
    if (rule) return rule;
  }
  return null;
}

/** A pace without a delay is bound by round trips, which nobody knows before: counted as a millisecond. */
const delayOf = (pace: Pace) => Math.max(paceTerms(pace).delayMs, 1);
const perSecond = (pace: Pace) => 1000 / delayOf(pace);

function finishMs(pages: number, pace: Pace, { windows }: Policy): number {
  const open = windows.reduce((all, { opens, closes }) => all + ((closes - opens + WEEK) % WEEK || WEEK), 0);
  const share = windows.length === 0 ? 1 : Math.min(open / WEEK, 1);
  return Math.round((pages * delayOf(pace)) / share);
}
