import { isOver } from '@trunkline/control';
import { auditLog, hostPauses } from '@trunkline/database';
import { type MergedHostRule, type Policy, untilOpen } from '@trunkline/policy';
import { liveWorkers, readDrained } from '@trunkline/telemetry';
import { and, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Parts } from '../parts.ts';
import type { Caller, Project, RunValue } from '../values.ts';
import type { Hold } from './hold.ts';
import type { Look } from './look-at-host.ts';

export type Situation = {
  project: Project;
  run: RunValue;
  jobId: string;
  host: string;
  /** Null: the run is in the frontier no more, or not yet. */
  look: Pick<Look, 'host' | 'pages' | 'now'> | null;
  policy: Policy;
  maxPages: number | null;
  /** What stands about the host: of this job, of the project for every run, of others. */
  pauses: readonly HostPauseRow[];
  /** Of all rules the one that holds, and of those of the project. */
  rule: MergedHostRule | null;
  ownRule: MergedHostRule | null;
  /** The project has to do with the host: else it is told nothing that others said of it, or met there. */
  isConcerned: boolean;
};

export type HostPauseRow = typeof hostPauses.$inferSelect;

const none = { by: null, reason: null, since: null, until: null };

/** All that keeps a host from being asked for a run now; empty: its pace alone does, and whose turn it is. */
export async function holdsOf(parts: Parts, caller: Caller, at: Situation): Promise<Hold[]> {
  const { project, run, host, look, policy } = at;
  if (isOver(run.state)) return [];
  const [pauses, isStaffed] = await Promise.all([pauseHolds(parts, caller, at), hasWorkers(parts)]);
  const holds: Hold[] = [];
  if (project.suspendedAt !== null)
    holds.push({
      ...{ ...none, kind: 'paused', by: 'the operator of this installation', since: project.suspendedAt },
      reason: project.suspendedFor,
      sentence: 'the project is suspended by the operator of this installation',
    });
  if (run.state !== 'running' && run.state !== 'starting')
    holds.push(
      run.state === 'paused'
        ? { ...(await saidBy(parts, caller, runPause(at))), kind: 'paused', sentence: 'the run is paused' }
        : {
            ...none,
            kind: 'paused',
            sentence: `the run is ${run.state}${run.error ? `: ${run.error}` : ''}`,
          },
    );
  holds.push(...pauses);
  if (at.rule?.blocked)
    holds.push(
      at.ownRule?.blocked
        ? {
            ...(await saidBy(parts, caller, ruleSet(at.ownRule.pattern))),
            ...{ kind: 'blocked', sentence: `the host is blocked by the rule ${at.ownRule.pattern}` },
          }
        : {
            ...{ ...none, kind: 'blocked', by: 'the operator of this installation' },
            sentence: 'the host is blocked by the operator of this installation',
          },
    );
  if (project.heldBy !== null) holds.push(quota(project));
  const { used, most } = look?.pages ?? { used: 0, most: null };
  if (most !== null && used >= most)
    holds.push({
      ...{ ...none, kind: 'quota' },
      sentence: `the budget of the run is spent: ${used} of ${at.maxPages ?? most} pages are fetched or on their way`,
    });
  const now = look?.now ?? Date.now();
  const shut = untilOpen(policy.windows, now);
  if (shut > 0) {
    const until = new Date(now + shut);
    const sentence = `the windows of the policy are shut until ${until.toISOString()}`;
    holds.push({ ...none, kind: 'window', until, sentence });
  }
  if (!isStaffed) holds.push({ ...none, kind: 'noWorkers', sentence: 'no worker that may claim is alive' });
  if (look && at.isConcerned && look.host.backoffUntil > now) {
    const until = new Date(look.host.backoffUntil);
    const sentence = `${host} is left alone after failures until ${until.toISOString()}`;
    holds.push({ ...none, kind: 'backOff', until, sentence });
  }
  const robots = at.isConcerned ? look?.host.robots : undefined;
  if (robots && look?.host.robotsOut)
    holds.push({ ...none, kind: 'robots', sentence: 'its robots.txt is being read, which comes first' });
  else if (robots?.unreachableSince && (robots.decidesUntil ?? 0) <= now)
    holds.push({
      ...{ ...none, kind: 'robots', since: new Date(robots.unreachableSince) },
      sentence: 'its robots.txt cannot be had now, and nothing is fetched until it can',
    });
  return holds;
}

/** Whether it ends by itself, at a time that is known. */
export const endsAt = (holds: readonly Hold[]): Date | null | 'never' =>
  holds.reduce<Date | null | 'never'>((latest, { until, kind }) => {
    if (latest === 'never' || (until === null && kind !== 'robots')) return 'never';
    return until !== null && (latest === null || until > latest) ? until : latest;
  }, null);

function quota({ heldBy, maxPagesPerDay, maxStorageBytes }: Project): Hold {
  const tomorrow = new Date();
  tomorrow.setUTCHours(24, 0, 0, 0);
  const daily = heldBy === 'pagesPerDay';
  return {
    ...{ ...none, kind: 'quota', until: daily ? tomorrow : null },
    sentence: daily
      ? `a quota of the project is spent: ${maxPagesPerDay} pages a day, anew at ${tomorrow.toISOString()}`
      : `a quota of the project is spent: ${maxStorageBytes} bytes of storage`,
  };
}

/** Words about a host that stand, for runs of a job. */
export const pausesOf = ({ db }: Pick<Parts, 'db'>, host: string, jobId: string): Promise<HostPauseRow[]> =>
  db
    .select()
    .from(hostPauses)
    .where(
      and(
        eq(hostPauses.host, host),
        eq(hostPauses.paused, true),
        or(isNull(hostPauses.jobId), eq(hostPauses.jobId, jobId)),
      ),
    );

async function pauseHolds(parts: Parts, caller: Caller, at: Situation): Promise<Hold[]> {
  const rows = at.pauses.filter(({ projectId }) => at.isConcerned || projectId === caller.projectId);
  return Promise.all(
    rows.map(async (row): Promise<Hold> => {
      if (row.projectId !== caller.projectId)
        return {
          ...{ ...none, kind: 'paused', by: 'the operator of this installation' },
          sentence: 'the host is paused by the operator of this installation',
        };
      const said = await saidBy(parts, caller, hostPause(row.host, row.jobId));
      const where = row.jobId === null ? 'for every run' : 'for this job';
      return { ...said, kind: 'paused', sentence: `the host is paused ${where}` };
    }),
  );
}

const pausing = ['jobPause', 'jobsPause'];
const runPause = ({ jobId }: Situation) =>
  and(eq(auditLog.subjectType, 'Job'), eq(auditLog.subjectId, jobId), inArray(auditLog.action, pausing));
const hostPause = (host: string, jobId: string | null) =>
  and(
    eq(auditLog.action, 'hostPause'),
    eq(auditLog.subjectType, jobId === null ? 'Host' : 'Job'),
    eq(auditLog.subjectId, jobId ?? host),
    sql`${auditLog.after}->>'host' = ${host}`,
  );
const ruleSet = (pattern: string) =>
  and(eq(auditLog.action, 'hostRuleSet'), sql`${auditLog.after}->>'pattern' = ${pattern}`);

/** Who said so last in the caller's project, when and why. */
async function saidBy({ db }: Parts, caller: Caller, what: SQL | undefined) {
  const [entry] = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.projectId, caller.projectId), what))
    .orderBy(desc(auditLog.id))
    .limit(1);
  if (entry === undefined) return none;
  const by = entry.keyName === null ? 'the system' : `the key ${entry.keyName}`;
  return { ...none, by, reason: entry.reason, since: entry.createdAt };
}

async function hasWorkers({ redis }: Parts): Promise<boolean> {
  const [live, drained] = await Promise.all([liveWorkers(redis), readDrained(redis)]);
  return live.some((worker) => !drained.has(worker));
}
