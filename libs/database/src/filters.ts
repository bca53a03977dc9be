import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { splitOrigin } from './ledger/origins.ts';
import { jobs, origins, pageStates, pages, type RunState, runs, visits } from './tables.ts';

/** Filters as parts of one: all of `and` hold, one of `or`, and `not` does not. */
export type Combined<Filter> = Filter & {
  and?: readonly Combined<Filter>[] | null | undefined;
  or?: readonly Combined<Filter>[] | null | undefined;
  not?: Combined<Filter> | null | undefined;
};

/** A filter with its parts, each as `plain` says it. What is unknown (a page never visited) does not hold, and so holds under `not`. */
export function combined<Filter>(
  filter: Combined<Filter>,
  plain: (filter: Filter) => SQL | undefined,
): SQL | undefined {
  const part = (one: Combined<Filter>) => combined(one, plain) ?? sql`true`;
  return and(
    plain(filter),
    ...(filter.and ?? []).map(part),
    filter.or?.length ? or(...filter.or.map(part)) : undefined,
    filter.not == null ? undefined : sql`(${part(filter.not)}) is not true`,
  );
}

/** Which jobs: what a list shows and what a bulk operation works on. Everything given must hold. JSON, as it is kept. */
type JobPart = {
  ids?: readonly string[] | null | undefined;
  state?: readonly (RunState | 'new')[] | null | undefined;
  name?: string | null | undefined;
  policyId?: string | null | undefined;
  label?: { name: string; value?: string | null | undefined } | null | undefined;
  createdAt?: { gte?: string | null | undefined; lt?: string | null | undefined } | null | undefined;
};

export type JobFilter = Combined<JobPart>;

/** Jobs of a project like this; deleted ones are none. */
export function jobsLike(projectId: string, filter: JobFilter): SQL | undefined {
  return and(eq(jobs.projectId, projectId), isNull(jobs.archivedAt), combined(filter, jobsPart));
}

function jobsPart({ ids, state, name, policyId, label, createdAt }: JobPart): SQL | undefined {
  const latest = sql`(select r.state from ${runs} r where r.job_id = ${jobs.id} order by r.id desc limit 1)`;
  return and(
    ids ? inArray(jobs.id, [...ids]) : undefined,
    state?.length ? inArray(sql`coalesce(${latest}, 'new')`, [...state]) : undefined,
    name ? ilike(jobs.name, `%${name.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
    policyId ? eq(jobs.policyId, policyId) : undefined,
    label
      ? label.value == null
        ? sql`${jobs.labels} ? ${label.name}`
        : sql`${jobs.labels} @> ${JSON.stringify({ [label.name]: label.value })}::jsonb`
      : undefined,
    createdAt?.gte ? gte(jobs.createdAt, new Date(createdAt.gte)) : undefined,
    createdAt?.lt ? lt(jobs.createdAt, new Date(createdAt.lt)) : undefined,
  );
}

/** Which pages of a job. Everything given must hold. JSON, as it is kept. */
type PagePart = {
  host?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
  /** HTTP status and outcome of the last visit. */
  status?: readonly number[] | null | undefined;
  outcome?: readonly string[] | null | undefined;
  /** Whether it was ever visited. */
  visited?: boolean | null | undefined;
  /** A run that begins now would ask for it. */
  due?: boolean | null | undefined;
  changedAt?: { gte?: string | null | undefined; lt?: string | null | undefined } | null | undefined;
};

export type PageFilter = Combined<PagePart>;

/** Pages like this, no sitemaps; for queries of `pages` joined with `origins` and, left, `pageStates`. */
export function pagesLike(jobSerial: number, filter: PageFilter): SQL | undefined {
  return and(eq(pages.jobSerial, jobSerial), isNull(pages.sitemap), combined(filter, pagesPart));
}

function pagesPart(filter: PagePart): SQL | undefined {
  const { host, urlStartsWith, status, outcome, visited, due, changedAt } = filter;
  const { origin, path } = splitOrigin(urlStartsWith ?? '');
  return and(
    host == null
      ? undefined
      : sql`${pages.originId} in (select o.id from ${origins} o where o.host = ${host})`,
    !urlStartsWith
      ? undefined
      : path === '' && !origin.endsWith('/')
        ? sql`${pages.originId} in (select o.id from ${origins} o where starts_with(o.origin, ${origin}))`
        : sql`${pages.originId} = (select o.id from ${origins} o where o.origin = ${origin}) and starts_with(${pages.path}, ${path})`,
    status?.length ? inArray(pageStates.lastStatus, [...status]) : undefined,
    outcome?.length ? inArray(pageStates.lastOutcome, [...outcome]) : undefined,
    visited == null ? undefined : visited ? isNotNull(pageStates.hash) : isNull(pageStates.hash),
    due == null
      ? undefined
      : due
        ? sql`coalesce(${pageStates.dueAt} <= now(), true)`
        : sql`${pageStates.dueAt} > now()`,
    changedAt?.gte ? gte(pageStates.changedAt, new Date(changedAt.gte)) : undefined,
    changedAt?.lt ? lt(pageStates.changedAt, new Date(changedAt.lt)) : undefined,
  );
}

/** Which URLs a run gave up. */
type DeadPart = {
  reason?: readonly string[] | null | undefined;
  /** Held with one of these shapes. */
  shape?: readonly string[] | null | undefined;
};
export type DeadFilter = Combined<DeadPart>;

/** The last visits of URLs that a run gave up; `retriedSince`: those too that it gave up and was asked for again since. */
export function deadLike(run: number, filter: DeadFilter, retriedSince?: Date): SQL | undefined {
  return and(
    eq(visits.runSerial, run),
    retriedSince ? or(eq(visits.final, true), gte(visits.retriedAt, retriedSince)) : eq(visits.final, true),
    inArray(visits.outcome, ['refused', 'throttled', 'failed']),
    isNotNull(visits.deadReason),
    combined(filter, ({ reason, shape }: DeadPart) =>
      and(
        reason?.length ? inArray(visits.deadReason, [...reason]) : undefined,
        shape?.length
          ? and(
              ...[eq(visits.outcome, 'refused'), eq(visits.code, 'quarantine')],
              inArray(visits.detail, [...shape]),
            )
          : undefined,
      ),
    ),
  );
}
