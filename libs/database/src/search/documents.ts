import { DatabaseError, type Pool } from 'pg';
import { createDocuments, jobPartition } from '../partitions.ts';
import { arraysOf, type Column, given } from '../record/insert-rows.ts';
import { indexText, plainText } from './prepare-text.ts';
import { configOf, filterLexemes } from './words.ts';

/** What search keeps of a page. */
export type DocumentRow = {
  hash: string;
  captureRun: number;
  captureId: number;
  capturedAt: number;
  url: string;
  host: string;
  contentType: string | null;
  language: string | null;
  title: string | null;
  text: string;
};

const columns: readonly Column<DocumentRow>[] = [
  ['hash', 'bigint', (row) => row.hash],
  ['capture_run', 'bigint', (row) => row.captureRun],
  ['capture_id', 'bigint', (row) => row.captureId],
  ['captured_at', 'float8', (row) => row.capturedAt],
  ['url', 'text', (row) => row.url],
  ['host', 'text', (row) => row.host],
  ['content_type', 'text', (row) => row.contentType],
  ['language', 'text', (row) => row.language],
  ['title', 'text', (row) => row.title],
  ['text', 'text', (row) => row.text],
  ['asked_title', 'text', (row) => indexText(plainText(row.title ?? ''))],
  ['asked_text', 'text', (row) => indexText(row.text)],
  ['config', 'text', (row) => configOf(row.language)],
  ['filters', 'text', (row) => JSON.stringify(filterLexemes(row))],
];
const UNDEFINED_TABLE = '42P01';
const kept = columns.slice(0, -4).map(([name]) => name);

/** Puts documents in the place of what was known of their pages; an older capture replaces nothing. Of a deleted job none are kept. */
export async function indexDocuments(pool: Pool, job: number, rows: readonly DocumentRow[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await insertDocuments(pool, job, rows);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== UNDEFINED_TABLE) throw error;
    if (await createDocuments(pool, job)) await insertDocuments(pool, job, rows);
  }
}

async function insertDocuments(pool: Pool, job: number, rows: readonly DocumentRow[]): Promise<void> {
  const plain = rows.map((row) => ({ ...row, text: plainText(row.text) }));
  const latest = new Map(plain.toSorted((a, b) => a.capturedAt - b.capturedAt).map((row) => [row.hash, row]));
  await pool.query(
    `insert into ${jobPartition('documents', job)} as known (job, ${kept.join(', ')}, words, title_words)
     select ${Math.trunc(job)}, ${kept.join(', ')},
       setweight(to_tsvector(config::regconfig, asked_title), 'A') || to_tsvector(config::regconfig, asked_text)
         || array_to_tsvector(array(select jsonb_array_elements_text(filters::jsonb))),
       to_tsvector(config::regconfig, asked_title)
         || array_to_tsvector(array(select jsonb_array_elements_text(filters::jsonb)))
     from (${given(columns)}) as given order by hash
     on conflict (hash) do update set ${[...kept.slice(1), 'words', 'title_words'].map((name) => `${name} = excluded.${name}`).join(', ')}
     where known.captured_at <= excluded.captured_at`,
    arraysOf(columns, [...latest.values()]),
  );
}
