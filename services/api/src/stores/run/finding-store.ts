import { isOver } from '@trunkline/control';
import { findings, jobs, runs, shortRun } from '@trunkline/database';
import type { Cause, Finding } from '@trunkline/diagnosis';
import { readCauses } from '@trunkline/telemetry';
import { and, desc, eq, getColumns, gte, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Between, Caller, RunValue } from '../values.ts';
import { workerNames } from './worker-names.ts';

/** Findings of a run that are told at once: all that are open, and the newest of those that are over. */
const MOST_FINDINGS = 100;

export const findingStates = ['open', 'closed'] as const;
export type FindingState = (typeof findingStates)[number];

type Row = typeof findings.$inferSelect;

export type FindingValue = Omit<Row, 'detail' | 'cause'> & Finding & { state: FindingState };

export type FindingFilter = {
  state?: FindingState | null | undefined;
  cause?: readonly Cause[] | null | undefined;
  jobId?: string | null | undefined;
  openedAt?: Between;
};

/** Why the waiting URLs of a run wait: they sum to `waiting`. */
export type CausesValue = {
  at: Date;
  waiting: number;
  error: number;
  causes: { cause: Cause; urls: number; share: number; since: Date | null }[];
};

/** What diagnosis found in runs of the caller's project. */
export function createFindingStore(
  parts: Pick<Parts, 'db' | 'redis' | 'frontier' | 'secret'>,
  caller: Caller,
) {
  const { db, redis, frontier } = parts;
  const nameOf = workerNames(parts, caller);
  const own = and(eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt));
  const select = () =>
    db
      .select(getColumns(findings))
      .from(findings)
      .innerJoin(runs, eq(runs.id, findings.runId))
      .innerJoin(jobs, eq(jobs.id, runs.jobId));
  const value = ({ detail, cause, ...row }: Row): FindingValue => {
    const found = detail as Finding;
    return {
      ...found,
      ...row,
      cause: cause as Cause,
      workers: found.workers.map(nameOf),
      state: row.closedAt === null ? 'open' : 'closed',
    };
  };
  const { find, list } = shelf(db, { select, id: findings.id, own, value });

  return {
    find,

    /** The largest share first of those that are open, then the newest. */
    async ofRun(runId: string, state: FindingState | null): Promise<FindingValue[]> {
      const rows = await select()
        .where(and(own, eq(findings.runId, runId), isIn(state)))
        .orderBy(desc(isNull(findings.closedAt)), desc(findings.id))
        .limit(MOST_FINDINGS);
      return rows
        .map(value)
        .sort((a, b) => (a.state === 'open' && b.state === 'open' ? b.share - a.share : 0));
    },

    list: (args: PageArgs, { state, cause, jobId, openedAt }: FindingFilter) =>
      list(
        args,
        isIn(state ?? null),
        cause?.length ? inArray(findings.cause, [...cause]) : undefined,
        jobId ? eq(runs.jobId, jobId) : undefined,
        openedAt?.gte ? gte(findings.openedAt, openedAt.gte) : undefined,
        openedAt?.lt ? lt(findings.openedAt, openedAt.lt) : undefined,
      ),

    /** As diagnosis said within the last seconds; while nobody diagnoses as the frontier knows by itself. */
    async causes({ state, serial }: RunValue): Promise<CausesValue> {
      const none = { at: new Date(), waiting: 0, error: 0, causes: [] };
      if (isOver(state)) return none;
      const run = shortRun(serial);
      const told = await readCauses(redis, run);
      if (told)
        return {
          ...told,
          at: new Date(told.at),
          causes: told.causes.map(({ cause, since, ...one }) => ({
            ...one,
            cause: cause as Cause,
            since: new Date(since),
          })),
        };
      const why = await frontier.causes(run);
      if (!why) return none;
      const causes = Object.entries(why.urls)
        .filter(([, urls]) => urls > 0)
        .map(([cause, urls]) => ({
          cause: cause as Cause,
          urls,
          share: urls / why.waiting,
          since: null,
        }))
        .sort((a, b) => b.urls - a.urls);
      return { ...none, waiting: why.waiting, error: why.error, causes };
    },
  };
}

const isIn = (state: FindingState | null): SQL | undefined =>
  state === null ? undefined : state === 'open' ? isNull(findings.closedAt) : isNotNull(findings.closedAt);
