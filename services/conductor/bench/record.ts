/**
 * npm run bench -- record [visits] [records] [documents] [--only archive,rows,bytes,index,search]
 *
 * How fast outcomes become rows and responses become WARC records, and how fast text is indexed and found. The last line on stdout is JSON. Recorders are fed from
 * memory, so that only decoding and Postgres are measured; Postgres syncs each commit, all indexes are on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ArchiveWriterOptions, openArchiveWriter } from '@trunkline/archive';
import type { OutcomeEntry } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { testDatabase } from '@trunkline/test-support';
import { createRecorder } from '../src/record/recorder.ts';
import { startedRun } from '../src/world-for-tests.ts';
import { outcomes, page, pageUrl, record } from './made-up.ts';
import { indexRate, searchTimes } from './parts/search.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: 'archive,rows,bytes,index,search' } },
});
const [visits = 60_000, records = 6000, documents = 500_000] = positionals.map(Number);
const only = new Set(values.only.split(','));
/** Documents whose way from the archive into search is measured. */
const INDEXED = 2000;
/** One page update, one capture, five discovered pages. */
const ROWS_PER_VISIT = 7;
const log = createLogger('bench', 'error');

async function rowsPerSecond() {
  const { database, db, run, rows, close } = await world();
  const warmUp = outcomes(run.short, 0, 2000);
  const measured = outcomes(run.short, 2000, visits);
  await drain(warmUp);
  const started = performance.now();
  const cpu = process.cpuUsage();
  await drain(measured);
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  const { captures } = await rows();
  if (captures !== visits + 2000) throw new Error(`${captures} captures of ${visits + 2000} visits`);
  const { rows: sizes } = await db.execute<{ pages: string; captures: string; visits: string }>(
    `select pg_total_relation_size('pages_1') as pages, pg_total_relation_size('captures_${run.serial}') as captures,
       pg_total_relation_size('visits_${run.serial}') as visits`,
  );
  await close();
  return {
    rows_per_s: Math.round((visits * ROWS_PER_VISIT) / seconds),
    recorder_cpu_us_per_visit: Math.round((used.user + used.system) / visits),
    bytes_per_capture_row: Math.round(Number(sizes[0]!.captures) / captures),
    bytes_per_visit_row: Math.round(Number(sizes[0]!.visits) / captures),
  };

  /** Two recorders at once, as two conductors would. */
  async function drain(entries: OutcomeEntry[]): Promise<void> {
    let at = 0;
    const frontier = {
      readOutcomes: async (_consumer: string, count: number) => {
        at += count;
        return entries.slice(at - count, at);
      },
      ackOutcomes: async () => {},
    };
    const recorder = async () => {
      const pass = createRecorder({ frontier, database, log, consumer: 'bench' });
      while (at < entries.length) await pass();
    };
    await Promise.all([recorder(), recorder()]);
  }
}

async function bytesPerDiscoveredRow() {
  const { database, db, run, close } = await world();
  const count = 200_000;
  const entries: OutcomeEntry[] = [];
  for (let n = 0; n < count; n += 200) {
    const urls = Array.from({ length: 200 }, (_, i) => ({
      url: pageUrl(n + i),
      depth: 3,
      hops: 0,
      sitemap: 0,
      parent: pageUrl(n >> 3),
    }));
    entries.push({ id: `0:${1_795_000_000_000 + n}-0`, run: run.short, kind: 'discovered', urls });
  }
  const frontier = {
    readOutcomes: async (_: string, n: number) => entries.splice(0, n),
    ackOutcomes: async () => {},
  };
  const pass = createRecorder({ frontier, database, log, consumer: 'bench' });
  while (entries.length > 0) await pass();
  const { rows } = await db.execute<{ bytes: string; length: string }>(
    `select pg_total_relation_size('pages_1') as bytes, 
       (select avg(length(o.origin) + length(p.path)) from pages_1 p join origins o on o.id = p.origin) as length`,
  );
  await close();
  return {
    bytes_per_discovered_row: Math.round(Number(rows[0]!.bytes) / count),
    mean_url_length: Math.round(Number(rows[0]!.length)),
  };
}

async function world() {
  const { url } = await testDatabase({ durable: true });
  const made = await startedRun({ seeds: [pageUrl(0)], databaseUrl: url });
  return {
    ...made,
    rows: async () => ({
      captures: Number((await made.database.pool.query('select count(*) from captures')).rows[0].count),
    }),
    close: () => made.database.close(),
  };
}

async function archive(options: Partial<ArchiveWriterOptions>) {
  const dir = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  try {
    const writer = await openArchiveWriter({ dir, writer: 'bench', minFreeBytes: 0, ...options });
    const bodies = Array.from({ length: 100 }, (_, n) => page(n, 26_000));
    const append = async (from: number, to: number) => {
      let next = from;
      const slot = async () => {
        while (next < to) await writer.append('r1', record(next, bodies[next++ % bodies.length]!));
      };
      await Promise.all(Array.from({ length: 64 }, slot));
    };
    await append(0, 500);
    const started = performance.now();
    const cpu = process.cpuUsage();
    const before = writer.state();
    await append(500, 500 + records);
    const seconds = (performance.now() - started) / 1000;
    const used = process.cpuUsage(cpu);
    const stored = writer.state().bytes - before.bytes;
    await writer.close();
    return {
      mbPerSecond: Math.round((records * 26_000) / 1e6 / seconds),
      cpuUs: Math.round((used.user + used.system) / records),
      storedBytes: Math.round(stored / records),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function archiveRates() {
  const [stored, gzip1, gzip6] = [
    await archive({ gzipLevel: 0 }),
    await archive({ gzipLevel: 1 }),
    await archive({ gzipLevel: 6 }),
  ];
  const by = (pick: (of: typeof stored) => number) => ({
    stored: pick(stored),
    gzip1: pick(gzip1),
    gzip6: pick(gzip6),
  });
  return {
    archive_mb_per_s: by(({ mbPerSecond }) => mbPerSecond),
    archive_cpu_us_per_record: by(({ cpuUs }) => cpuUs),
    archive_bytes_per_record: by(({ storedBytes }) => storedBytes),
  };
}

const parts = {
  archive: archiveRates,
  rows: rowsPerSecond,
  bytes: bytesPerDiscoveredRow,
  index: async () => ({ search_docs_per_s: await indexRate(INDEXED) }),
  search: () => searchTimes(documents),
};
const figures = {};
for (const [name, measure] of Object.entries(parts)) {
  if (!only.has(name)) continue;
  const part = await measure();
  // Told as soon as it is known: the whole takes minutes.
  console.error(JSON.stringify(part));
  Object.assign(figures, part);
}
console.log(JSON.stringify(figures));
