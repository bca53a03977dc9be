import { jobs, pages, urlHash } from '@trunkline/database';
import { canonicalUrl, inScope } from '@trunkline/web/url';
import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { jobValue } from '../../job/job-value.ts';
import type { Parts } from '../../parts.ts';
import type { Caller, JobValue } from '../../values.ts';

/** Jobs that are looked through. */
const MOST_JOBS = 500;

/** The job somebody means who names none: the newest that knows the URL, else the newest whose scope has it, else the newest; null: there is none. */
export async function jobOfUrl(
  { db }: Pick<Parts, 'db'>,
  { projectId }: Caller,
  given: string,
): Promise<JobValue | null> {
  const rows = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.projectId, projectId), isNull(jobs.archivedAt)))
    .orderBy(desc(jobs.id))
    .limit(MOST_JOBS);
  const all = rows.map(jobValue);
  const url = canonicalUrl(given);
  if (url === null || all.length === 0) return all[0] ?? null;
  const known = await db
    .select({ serial: pages.jobSerial })
    .from(pages)
    .where(
      and(
        inArray(
          pages.jobSerial,
          all.map(({ serial }) => serial),
        ),
        eq(pages.hash, urlHash(url)),
      ),
    );
  const serials = new Set(known.map(({ serial }) => serial));
  return (
    all.find(({ serial }) => serials.has(serial)) ??
    all.find(({ scope }) => inScope(url, scope).inScope) ??
    all[0]!
  );
}
