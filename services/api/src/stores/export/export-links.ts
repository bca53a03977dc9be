import type { Location } from '@trunkline/archive';
import { productToken } from '@trunkline/web/robots';
import { sql } from 'drizzle-orm';
import type { Parts } from '../parts.ts';
import { badCursor, type ExportRow } from './export-row.ts';

/** Captures whose places are asked for at once. */
const CAPTURES = 200;

/** A capture that leads somewhere; `segment` null: its body is that of an earlier capture, which is gone. */
type Source = Omit<Location, 'segment'> & {
  id: number;
  url: string;
  segment: string | null;
  links: number;
  decoded: number;
  /** Where it redirects. */
  target: string | null;
};

type Edge = {
  to: string | null;
  kind: 'link' | 'redirect' | null;
  nofollow: boolean | null;
  error: string | null;
};

/**
 * The link graph as it was found: of each capture, in the order of recording, where it redirects and the links of its document, read
 * again from the archive, whether they were followed or not. What cannot be read is a row with `error` in place of links. The
 * cursor of a row is that of its capture and its place among the rows of it. One document at a time is in memory.
 */
export function createLinkExport({ db, linkReader }: Pick<Parts, 'db' | 'linkReader'>) {
  /** Captures with links, by what was recorded of them, so that images and the like are not read for nothing. */
  const sources = (run: number, from: number) => sql`
    select c.id::float8 as id, c.url, case when v.outcome = 'redirected' then v.detail end as target,
      case when c.refers_to is null then c.segment else o.segment end as segment,
      coalesce(o."offset", c."offset")::float8 as "offset", coalesce(o.length, c.length) as length,
      coalesce(o.links, c.links) as links, coalesce(o.bytes, c.bytes)::float8 as decoded
    from captures c
      left join captures o on o.run = c.refers_to_run and o.id = c.refers_to
      left join visits v on v.run = c.run and v.hash = c.hash and v.attempt = c.attempt
    where c.run = ${run} and c.id >= ${from}
      and (coalesce(o.links, c.links) > 0 or (c.refers_to is not null and o.id is null) or v.outcome = 'redirected')
    order by c.id limit ${CAPTURES}`;

  async function edgesOf(source: Source, userAgent: string): Promise<Edge[]> {
    const { url, target, segment, offset, length, links, decoded } = source;
    const edges: Edge[] = [];
    if (target !== null) edges.push({ to: target, kind: 'redirect', nofollow: false, error: null });
    if (segment === null)
      return [...edges, failed('Its body was that of an earlier capture, which was deleted')];
    if (links === 0) return edges;
    const product = productToken(userAgent);
    const location = { segment, offset, length };
    const found = await linkReader.linksOf({ location, url, decoded, userAgent, product });
    if ('error' in found) return [...edges, failed(found.error)];
    for (const { url: to, nofollow } of found.links) edges.push({ to, kind: 'link', nofollow, error: null });
    return edges;
  }

  return async function* rows(
    runs: readonly number[],
    userAgent: string,
    after: string | null,
  ): AsyncGenerator<ExportRow[]> {
    const start = after === null ? null : parseCursor(after);
    for (const run of runs.filter((serial) => serial >= (start?.run ?? 0))) {
      const short = run.toString(36);
      let from = run === start?.run ? start.id : 0;
      for (;;) {
        const { rows: found } = await db.execute<Source>(sources(run, from));
        for (const source of found) {
          const { id, url } = source;
          const done = run === start?.run && id === start.id ? start.place + 1 : 0;
          const key = `${short}.${id.toString(36)}`;
          const edges = await edgesOf(source, userAgent);
          const batch = edges.map(
            (edge, place): ExportRow => ({ from: url, ...edge, run: short, cursor: `${key}.${place}` }),
          );
          if (batch.length > done) yield batch.slice(done);
        }
        if (found.length < CAPTURES) break;
        from = found.at(-1)!.id + 1;
      }
    }
  };
}

const failed = (error: string): Edge => ({ to: null, kind: null, nofollow: null, error });

function parseCursor(text: string): { run: number; id: number; place: number } {
  const [, run, id, place] = /^([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.(\d{1,7})$/.exec(text) ?? [];
  if (!run || !id || !place) throw badCursor();
  return { run: Number.parseInt(run, 36), id: Number.parseInt(id, 36), place: Number(place) };
}
