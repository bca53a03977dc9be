import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import {
  captures,
  createRunPartitions,
  createSearchIndex,
  holds,
  markRetired,
  policies,
  recordBatch,
  retirableRuns,
  retireRun,
  runs,
  shortRun,
  urlHash,
  visits,
} from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { makeHead } from '@trunkline/web/http';
import { eq, sql } from 'drizzle-orm';
import { createIndexing } from '../index/index-captures.ts';
import { startedRun } from '../world-for-tests.ts';
import { createRetention } from './retain-runs.ts';

const log = createLogger('test', 'silent');

/** A job whose policy keeps one run, and runs with a page of their own and one that never changes. */
async function history(count: number) {
  const dir = await mkdtemp(join(tmpdir(), 'retain-'));
  const world = await startedRun({ seeds: ['http://a.test/'] });
  const { db, database } = world;
  await db.update(policies).set({ rules: { retention: { runs: 1, days: null } } });
  const [first] = await db.select().from(runs);
  const job = 1;
  const serials: number[] = [];
  let same: { run: number; id: number } | null = null;
  for (let n = 0; n < count; n++) {
    const [made] =
      n === 0 ? [first] : await db.insert(runs).values({ jobId: first!.jobId, policyVersion: 1 }).returning();
    const run = made!.serial;
    await createRunPartitions(db, run, job);
    const writer = await openArchiveWriter({ dir, writer: `w${n}`, minFreeBytes: 0, maxBytes: 1 });
    const at = 1_795_000_000_000 + n * 1000;
    const keep = async (url: string, body: string, refersTo: typeof same) => {
      const location = await writer.append(shortRun(run), {
        url,
        at,
        address: null,
        request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
        head: makeHead(200, [['Content-Type', 'text/html']]),
        body: Buffer.from(body),
        ...(refersTo && { revisit: { profile: 'server-not-modified' as const, of: { at } } }),
      });
      return {
        run,
        job,
        url,
        hash: urlHash(url),
        attempt: 1,
        depth: 0,
        hops: 0,
        startedAt: at,
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
          capturedAt: at,
          status: 200,
          bytes: body.length,
          wireBytes: body.length,
          links: 0,
          digest: `sha1:${body}`,
          ...location,
          contentType: 'text/html',
          charset: null,
          title: `Title ${n}`,
          language: 'en',
          etag: null,
          lastModified: null,
          truncated: null,
          refersToRun: refersTo?.run ?? null,
          refersTo: refersTo?.id ?? null,
        },
      };
    };
    const rows = [
      await keep('http://a.test/same', 'same', same),
      await keep('http://a.test/own', `<p>edition number${n} of it</p>`, null),
    ];
    await recordBatch(database.pool, { discovered: [], visits: rows, drops: [], dead: [] });
    await writer.close();
    if (n === 0) {
      const [row] = await db
        .select()
        .from(captures)
        .where(eq(captures.hash, urlHash('http://a.test/same')));
      same = { run, id: row!.id };
    }
    await db.update(holds).set({ closedAt: new Date() });
    await db
      .update(runs)
      .set({ state: 'done', finishedAt: new Date(), releasedAt: new Date() })
      .where(eq(runs.id, made!.id));
    serials.push(run);
  }
  return {
    ...world,
    dir,
    serials,
    close: () => Promise.all([database.close(), rm(dir, { recursive: true })]),
  };
}

test('retention drops runs with rows and segments, but nothing that a kept row refers to', async (t) => {
  const { db, dir, serials, close } = await history(3);
  t.after(close);
  assert.deepEqual(
    (await retirableRuns(db, { limit: 10 })).map(({ serial }) => serial),
    serials.slice(0, 2),
  );
  assert.equal(await createRetention({ db, archive: dir, log })(), false);
  const left = await db.select().from(captures).orderBy(captures.id);
  assert.deepEqual(
    left.map(({ runSerial, url }) => [runSerial, url]),
    [
      [serials[0], 'http://a.test/same'],
      [serials[2], 'http://a.test/same'],
      [serials[2], 'http://a.test/own'],
    ],
  );
  assert.deepEqual(
    [...new Set((await db.select().from(visits)).map(({ runSerial }) => runSerial))],
    [serials[2]],
  );
  const { body } = await createArchiveReader(dir).read({
    segment: left[0]!.segment,
    offset: left[0]!.offset,
    length: left[0]!.length,
  });
  assert.equal(Buffer.from(body).toString(), 'same');
  const folders = await readdir(dir);
  assert.ok(!folders.includes(shortRun(serials[1]!)), 'a run without needed bytes leaves no folder');
  assert.deepEqual(await retirableRuns(db, { limit: 10 }), []);
});

test('captures of runs that are over are found by their text, of each page the latest, and damaged ones are counted', async (t) => {
  const { database, dir, serials, close } = await history(2);
  t.after(close);
  const { pool } = database;
  await pool.query(`update captures set length = 1 where run = $1 and url like '%same'`, [serials[0]]);
  const step = createIndexing({ pool, archive: createArchiveReader(dir) });
  for (let n = 0; n < 10; n++) await step();
  const index = createSearchIndex(pool);
  const find = (query: string) => index.search({ query, jobs: [1], offset: 0, limit: 10 });
  assert.deepEqual(
    (await find('number1')).hits.map(({ url }) => url),
    ['http://a.test/own'],
  );
  assert.deepEqual((await find('number0')).hits, []);
  const { rows } = await pool.query(
    'select sum(indexed)::int as indexed, sum(failed)::int as failed, bool_and(complete) as complete from index_progress',
  );
  assert.deepEqual(rows, [{ indexed: 2, failed: 1, complete: true }]);
});

test('a run that its policy keeps by now is not retired by who saw it before, nor twice; what a late recorder made of it goes', async (t) => {
  const { db, serials, close } = await history(2);
  t.after(close);
  const [seen] = await retirableRuns(db, { limit: 20 });
  const keep = (runs: number) => db.update(policies).set({ rules: { retention: { runs, days: null } } });
  await keep(2);
  assert.equal(await retireRun(db, seen!), null);
  assert.equal((await db.select().from(visits).where(eq(visits.runSerial, seen!.serial))).length, 2);
  await keep(1);
  assert.notEqual(await retireRun(db, seen!), null);
  assert.equal(await createRunPartitions(db, seen!.serial, 1), true, 'its segments are still there');
  await markRetired(db, seen!.serial);
  const { rows } = await db.execute<{ n: number }>(
    sql`select 1 as n from pg_class where relname = ${`visits_${serials[0]}`}`,
  );
  assert.equal(rows.length, 0);
  assert.equal(await retireRun(db, seen!), null);
});
