import { captures, jobs, policies, runs } from '@trunkline/database';
import { policySchema } from '@trunkline/policy';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { captureParts, hashKey } from '../lists/keys.ts';
import type { Parts } from '../parts.ts';
import type { Caller } from '../values.ts';
import { createLinkExport } from './export-links.ts';
import { badCursor, type ExportRow } from './export-row.ts';

export const exportKinds = ['pages', 'captures', 'links'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Which rows: all of a job, or (captures, links) those of one of its runs. Both are database keys. */
export type ExportOf = { kind: ExportKind; jobId?: string; runId?: string; after?: string | null };

/** Rows read at once: what is in memory of an export, whatever its length. */
const BATCH = 1000;

const columns: Record<ExportKind, readonly string[]> = {
  pages: [
    'url',
    'depth',
    'discoveredFrom',
    'firstSeenAt',
    'lastVisitAt',
    'status',
    'outcome',
    'digest',
    'title',
    'changedAt',
    'dueAt',
    'cursor',
  ],
  captures: [
    'url',
    'run',
    'status',
    'contentType',
    'charset',
    'language',
    'title',
    'bytes',
    'wireBytes',
    'links',
    'digest',
    'etag',
    'lastModified',
    'truncated',
    'capturedAt',
    'segment',
    'offset',
    'length',
    'cursor',
  ],
  links: ['from', 'to', 'kind', 'nofollow', 'run', 'error', 'cursor'],
};

const iso = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const seen = iso(sql`to_timestamp(p.first_seen)`);

/** Pages, captures and links of the caller's project, however many. */
export function createExportStore(parts: Pick<Parts, 'db' | 'linkReader'>, caller: Caller) {
  const { db } = parts;
  const links = createLinkExport(parts);

  async function serialsOf({ jobId, runId }: ExportOf) {
    const rows = await db
      .select({ job: jobs.serial, run: runs.serial, rules: policies.rules })
      .from(jobs)
      .innerJoin(policies, eq(policies.id, jobs.policyId))
      .leftJoin(runs, eq(runs.jobId, jobs.id))
      .where(
        and(
          eq(jobs.projectId, caller.projectId),
          isNull(jobs.archivedAt),
          jobId ? eq(jobs.id, jobId) : undefined,
          runId ? eq(runs.id, runId) : undefined,
        ),
      );
    const [first] = rows;
    if (!first || (!jobId && !runId)) return null;
    return {
      job: first.job,
      rules: first.rules,
      runs: rows.flatMap(({ run }) => (run === null ? [] : [run])).sort((a, b) => a - b),
    };
  }

  const pages = (job: number, after: string) => sql`
    with step as (select * from pages where job = ${job} and hash > ${after}::bigint order by hash limit ${BATCH})
    select o.origin || p.path as url, p.depth, f.origin || q.path as "discoveredFrom", ${seen} as "firstSeenAt",
      ${iso(sql`s.last_visit_at`)} as "lastVisitAt", s.last_status as status, s.last_outcome as outcome, s.digest, s.title,
      ${iso(sql`s.changed_at`)} as "changedAt", ${iso(sql`s.due_at`)} as "dueAt", p.hash as cursor
    from step p join origins o on o.id = p.origin
      left join page_states s on s.job = ${job} and s.hash = p.hash
      left join pages q on q.job = ${job} and q.hash = p.discovered_from left join origins f on f.id = q.origin
    order by p.hash`;

  const capturesAfter = (run: number, id: number) => sql`
    select url, status, content_type as "contentType", charset, language, title, bytes::float8 as bytes,
      wire_bytes::float8 as "wireBytes", links, digest, etag, last_modified as "lastModified", truncated,
      ${iso(sql`captured_at`)} as "capturedAt", segment, "offset"::float8 as "offset", length, id::float8 as id
    from ${captures} where run = ${run} and id > ${id} order by ${captures.id} limit ${BATCH}`;

  async function* ofPages(job: number, after: string | null | undefined) {
    let cursor = after ?? FIRST;
    if (hashKey(cursor) === null) throw badCursor();
    for (;;) {
      const { rows } = await db.execute<ExportRow>(pages(job, cursor));
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
      cursor = rows.at(-1)!.cursor;
    }
  }

  async function* ofCaptures(serials: number[], after: string | null | undefined) {
    const from = after ? captureParts(after) : { run: 0, id: 0 };
    if (!from) throw badCursor();
    for (const run of serials.filter((serial) => serial >= from.run)) {
      let id = run === from.run ? from.id : 0;
      for (;;) {
        const { rows } = await db.execute<Record<string, string | number | null> & { id: number }>(
          capturesAfter(run, id),
        );
        const short = run.toString(36);
        if (rows.length > 0)
          yield rows.map(
            ({ id, ...row }): ExportRow => ({ ...row, run: short, cursor: `${short}.${id.toString(36)}` }),
          );
        if (rows.length < BATCH) break;
        id = rows.at(-1)!.id;
      }
    }
  }

  return {
    /** The columns of a kind, in order. */
    columns: (kind: ExportKind) => columns[kind],
    /** Rows in the order of their keys, read as they are taken; null when the project has no such job or run. */
    async rows(of: ExportOf): Promise<AsyncGenerator<ExportRow[]> | null> {
      const serials = await serialsOf(of);
      if (serials === null) return null;
      switch (of.kind) {
        case 'pages':
          return ofPages(serials.job, of.after);
        case 'captures':
          return ofCaptures(serials.runs, of.after);
        case 'links':
          return links(serials.runs, policySchema.parse(serials.rules).userAgent, of.after ?? null);
      }
    },
  };
}

/** Before every hash. */
const FIRST = '-9223372036854775808';
