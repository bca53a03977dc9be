import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import {
  createRunPartitions,
  createSearchIndex,
  type DocumentRow,
  indexDocuments,
  recordBatch,
  runs,
  urlHash,
} from '@trunkline/database';
import { testDatabase } from '@trunkline/test-support';
import { createIndexing } from '../../src/index/index-captures.ts';
import { startedRun } from '../../src/world-for-tests.ts';
import { page, pageUrl, randomOf, record } from '../made-up.ts';

const VOCABULARY = 200_000;
/** Words of a text: those of a documentation page. */
const WORDS = 250;
const QUERIES = 200;
const COPIES = 10;

/** Word n of a made-up language, the commonest first. */
function word(n: number): string {
  let [text, rest] = ['', n + 30];
  for (; rest > 0; rest = Math.floor(rest / 26)) text += String.fromCharCode(97 + (rest % 26));
  return `${text}o`;
}

const vocabulary = Array.from({ length: VOCABULARY + 1 }, (_, n) => word(n));

/** As often as words are used: rank and frequency are inverse (Zipf). */
const pick = (random: () => number, from = 1) =>
  Math.floor(Math.exp(Math.log(from) + random() * Math.log(VOCABULARY / from)));
const text = (random: () => number, words: number) =>
  Array.from({ length: words }, () => vocabulary[pick(random)]!).join(' ');

/** Documents a second, from the archive to the committed index, on one thread without a rest. */
export async function indexRate(documents: number) {
  const dir = mkdtempSync(join(tmpdir(), 'bench-index-'));
  const made = await world();
  try {
    const writer = await openArchiveWriter({ dir, writer: 'bench', minFreeBytes: 0 });
    const at = 1_795_000_000_000;
    const visits = [];
    for (let n = 0; n < documents; n++) {
      const url = pageUrl(n);
      const body = page(n, 26_000);
      const location = writer.append(made.run.short, record(n, body));
      visits.push({ n, url, location });
    }
    for (let from = 0; from < visits.length; from += 500) {
      const rows = await Promise.all(
        visits.slice(from, from + 500).map(async ({ n, url, location }) => ({
          run: made.run.serial,
          job: 1,
          url,
          hash: urlHash(url),
          attempt: 1,
          depth: 1,
          hops: 0,
          startedAt: at + n,
          final: true,
          status: 200,
          outcome: 'fetched',
          code: null,
          detail: null,
          deadReason: null,
          address: null,
          worker: 'w',
          timings: {},
          capture: {
            capturedAt: at + n,
            status: 200,
            bytes: 26_000,
            wireBytes: 26_000,
            links: 80,
            digest: `sha1:${n}`,
            ...(await location),
            contentType: 'text/html',
            charset: 'utf-8',
            title: `Page ${n}`,
            language: 'en',
            etag: null,
            lastModified: null,
            truncated: null,
            refersToRun: null,
            refersTo: null,
          },
        })),
      );
      await recordBatch(made.database.pool, { discovered: [], visits: rows, drops: [], dead: [] });
    }
    await writer.close();
    await made.db.update(runs).set({ state: 'done' });
    const step = createIndexing({ pool: made.database.pool, archive: createArchiveReader(dir) });
    const started = performance.now();
    while (await step());
    return Math.round(documents / ((performance.now() - started) / 1000));
  } finally {
    await made.database.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Time of the first ten hits with their pieces of text, of queries of one to three words, common and rare. */
export async function searchTimes(documents: number) {
  const { database } = await world();
  const { pool } = database;
  const { rows: indexes } = await pool.query<{ indexname: string; indexdef: string }>(
    "select indexname, indexdef from pg_indexes where tablename = 'documents_1' and indexdef like '%USING gin%'",
  );
  for (const { indexname } of indexes) await pool.query(`drop index ${indexname}`);
  const random = randomOf(11);
  // A tenth of them is made; the others are copies under URLs of their own, as good for the lists that a search walks through.
  const made = Math.ceil(documents / COPIES);
  let next = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < made) {
        const from = next;
        next += 1000;
        const rows = Array.from({ length: Math.min(1000, made - from) }, (_, i) =>
          document(from + i, random),
        );
        await indexDocuments(pool, 1, rows);
      }
    }),
  );
  const { rows: columns } = await pool.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = 'documents_1'::regclass and attnum > 0 and attname not in ('hash', 'url')",
  );
  const names = columns.map(({ name }) => name).join(', ');
  await pool.query(
    `insert into documents_1 (hash, url, ${names}) select hash + copy * ${made}::bigint, url || '?copy=' || copy, ${names}
     from documents_1, generate_series(1, ${COPIES - 1}) as copy`,
  );
  await Promise.all(indexes.map(({ indexdef }) => pool.query(indexdef)));
  await pool.query('vacuum analyze documents_1');
  const index = createSearchIndex(pool);
  const times: number[] = [];
  const queries = randomOf(12);
  for (let n = -20; n < QUERIES; n++) {
    const query = Array.from({ length: 1 + (Math.abs(n) % 3) }, () => vocabulary[pick(queries, 20)]!).join(
      ' ',
    );
    const started = performance.now();
    await index.search({ query, jobs: [1], offset: 0, limit: 10 });
    if (n >= 0) times.push(performance.now() - started);
  }
  await database.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * times.length)]! * 10) / 10;
  return { search_p50_ms: at(0.5), search_p95_ms: at(0.95), search_documents: made * COPIES };
}

const document = (n: number, random: () => number): DocumentRow => ({
  hash: String(n),
  captureRun: 1,
  captureId: n,
  capturedAt: 1_795_000_000_000 + n,
  url: pageUrl(n),
  host: `h${n % 13}.test`,
  contentType: 'text/html',
  language: 'en',
  title: text(random, 5),
  text: text(random, WORDS),
});

async function world() {
  const { url } = await testDatabase();
  const made = await startedRun({ seeds: [pageUrl(0)], databaseUrl: url });
  await createRunPartitions(made.db, made.run.serial, 1);
  return made;
}
