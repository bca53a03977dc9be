import type { Pool } from 'pg';
import { askedText, unspacedRuns } from './prepare-text.ts';
import { configOf, type Filters, filterQuery } from './words.ts';

export type SearchQuery = Filters & {
  /** As people write it: words, "phrases", or, -not. */
  query: string;
  /** `jobs.serial` of those whose pages are searched. */
  jobs: readonly number[];
  capturedFrom?: Date | null;
  capturedBefore?: Date | null;
  offset: number;
  limit: number;
};

/** A page that was found. Its texts are those of a stranger. */
export type SearchHit = {
  job: number;
  hash: string;
  url: string;
  title: string | null;
  language: string | null;
  contentType: string | null;
  capturedAt: Date;
  captureRun: number;
  captureId: number;
  score: number;
  /** Pieces of the text around the words, in order; `match`: the words themselves. */
  highlight: { text: string; match: boolean }[];
};

/** A store of documents that can be searched: Postgres here; another one may take its place. */
export type SearchIndex = {
  search(query: SearchQuery): Promise<{ hits: SearchHit[]; found: number; exact: boolean }>;
};

/**
 * Pages looked at for their rank, in whose titles and in whose texts the words are: a common word is on a hundred thousand, and
 * ranking them all takes seconds. Rarer words are ranked exactly.
 */
const IN_TITLE = 100;
const IN_TEXT = 200;
/** Characters of a text that are searched for a piece to show. */
const SHOWN = 4000;
const [BEGIN, END] = ['\u0002', '\u0003'];

/** Full-text search in Postgres (GIN over stemmed words). */
export function createSearchIndex(pool: Pool): SearchIndex {
  return {
    async search({ query, jobs, capturedFrom, capturedBefore, offset, limit, ...filters }) {
      const config = configOf(filters.language ?? 'en');
      const runs = unspacedRuns(query);
      const { rows } = await pool.query<Row>(
        `with asked as materialized (
           select words, case when $3 = '' then words else words && $3::tsquery end as query, negated
           -- Words of other languages are in the index as they stand; but a word that must not be there has its stem there.
           from (select case when simple::text like '%!%' then stemmed else stemmed || simple end as words, simple::text like '%!%' as negated
             from (select websearch_to_tsquery($1::regconfig, $2) as stemmed, websearch_to_tsquery('simple', $2) as simple) as both_ways
           ) as plain
         ), titled as (
           select d.job, d.hash from documents d, asked
           -- What a title has its words have, too: only what must not be there is to be looked for in all of them, and not by an index.
           where numnode(asked.words) > 0 and d.job = any ($4) and d.title_words @@ asked.query
             and (not asked.negated or d.words @@ asked.query)
             and ($5::timestamptz is null or d.captured_at >= $5) and ($6::timestamptz is null or d.captured_at < $6)
           limit ${IN_TITLE}
         ), worded as (
           select d.job, d.hash from documents d, asked
           where numnode(asked.words) > 0 and d.job = any ($4) and d.words @@ asked.query
             and ($5::timestamptz is null or d.captured_at >= $5) and ($6::timestamptz is null or d.captured_at < $6)
           limit ${IN_TEXT + 1}
         ), ranked as materialized (
           select d.job, d.hash, ts_rank(d.words, asked.words, 1) as score, d.captured_at,
             count(*) over () as found, (select count(*) from worded) <= ${IN_TEXT} as exact
           from (select * from titled union select * from worded) as taken
             join documents d on d.job = taken.job and d.hash = taken.hash, asked
           order by score desc, d.captured_at desc, d.hash limit $7 offset $8
         )
         select r.*, d.url, d.title, d.language, d.content_type, d.capture_run, d.capture_id,
           ts_headline($1::regconfig, left(d.text, ${SHOWN}), asked.words,
             'StartSel=${BEGIN}, StopSel=${END}, MaxFragments=2, MaxWords=25, MinWords=8, FragmentDelimiter=" … "') as headline,
           case when $9 then left(d.text, ${SHOWN}) end as beginning
         from ranked r join documents d on d.job = r.job and d.hash = r.hash, asked
         order by r.score desc, r.captured_at desc, r.hash`,
        [
          config,
          askedText(query),
          filterQuery(filters),
          jobs,
          capturedFrom ?? null,
          capturedBefore ?? null,
          limit,
          offset,
          runs.length > 0,
        ],
      );
      return {
        hits: rows.map((row) => hitOf(row, runs)),
        found: Number(rows[0]?.found ?? 0),
        exact: rows[0]?.exact ?? true,
      };
    },
  };
}

type Row = {
  job: number;
  hash: string;
  score: number;
  found: string;
  exact: boolean;
  url: string;
  title: string | null;
  language: string | null;
  content_type: string | null;
  captured_at: Date;
  capture_run: string;
  capture_id: string;
  headline: string;
  /** How the text begins, where it is to be looked through here. */
  beginning: string | null;
};

function hitOf(row: Row, runs: readonly string[]): SearchHit {
  const shown = row.beginning === null ? null : piecesAround(row.beginning, runs);
  return {
    job: row.job,
    hash: row.hash,
    url: row.url,
    title: row.title,
    language: row.language,
    contentType: row.content_type,
    capturedAt: row.captured_at,
    captureRun: Number(row.capture_run),
    captureId: Number(row.capture_id),
    score: row.score,
    highlight: shown ?? piecesOf(row.headline),
  };
}

/** Characters before and behind what was found. */
const AROUND = 60;

/** The first place at which one of the runs stands, and what is around it; null: at none. Postgres knows no words of such scripts. */
function piecesAround(text: string, runs: readonly string[]): SearchHit['highlight'] | null {
  const run = runs.find((one) => text.includes(one));
  if (run === undefined) return null;
  const at = text.indexOf(run);
  const end = at + run.length;
  const pieces = [
    {
      text: `${at > AROUND ? '…' : ''}${text.slice(Math.max(0, at - AROUND), at)}`.toWellFormed(),
      match: false,
    },
    { text: run, match: true },
    { text: text.slice(end, end + AROUND).toWellFormed(), match: false },
  ];
  return pieces.filter((piece) => piece.text !== '');
}

/** Texts hold no control characters, so that these two can only be ours. */
function piecesOf(headline: string): SearchHit['highlight'] {
  return headline
    .split(BEGIN)
    .flatMap((part, n) => {
      const end = n === 0 ? 0 : part.indexOf(END);
      return [
        { text: part.slice(0, end), match: true },
        { text: part.slice(n === 0 ? 0 : end + 1), match: false },
      ];
    })
    .filter(({ text }) => text !== '');
}
