import { activeRun, pagesToday, slotsOf } from '@trunkline/control';
import { hostRules, jobSeeds, jobs, projects, runs } from '@trunkline/database';
import { type Planned, type PlannedHosts, type PlanWarning, plan } from '@trunkline/diagnosis';
import { mergeHostRules, type Policy, paceTerms, stricterPace } from '@trunkline/policy';
import { readWorkers } from '@trunkline/telemetry';
import { hostKey } from '@trunkline/web/url';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { BadInputError, noSuch } from '../../errors.ts';
import { checkSeeds } from '../../job/seeds/check-seeds.ts';
import type { Parts } from '../../parts.ts';
import { checkRules, type RulesPatch } from '../../policy/check-rules.ts';
import { rulesForSeeds } from '../../policy/for-seeds.ts';
import type { PolicyStore } from '../../policy/policy-store.ts';
import { type Rules, ruleOf } from '../../policy/preview-policy.ts';
import type { Caller, JobValue, PolicyValue } from '../../values.ts';

/** What somebody means to crawl; what is left out is as it is, or as usual. */
export type PlanInput = {
  jobId?: string | null | undefined;
  seeds?: readonly string[] | null | undefined;
  policyId?: string | null | undefined;
  rules?: RulesPatch | null | undefined;
  urls?: number | null | undefined;
  hosts?: number | null | undefined;
  workers?: number | null | undefined;
  slots?: number | null | undefined;
  visitMs?: number | null | undefined;
  bytesPerPage?: number | null | undefined;
  finishBy?: Date | null | undefined;
  pagesPerSecond?: number | null | undefined;
};

/** Seeds of a job that are looked at; of more the hosts are as of these. */
const SEEDS = 200_000;
/** Hosts that are told apart, those with most URLs first. */
const HOSTS = 1000;
/** Runs of a policy that are warned of. */
const RUNS = 20;
const SLOTS = 64;

type Counted = { host: string; urls: number };

/** Plans: how long a job would take before it is started, and what cannot work about it. */
export function createPlanStore(parts: Parts, caller: Caller, policies: Pick<PolicyStore, 'find'>) {
  const { db, redis, forecasts } = parts;

  /** @throws {UserError} for input that means nothing */
  async function of(input: PlanInput): Promise<Planned> {
    check(input);
    const job = input.jobId == null ? null : await jobOf(input.jobId);
    const seeds = input.seeds?.length ? checkSeeds(input.seeds) : [];
    const counted = seeds.length > 0 || job === null ? countHosts(seeds) : await hostsOf(job.id);
    const policy = await policyOf(
      input,
      job,
      counted.map(({ host }) => host),
    );
    const known = job === null || seeds.length > 0 ? null : await urlsOf(job);
    const urls = input.urls ?? known ?? counted.reduce((sum, one) => sum + one.urls, 0);
    const [rules, live, project] = await Promise.all([
      db.select().from(hostRules).where(isNull(hostRules.removedAt)),
      readWorkers(redis),
      ownProject(),
    ]);
    const { workers, slots } = slotsOf(live);
    const most = project.maxPagesPerDay;
    return plan({
      at: Date.now(),
      hosts: spread(
        counted,
        urls,
        input.hosts ?? null,
        policy,
        new Map(mergeHostRules(rules).map((rule) => [rule.pattern, rule])),
      ),
      windows: policy.windows,
      workers: input.workers ?? workers,
      slots: input.slots ?? (workers > 0 ? slots / workers : SLOTS),
      visitMs: input.visitMs ?? null,
      bytesPerSecond: policy.limits.bytesPerSecond,
      bytesPerPage: input.bytesPerPage ?? null,
      pagesPerDay:
        most === null ? null : { most, left: Math.max(0, most - (await pagesToday(db, project.id))) },
      target: (input.finishBy ?? job?.finishBy)?.getTime() ?? null,
      rate: input.pagesPerSecond ?? null,
    });
  }

  /** Of a job that goes its forecast knows better. */
  async function ofJob(job: JobValue): Promise<PlanWarning[]> {
    const [run] = await db
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.jobId, job.id), activeRun))
      .orderBy(desc(runs.serial))
      .limit(1);
    const forecast = run && job.finishBy !== null ? await forecasts.of(run.id) : null;
    if (forecast?.missesTarget) return [{ code: 'MISSES_TARGET', message: forecast.sentence }];
    const { warnings } = await of({ jobId: job.id });
    return forecast?.missesTarget === false
      ? warnings.filter(({ code }) => code !== 'MISSES_TARGET')
      : warnings;
  }

  async function ofPolicy(policy: PolicyValue, most: number): Promise<PlanWarning[]> {
    const going = await db
      .select({ job: jobs })
      .from(jobs)
      .innerJoin(runs, eq(runs.jobId, jobs.id))
      .where(and(eq(jobs.policyId, policy.id), isNull(jobs.archivedAt), activeRun))
      .orderBy(desc(runs.serial))
      .limit(Math.min(RUNS, Math.max(1, most)));
    const found = await Promise.all(
      going.map(async ({ job }) =>
        (await ofJob(job as JobValue)).map(({ code, message }) => ({
          code,
          message: `${job.name}: ${message}`,
        })),
      ),
    );
    return found.flat();
  }

  return { of, ofJob, ofPolicy };

  async function jobOf(id: string): Promise<JobValue> {
    const [job] = await db
      .select()
      .from(jobs)
      .where(and(eq(jobs.id, id), eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)));
    if (job === undefined) throw noSuch('job', 'jobs', 'jobId');
    return job as JobValue;
  }

  async function ownProject() {
    const [project] = await db.select().from(projects).where(eq(projects.id, caller.projectId));
    return project!;
  }

  async function policyOf(
    { policyId, rules }: PlanInput,
    job: JobValue | null,
    hosts: string[],
  ): Promise<Policy> {
    const id = policyId ?? job?.policyId;
    if (id == null) return rulesForSeeds(rules ?? {}, hosts, caller);
    const policy = await policies.find(id);
    if (policy === null) throw noSuch('policy', 'policies', 'policyId');
    return rules == null
      ? policy.rules
      : checkRules(rules, { base: policy.rules, was: policy.rules, caller, path: ['input', 'rules'] });
  }

  async function hostsOf(jobId: string): Promise<Counted[]> {
    const { rows } = await db.execute<Counted>(sql`
      select host, count(*)::int as urls
        from (select split_part(url, '/', 3) as host from ${jobSeeds} where job_id = ${jobId} and not sitemap limit ${SEEDS}) s
       group by host order by 2 desc, 1`);
    return rows;
  }

  /** As many as its last run knew, or as its budget allows at most where that is all that is known; null: nobody can say. */
  async function urlsOf({ id, maxPages, maxDepth }: JobValue): Promise<number | null> {
    const [last] = await db
      .select({ counters: runs.counters })
      .from(runs)
      .where(eq(runs.jobId, id))
      .orderBy(desc(runs.serial))
      .limit(1);
    const accepted = last?.counters?.['accepted'] ?? 0;
    const seeds = await db.$count(jobSeeds, eq(jobSeeds.jobId, id));
    const least = Math.max(accepted, seeds);
    const most = maxPages ?? Number.POSITIVE_INFINITY;
    // A job that follows links has its budget to spend.
    if (Number.isFinite(most) && maxDepth !== 0) return most;
    return least === 0 ? null : Math.min(least, most);
  }
}

function check(input: PlanInput): void {
  for (const field of [
    'urls',
    'hosts',
    'workers',
    'slots',
    'visitMs',
    'bytesPerPage',
    'pagesPerSecond',
  ] as const) {
    const value = input[field];
    if (value != null && !(value >= (field === 'workers' ? 0 : 1e-3) && value <= 1e12))
      throw new BadInputError(`${field} is ${value}; pass a number above 0.`, ['input', field]);
  }
  const { urls, hosts } = input;
  if (urls != null && hosts != null && hosts > urls)
    throw new BadInputError(`${hosts} hosts have at least as many URLs; pass fewer hosts, or more urls.`, [
      'input',
      'hosts',
    ]);
}

function countHosts(seeds: readonly string[]): Counted[] {
  const counts = new Map<string, number>();
  for (const url of seeds) counts.set(hostKey(url), (counts.get(hostKey(url)) ?? 0) + 1);
  return Array.from(counts, ([host, urls]) => ({ host, urls })).sort((a, b) => b.urls - a.urls);
}

/** URLs on hosts: as the seeds are where these are all there is, else as many on each. Each at the pace that policy and host rules leave it. */
function spread(
  counted: readonly Counted[],
  urls: number,
  hosts: number | null,
  policy: Policy,
  rules: Rules,
): PlannedHosts[] {
  const paced = (host: string | null) => {
    const rule = host === null ? null : ruleOf(host, rules);
    return paceTerms(stricterPace(rule?.pace ?? null, policy.pace));
  };
  const seeds = counted.reduce((sum, one) => sum + one.urls, 0);
  const many = hosts ?? counted.length;
  if (urls <= 0 || many <= 0) return [];
  if (hosts !== null || seeds === 0) {
    const [only] = many === 1 && counted.length === 1 ? counted : [];
    return [{ host: only?.host ?? null, hosts: many, urls: urls / many, ...paced(only?.host ?? null) }];
  }
  const each = (one: Counted) => (urls * one.urls) / seeds;
  const named = counted
    .slice(0, HOSTS)
    .map((one) => ({ host: one.host, hosts: 1, urls: each(one), ...paced(one.host) }));
  const rest = counted.slice(HOSTS);
  if (rest.length === 0) return named;
  const left = rest.reduce((sum, one) => sum + each(one), 0);
  return [...named, { host: null, hosts: rest.length, urls: left / rest.length, ...paced(null) }];
}
