import { jobs, runs, seriesSubjects } from '@trunkline/database';
import type { SubjectKind } from '@trunkline/telemetry';
import { and, eq, getColumns, gte, inArray, isNull, lt } from 'drizzle-orm';
import type { Parts } from '../../parts.ts';
import type { Caller } from '../../values.ts';

/** Whose series there are at most to one question. */
export const MOST_SUBJECTS = 5000;
/** When a series was seen last is told once a minute. */
const LATE_MS = 120_000;

export type Subject = typeof seriesSubjects.$inferSelect & {
  /** Of a run and of its hosts. */
  of: { runId: string; runSerial: number; jobId: string; jobName: string; jobSerial: number } | null;
};

export type SubjectFilter = {
  kind: SubjectKind;
  from: Date;
  to: Date;
  jobs?: readonly string[] | null | undefined;
  runs?: readonly string[] | null | undefined;
  hosts?: readonly string[] | null | undefined;
  workers?: readonly string[] | null | undefined;
};

/** The subjects of a kind that have rows in a time: runs and hosts only of the caller's project. Who may see the others the caller of this knows. */
export async function subjectsOf(
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
  filter: SubjectFilter,
): Promise<Subject[]> {
  const { kind, from, to, hosts, workers } = filter;
  const there = and(
    eq(seriesSubjects.kind, kind),
    lt(seriesSubjects.firstAt, to),
    gte(seriesSubjects.lastAt, new Date(from.getTime() - LATE_MS)),
    hosts?.length ? inArray(seriesSubjects.key, [...hosts]) : undefined,
    workers?.length ? inArray(seriesSubjects.name, [...workers]) : undefined,
  );
  if (kind !== 'run' && kind !== 'host') {
    const found = await db
      .select()
      .from(seriesSubjects)
      .where(there)
      .limit(MOST_SUBJECTS + 1);
    return found.map((one) => ({ ...one, of: null }));
  }
  return db
    .select({
      ...getColumns(seriesSubjects),
      of: {
        ...{ runId: runs.id, runSerial: runs.serial },
        ...{ jobId: jobs.id, jobName: jobs.name, jobSerial: jobs.serial },
      },
    })
    .from(seriesSubjects)
    .innerJoin(runs, eq(runs.serial, seriesSubjects.run))
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(
      and(
        there,
        ...[eq(jobs.projectId, caller.projectId), isNull(jobs.archivedAt)],
        filter.runs?.length ? inArray(runs.id, [...filter.runs]) : undefined,
        filter.jobs?.length ? inArray(jobs.id, [...filter.jobs]) : undefined,
      ),
    )
    .limit(MOST_SUBJECTS + 1);
}
