import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import { captures, holds, pages, runOperations, runs, visits } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { ownRedis } from '@trunkline/test-support';
import { createRereader } from '@trunkline/visit/reread';
import { makeHead } from '@trunkline/web/http';
import { desc, eq, sql } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { createAudit } from '../audit/audit.ts';
import { createEnding } from '../ending/end-runs.ts';
import { createRecorder } from '../record/recorder.ts';
import { fakeWorker, frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';
import { createLinkReader } from './links.ts';
import { createRebuild } from './rebuild.ts';
import { createEpochWatch } from './watch-epochs.ts';
import { createOperations } from './work.ts';

const log = createLogger('test', 'silent');
const SIZE = 400;

/** The duties of a conductor, one pass of each at a time, and an archive of one page that links to others. */
async function world() {
  const made = await startedRun({ seeds: [pageUrl(0)] });
  const { db, database, run } = made;
  const redis = await ownRedis();
  const frontier = frontierMaker(redis.url)();
  const home = mkdtempSync(join(tmpdir(), 'trunkline-repair-'));
  const bus = { publish: async () => true };
  const stages = { read: async () => ({}), forget: async () => {} };
  const rereader = createRereader();
  const archive = createArchiveReader(home);
  const links = createLinkReader(archive, rereader);
  const audit = createAudit({ database, frontier, archive, archiveDir: home });
  const rebuild = createRebuild({ database, frontier, bus, links });
  const operate = (owner: string) =>
    createOperations({ db, bus, log, owner, work: { reconcile: rebuild, repair: rebuild, audit } });
  const watch = createEpochWatch({ frontier, db, bus, log });
  const apply = createApply({ frontier, db, bus, log });
  const end = createEnding({ frontier, database, bus, stages, log });
  const record = createRecorder({ frontier, database, log, consumer: 'a' });
  const counters = async () => (await frontier.sizes(run.short))!.counters;
  await watch();
  await apply();

  return {
    ...made,
    home,
    frontier,
    redis,
    operate,
    watch,
    apply,
    record,
    counters,
    /** Lets a worker crawl until `enough`, with every duty running; then stops it. */
    async crawl(enough: () => Promise<boolean>) {
      const worker = fakeWorker(frontier, { size: SIZE });
      while (!(await enough())) {
        await frontier.sweep();
        await apply();
        while (await record());
        await end();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await worker.stop();
    },
    async operations() {
      return db
        .select()
        .from(runOperations)
        .where(eq(runOperations.runId, run.id))
        .orderBy(desc(runOperations.id));
    },
    async close() {
      await frontier.close();
      await rereader.close();
      await database.close();
      await redis.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

type World = Awaited<ReturnType<typeof world>>;

const reached = (w: World, count: number) => async () =>
  ((await w.frontier.sizes(w.run.short))?.counters.finished ?? 0) >= count;
const isDone = (w: World) => async () => (await w.row()).state === 'done';

async function checkComplete(w: World) {
  const { pages: known, captures: rows } = await w.rows();
  const row = await w.row();
  assert.deepEqual([known.length, rows.length, new Set(rows.map(({ url }) => url)).size], [SIZE, SIZE, SIZE]);
  assert.deepEqual(
    [row.counters!.accepted, row.counters!.finished, row.counters!.fetched],
    [SIZE, SIZE, SIZE],
  );
  assert.equal(row.recorded, SIZE);
}

test('a run whose Redis was emptied is rebuilt, though conductors change in the middle, and ends with the same counts', async (t) => {
  const w = await world();
  t.after(w.close);
  await w.crawl(reached(w, SIZE / 2));
  while (await w.record());
  const recorded = (await w.row()).recorded;
  const look = openRedis(w.redis.url, 'patient');
  await look.flushall();
  look.disconnect();
  await w.redis.stop();
  await w.redis.restart();
  await w.frontier.epochs().catch(() => null);
  await until(
    () => w.frontier.epochs().catch(() => null),
    (found) => found !== null,
  );
  await w.watch();
  await w.apply();
  assert.equal((await w.row()).state, 'lost');
  assert.deepEqual(
    await w.operations(),
    [],
    'what is lost as a whole waits for somebody who asks for its repair',
  );

  await w.db.insert(runOperations).values({ runId: w.run.id, kind: 'repair' });
  const first = w.operate('first');
  await first();
  await first();
  await first();
  const [held] = await w.operations();
  assert.equal(held!.state, 'running');
  await w.db.update(runOperations).set({ beatAt: sql`now() - interval '1 minute'` });
  const second = w.operate('second');
  while (await second());
  const [over] = await w.operations();
  assert.deepEqual([over!.state, over!.error, over!.owner], ['done', null, 'second']);
  assert.equal(over!.findings['endedMissing']!.count, recorded);
  assert.ok(over!.findings['openMissing']!.count > 0);
  assert.equal((await w.row()).state, 'running');
  await w.crawl(isDone(w));
  await checkComplete(w);
});

test('what a restarted Redis has forgotten is found: pages that ended, pages that wait, links of stored pages', async (t) => {
  const w = await world();
  t.after(w.close);
  await w.crawl(reached(w, 60));
  while (await w.record());
  const key = await forgetSome(w);
  const archive = await openArchiveWriter({ dir: w.home, writer: 'w' });
  const body = Buffer.from(`<a href="${pageUrl(7000)}">one</a> <a href="${pageUrl(0)}">known</a>`);
  const location = await archive.append(w.run.short, {
    url: key,
    at: Date.now(),
    address: null,
    request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    head: makeHead(200, [['content-type', 'text/html']]),
    body,
  });
  await archive.close();
  await w.db
    .update(captures)
    .set({ ...location })
    .where(eq(captures.url, key));

  // However long all this took: it happened in the last moments.
  await w.db.update(visits).set({ startedAt: new Date() });
  await w.db.update(captures).set({ capturedAt: new Date() });
  await w.db.update(pages).set({ firstSeen: Math.floor(Date.now() / 1000) });
  await w.redis.kill9();
  await w.redis.restart();
  await until(
    () => w.frontier.epochs().catch(() => null),
    (found) => found?.[0]?.epoch === 2,
  );
  await w.watch();
  const [operation] = await w.operations();
  assert.deepEqual([operation!.kind, operation!.state], ['reconcile', 'waiting']);
  const open = await w.db.select().from(holds).where(eq(holds.kind, 'repair'));
  assert.deepEqual(
    open.map(({ closedAt }) => closedAt),
    [null],
    'the run is held open meanwhile',
  );
  const operate = w.operate('a');
  while (await operate());
  const [over] = await w.operations();
  assert.deepEqual([over!.state, over!.error], ['done', null]);
  const found = Object.fromEntries(Object.entries(over!.findings).map(([kind, { count }]) => [kind, count]));
  assert.equal(found['endedMissing'], 1);
  assert.equal(found['openMissing'], 1);
  assert.equal(found['linkMissing'], 1);
  assert.deepEqual(await w.frontier.known(w.run.short, [pageUrl(7000), key]), [true, true]);
  const [hold] = await w.db.select().from(holds).where(eq(holds.kind, 'repair'));
  assert.ok(hold!.closedAt);
});

test('a run in the middle of recording goes back to running when Redis has a new epoch', async (t) => {
  const w = await world();
  t.after(w.close);
  await w.crawl(reached(w, 20));
  await w.db.update(runs).set({ state: 'recording' }).where(eq(runs.id, w.run.id));
  await w.redis.kill9();
  await w.redis.restart();
  await until(
    () => w.frontier.epochs().catch(() => null),
    (epochs) => epochs?.[0]?.epoch === 2,
  );
  await w.watch();
  assert.equal((await w.row()).state, 'running');
  const operate = w.operate('a');
  while (await operate());
  await w.crawl(isDone(w));
  await checkComplete(w);
});

/** Takes one page that ended and one that waits out of what the run knows, as if their last moments were lost; answers the ended one. */
async function forgetSome(w: World): Promise<string> {
  const { captures: rows, pages: known } = await w.rows();
  const done = new Set(rows.map(({ url }) => url));
  const ended = rows.at(-1)!.url;
  const waits = known.map(({ path }) => pageUrl(Number(path))).find((url) => !done.has(url))!;
  const look = openRedis(w.redis.url, 'patient');
  const { fingerprint, fingerprintKey } = await import('@trunkline/web/url');
  for (const url of [ended, waits]) {
    const print = String(fingerprint(url, fingerprintKey(w.run.id)));
    for (const key of await look.keys(`*:s:${w.run.short}:*`)) await look.srem(key, print);
  }
  // The one that waits is to be found nowhere: as if it had never been accepted.
  const path = new URL(waits).pathname;
  for (const key of await look.keys(`*:q:${w.run.short}:*`)) {
    for (const entry of await look.lrange(key, 0, -1)) {
      if (entry.endsWith(` ${path}`)) await look.lrem(key, 1, entry);
    }
  }
  const meta = (await look.keys('*:run:*'))[0]!;
  await look.hincrby(meta, 'accepted', -2);
  await look.hincrby(meta, 'finished', -1);
  look.disconnect();
  return ended;
}

async function until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
