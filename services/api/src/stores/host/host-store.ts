import { activeRun, lockWord, pauseWords } from '@trunkline/control';
import { hostChanges, hostPauses, hostRules, jobs, projects, runs, shortRun } from '@trunkline/database';
import { mergeHostRules } from '@trunkline/policy';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { howToGet, may } from '../changes/may.ts';
import { BadInputError, ForbiddenError } from '../errors.ts';
import { lockJob } from '../job/lock-job.ts';
import type { PageArgs } from '../lists/cursor.ts';
import type { Parts } from '../parts.ts';
import { tellFrontier } from '../run/apply-runs.ts';
import type {
  Caller,
  HostPauseValue,
  HostStateValue,
  HostValue,
  JobValue,
  RobotsVersionValue,
  RunValue,
} from '../values.ts';
import { checkPattern, patternsOf } from './check-pattern.ts';
import type { Hold } from './hold.ts';
import { type HostPauseRow, holdsOf, pausesOf, type Situation } from './holds.ts';
import { termsInForce, unmet } from './host-terms.ts';
import { hostsOfJob, knowsHost } from './known-hosts.ts';
import { atHost, type Look } from './look-at-host.ts';
import { operatorTerms } from './operator-terms.ts';
import { robotsFailuresOf } from './robots-failures.ts';
import { robotsDiff, robotsHistory } from './robots-history.ts';

export type HostPause = {
  host: string;
  /** Left out: for every run of the installation. */
  jobId?: string | null | undefined;
  reason?: string | null | undefined;
};

type Asked = Omit<Situation, 'run' | 'jobId' | 'maxPages' | 'rule' | 'ownRule' | 'pauses'> & {
  job: JobValue;
  run: RunValue | null;
  words: Words;
};

/** What an explanation of a URL has read of its host already. */
export type KnownOfHost = { look: Look; words: Words; holds: Hold[]; isConcerned: boolean };

/** What is said of a host, by all projects, for they bind every run: its rules, and the pauses that stand. */
export type Words = { rules: (typeof hostRules.$inferSelect)[]; pauses: HostPauseRow[] };

/** What the frontier makes of hosts, for runs of the caller's project. */
export function createHostStore(parts: Parts, caller: Caller) {
  const { db, frontier, log } = parts;
  let inFlight: Promise<Map<string, number>> | undefined;

  /** URLs in flight of the runs of the caller's project, by host; asked once for all hosts of a look. */
  const ownInFlight = () =>
    (inFlight ??= (async () => {
      const going = await db
        .select({ serial: runs.serial })
        .from(runs)
        .innerJoin(jobs, eq(jobs.id, runs.jobId))
        .where(and(eq(jobs.projectId, caller.projectId), activeRun));
      const claims = await frontier.inFlight(going.map(({ serial }) => shortRun(serial)));
      const counts = new Map<string, number>();
      for (const { host } of claims) counts.set(host, (counts.get(host) ?? 0) + 1);
      return counts;
    })());

  return {
    /** Null: the frontier does not know the run (any more). `read`: what the same question has read already. */
    async state(run: RunValue, given: string, read?: KnownOfHost): Promise<HostStateValue | null> {
      const host = checkPattern(given, ['host']);
      if (host.startsWith('*.'))
        throw new BadInputError(`${host} is a pattern: name one host, as ${host.slice(2)}.`, ['host']);
      const short = shortRun(run.serial);
      const origins = [`https://${host}`, `http://${host}`];
      const [config, seen, { rules, pauses }, ...robots] = await Promise.all([
        frontier.runConfig(short),
        read?.look ?? frontier.inspectUrl(short, { url: `http://${host}/` }),
        read?.words ?? wordsOn(host, run.jobId),
        ...origins.map((origin) => frontier.robots(origin)),
      ]);
      if (config === null || seen === null) return null;
      const look = atHost(seen);
      const [rule = null] = strictest(rules, host);
      // What others say of a host binds it too and is counted, but their words are theirs.
      const [own = null] = strictest(
        rules.filter(({ projectId }) => projectId === caller.projectId),
        host,
      );
      const known = robots.flatMap((found, at) =>
        found === null
          ? []
          : [{ origin: origins[at]!, storedAt: inForceSince(run, found.at), verdict: found.verdict }],
      );
      const { policy } = config.config;
      const concerned =
        read?.isConcerned ?? (look.host.waiting > 0 || (await knowsHost(parts, caller, host)));
      const ruled = { rule: concerned ? rule : own, ownRule: own };
      const holds = read?.holds ?? (await holdsAt());
      if (!concerned)
        return {
          ...{ host, rule: own, operator: null, robots: [], robotsFailures: [] },
          ...termsInForce(policy, own, unmet(look, policy, own), run, holds),
        };
      const operator = operatorTerms(pauses, rule);
      // What others have in flight there is theirs.
      const inFlight = look.host.inFlight === 0 ? 0 : ((await ownInFlight()).get(host) ?? 0);
      const mine = { ...look, host: { ...look.host, inFlight } };
      const robotsFailures = (await robotsFailuresOf(parts, caller, look.robots)).map((failure) => ({
        ...failure,
        since: inForceSince(run, failure.since.getTime()),
        readAt: failure.readAt && inForceSince(run, failure.readAt.getTime()),
      }));
      return {
        ...{ host, rule: own, operator, robots: known, robotsFailures },
        ...termsInForce(policy, rule, mine, run, holds),
      };

      async function holdsAt() {
        const [project] = await db.select().from(projects).where(eq(projects.id, caller.projectId));
        const { maxPages } = config!.config;
        const of = { project: project!, run, jobId: run.jobId, host, look, policy, pauses, ...ruled };
        return holdsOf(parts, caller, { ...of, maxPages, isConcerned: concerned });
      }
    },

    /** All that keeps a host from being asked for a run now, beside its pace. Of what others said of a host the project has nothing to do with nothing is told. */
    async holds({ job, isConcerned, words: { rules, pauses }, ...of }: Asked): Promise<Hold[]> {
      const [ownRule = null] = strictest(
        rules.filter(({ projectId }) => projectId === caller.projectId),
        of.host,
      );
      const [rule = null] = isConcerned ? strictest(rules, of.host) : [ownRule];
      const { id: jobId, maxPages } = job;
      const ruled = { rule, ownRule, pauses };
      return holdsOf(parts, caller, { ...of, run: of.run!, jobId, maxPages, ...ruled, isConcerned });
    },
    wordsOn,
    /** URLs of a host that runs of the caller's project have in flight. */
    inFlightAt: async (host: string) => (await ownInFlight()).get(host) ?? 0,

    /** Null: the project has nothing to do with it. */
    async find(given: string): Promise<HostValue | null> {
      const host = checkPattern(given, ['host']);
      if (host.startsWith('*.')) return null;
      return (await knowsHost(parts, caller, host)) ? { host, id: 0 } : null;
    },
    ofJob: (jobId: string, args: PageArgs, filter: { name?: string | null | undefined }) =>
      hostsOfJob(parts, caller, jobId, args, filter),
    /** Of a host that was found. */
    robotsHistory: (host: string, args: PageArgs) => robotsHistory(parts, caller, host, args),
    robotsDiff: (version: RobotsVersionValue) => robotsDiff(parts, version),

    async pause(call: HostPause, paused: boolean): Promise<HostPauseValue> {
      const host = checkPattern(call.host, ['input', 'host']);
      const jobId = call.jobId ?? null;
      if (jobId === null && !may(caller, 'operator'))
        throw new ForbiddenError(
          `Without jobId this binds every run of the installation. Pass jobId, or: ${howToGet('operator')}`,
          ['input', 'jobId'],
          'operator',
        );
      const { changed, heldBy } = await db.transaction(async (tx) => {
        if (jobId !== null) await lockJob(tx, caller, jobId);
        await lockWord(tx, host);
        const same = and(
          eq(hostPauses.projectId, caller.projectId),
          eq(hostPauses.host, host),
          jobId === null ? isNull(hostPauses.jobId) : eq(hostPauses.jobId, jobId),
        );
        const [old] = await tx.select().from(hostPauses).where(same).for('no key update');
        const heldBy = await holderOf(tx, host, jobId);
        if ((old?.paused ?? false) === paused) return { changed: false, heldBy };
        const set = { paused, change: sql`nextval(${hostChanges.seqName})`, updatedAt: new Date() };
        const [row] =
          old === undefined
            ? await tx
                .insert(hostPauses)
                .values({ projectId: caller.projectId, host, jobId, paused })
                // Somebody else paused it at the same moment.
                .onConflictDoNothing()
                .returning()
            : await tx.update(hostPauses).set(set).where(same).returning();
        if (row === undefined) return { changed: false, heldBy };
        await audit(tx, caller, {
          ...{ action: paused ? 'hostPause' : 'hostResume', reason: call.reason },
          ...(jobId === null ? { type: 'Host', id: host } : { type: 'Job', id: jobId }),
          ...{ before: { host, paused: !paused }, after: { host, paused } },
        });
        return { changed: true, heldBy };
      });
      if (changed) {
        const words = await pauseWords(parts, eq(hostPauses.host, host));
        await tellFrontier(log, { host }, ...words.map(({ say }) => say));
      }
      return { host, paused: paused || heldBy !== null, jobId, heldBy };
    },
  };

  /** Who pauses a host for every run, beside what the caller's project says of these runs. */
  async function holderOf(
    tx: Pick<Parts['db'], 'select'>,
    host: string,
    jobId: string | null,
  ): Promise<HostPauseValue['heldBy']> {
    const rows = await tx
      .select({ projectId: hostPauses.projectId })
      .from(hostPauses)
      .where(and(eq(hostPauses.host, host), eq(hostPauses.paused, true), isNull(hostPauses.jobId)));
    if (jobId !== null && rows.some(({ projectId }) => projectId === caller.projectId)) return 'project';
    return rows.some(({ projectId }) => projectId !== caller.projectId) ? 'others' : null;
  }

  async function wordsOn(host: string, jobId: string): Promise<Words> {
    const [rules, pauses] = await Promise.all([
      db
        .select()
        .from(hostRules)
        .where(and(inArray(hostRules.pattern, patternsOf(host)), isNull(hostRules.removedAt))),
      pausesOf(parts, host, jobId),
    ]);
    return { rules, pauses };
  }
}

export type HostStore = ReturnType<typeof createHostStore>;

/** Workers share what robots.txt said; when it was read for somebody else, before the run, is not told. */
const inForceSince = (run: RunValue, readAt: number) =>
  new Date(Math.max(readAt, (run.startedAt ?? run.createdAt).getTime()));

/** Rules of a host merged, the one that holds first: the exact one, else that of the longest suffix. */
function strictest(rows: readonly (typeof hostRules.$inferSelect)[], host: string) {
  const patterns = patternsOf(host);
  return mergeHostRules(rows).sort((a, b) => patterns.indexOf(a.pattern) - patterns.indexOf(b.pattern));
}
