import { createSearchIndex, indexBacklog, jobs, type SearchHit } from '@trunkline/database';
import { and, eq, isNull } from 'drizzle-orm';
import { BadInputError } from '../errors.ts';
import { type Page, type PageArgs, pageOf } from '../lists/cursor.ts';
import { numberKey } from '../lists/keys.ts';
import type { Parts } from '../parts.ts';
import type { Between, Caller } from '../values.ts';

export type SearchFilter = {
  /** Database key of a job. */
  jobId?: string | null | undefined;
  host?: string | null | undefined;
  contentType?: string | null | undefined;
  language?: string | null | undefined;
  capturedAt?: Between;
};

/** A hit and its place in the list, from 1. */
export type HitValue = SearchHit & { place: number };

const MOST_QUERY = 500;

/** Full-text search over the pages of the caller's project. */
export function createSearchStore({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const index = createSearchIndex(db.$client);

  async function own(jobId?: string | null): Promise<number[]> {
    const rows = await db
      .select({ serial: jobs.serial })
      .from(jobs)
      .where(
        and(
          eq(jobs.projectId, caller.projectId),
          isNull(jobs.archivedAt),
          jobId ? eq(jobs.id, jobId) : undefined,
        ),
      );
    return rows.map(({ serial }) => serial);
  }

  return {
    async search(
      query: string,
      { jobId, host, contentType, language, capturedAt }: SearchFilter,
      args: PageArgs,
    ): Promise<Page<HitValue>> {
      if (query.length > MOST_QUERY || query.includes('\0'))
        throw new BadInputError(`A query has at most ${MOST_QUERY} characters, and no NUL.`);
      if (args.last != null || args.before != null)
        throw new BadInputError('Hits come best first: page on with "first" and "after".');
      const serials = await own(jobId);
      let found = 0;
      return pageOf(
        args,
        numberKey,
        async ({ after, limit }) => {
          const offset = after ?? 0;
          if (serials.length === 0) return [];
          const answer = await index.search({
            query,
            jobs: serials,
            host: host?.toLowerCase() ?? null,
            contentType: contentType?.toLowerCase() ?? null,
            language: language?.toLowerCase() ?? null,
            capturedFrom: capturedAt?.gte ?? null,
            capturedBefore: capturedAt?.lt ?? null,
            offset,
            limit,
          });
          found = answer.found;
          return answer.hits.map((hit, n) => ({ ...hit, place: offset + n + 1 }));
        },
        async () => found,
      );
    },
    /** What search does not know yet of the project. */
    backlog: async () => indexBacklog(db.$client, await own()),
  };
}
