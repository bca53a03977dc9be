import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import {
  createRunPartitions,
  createSearchIndex,
  indexBacklog,
  recordBatch,
  runs,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { makeHead } from '@trunkline/web/http';
import { startedRun } from '../world-for-tests.ts';
import { createIndexing, type Indexed } from './index-captures.ts';

/** A run that goes on, an archive, and what indexing made of it. */
async function goingOn(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'index-'));
  const { database, db, run } = await startedRun({ seeds: ['http://a.test/'] });
  const { pool } = database;
  await createRunPartitions(db, run.serial, 1);
  await db.update(runs).set({ state: 'running' });
  const writer = await openArchiveWriter({ dir, writer: 'w', minFreeBytes: 0 });
  t.after(async () => {
    await writer.close();
    await database.close();
    await rm(dir, { recursive: true });
  });
  const index = createSearchIndex(pool);

  async function visit(path: string, text: string, more: Partial<VisitRow> = {}): Promise<VisitRow> {
    const url = `http://a.test/${path}`;
    const at = 1_795_000_000_000;
    const exchange = {
      url,
      at,
      address: null,
      request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      head: makeHead(200, [['Content-Type', 'text/html']]),
    };
    const location = await writer.append(run.short, { ...exchange, body: Buffer.from(text) });
    const none = { code: null, detail: null, deadReason: null, address: null };
    const unsaid = {
      charset: null,
      title: null,
      language: null,
      etag: null,
      lastModified: null,
      truncated: null,
    };
    return {
      ...{ run: run.serial, job: 1, url, hash: urlHash(url), attempt: 1, depth: 0, hops: 0, startedAt: at },
      ...{ final: true, status: 200, outcome: 'fetched', worker: 'w', timings: {}, ...none },
      capture: {
        ...{
          capturedAt: at,
          status: 200,
          bytes: text.length,
          wireBytes: text.length,
          links: 0,
          digest: text,
        },
        ...{ contentType: 'text/html', refersToRun: null, refersTo: null, ...location, ...unsaid },
      },
      ...more,
    };
  }

  return {
    db,
    pool,
    run,
    visit,
    step: createIndexing({ pool, archive: createArchiveReader(dir) }),
    record: (...visits: VisitRow[]) => recordBatch(pool, { discovered: [], visits, drops: [], dead: [] }),
    async found(query: string) {
      const { hits } = await index.search({ query, jobs: [1], offset: 0, limit: 10 });
      return hits.map(({ url }) => url.slice('http://a.test/'.length)).sort();
    },
  };
}

/** Resolves when a step found work: it may wait for transactions of other tests too, in other databases of the server. */
async function worked(step: () => Promise<Indexed>): Promise<Indexed> {
  for (;;) {
    const on = await step();
    if (on) return on;
    await pause(10);
  }
}

test('captures of a run that goes on are indexed when no recorder can commit an earlier one any more', async (t) => {
  const { pool, run, visit, step, record, found } = await goingOn(t);
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('select from runs where serial = $1 for update', [run.serial]);
  // Its capture has its id, but it waits for the row of the run with its commit.
  const slow = record(await visit('slow', 'a word of both'));
  await waiting();
  await record(await visit('fast', 'a word of both', { final: false }));

  assert.deepEqual([await step(), await step(), await found('word')], [null, null, []]);
  assert.equal((await indexBacklog(pool, [1])).waiting, 1);
  await holder.query('commit');
  holder.release();
  await slow;
  assert.deepEqual([await worked(step), await found('word')], ['live', ['fast', 'slow']]);
  assert.equal((await indexBacklog(pool, [1])).waiting, 0);

  async function waiting(): Promise<void> {
    for (;;) {
      const { rows } = await pool.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      if (rows.length > 0) return;
      await pause(10);
    }
  }
});

test('indexing goes on where it was when a run is over, and then is complete', async (t) => {
  const { db, pool, visit, step, record, found } = await goingOn(t);
  await record(await visit('1', 'first'));
  assert.deepEqual([await step(), await worked(step), await found('first')], [null, 'live', ['1']]);
  await record(await visit('2', 'second'));
  await db.update(runs).set({ state: 'done' });
  assert.deepEqual([await step(), await found('second')], ['over', ['2']]);
  while (await step());
  const { rows } = await pool.query('select indexed::int, failed::int, complete from index_progress');
  assert.deepEqual(rows, [{ indexed: 2, failed: 0, complete: true }]);
});
