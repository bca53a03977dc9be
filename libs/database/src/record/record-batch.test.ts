import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eq } from 'drizzle-orm';
import {
  captures,
  deadEntries,
  drops,
  jobs,
  type OpenDatabase,
  pageChanges,
  pageStates,
  pages,
  type RecordBatch,
  recordBatch,
  runs,
  urlHash,
  visits,
} from '../index.ts';
import { freshRun, recordingWorld, visitRow } from '../rows-for-tests.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
let open: OpenDatabase;
before(async () => {
  world = await recordingWorld();
  open = world.open;
});
after(() => world.close());

const newRun = () => freshRun(open.db);

const batch = (more: Partial<RecordBatch>): RecordBatch => ({
  discovered: [],
  visits: [],
  drops: [],
  dead: [],
  ...more,
});

const found = (keys: { job: number }, url: string, from: string | null = null) => ({
  job: keys.job,
  hash: urlHash(url),
  url,
  depth: 1,
  discoveredFrom: from === null ? null : urlHash(from),
  firstSeenAt: 1_795_000_000_000,
});

async function state(keys: { run: number; job: number }) {
  const { db } = open;
  const [run] = await db.select().from(runs).where(eq(runs.serial, keys.run));
  return {
    pages: await db.select().from(pages).where(eq(pages.jobSerial, keys.job)).orderBy(pages.path),
    states: await db
      .select()
      .from(pageStates)
      .where(eq(pageStates.jobSerial, keys.job))
      .orderBy(pageStates.hash),
    changes: await db.select().from(pageChanges).where(eq(pageChanges.jobSerial, keys.job)),
    visits: await db.select().from(visits).where(eq(visits.runSerial, keys.run)).orderBy(visits.startedAt),
    captures: (await db.select().from(captures).where(eq(captures.runSerial, keys.run))).map((c) => ({
      ...c,
      id: 0,
    })),
    recorded: run!.recorded,
  };
}

test('a batch that comes twice, also at once, leaves one row of each and is counted once', async () => {
  const keys = await newRun();
  const urls = Array.from({ length: 200 }, (_, n) => `http://a.test/${n}`);
  const whole = batch({
    discovered: urls.map((url) => found(keys, url, 'http://a.test/')),
    visits: urls.map((url) => visitRow(keys, url)),
    drops: [{ run: keys.run, entry: '1-0', count: 7, reason: 'cancelled' }],
    dead: [{ run: 'x', entry: `${keys.run}-1`, payload: '{', error: 'no JSON' }],
  });
  await Promise.all([1, 2, 3, 4].map(() => recordBatch(open.pool, whole)));
  const once = await state(keys);
  assert.deepEqual(
    [once.pages.length, once.visits.length, once.captures.length, once.recorded],
    [200, 200, 200, 207],
  );
  assert.deepEqual(await recordBatch(open.pool, whole), { visits: 0, captures: 0, ended: 0 });
  assert.deepEqual(await state(keys), once);
  assert.equal(await open.db.$count(drops, eq(drops.runSerial, keys.run)), 1);
  assert.equal(await open.db.$count(deadEntries, eq(deadEntries.entry, `${keys.run}-1`)), 1);
});

test('the order in which outcomes and discoveries arrive does not matter', async () => {
  const steps = (keys: { run: number; job: number }) => [
    batch({ discovered: [found(keys, 'http://a.test/x', 'http://a.test/')] }),
    batch({
      visits: [
        visitRow(keys, 'http://a.test/x', {
          final: false,
          outcome: 'failed',
          code: 'RESET',
          status: null,
          capture: null,
        }),
      ],
    }),
    batch({ visits: [visitRow(keys, 'http://a.test/x', { attempt: 2, startedAt: 1_795_000_060_000 })] }),
  ];
  const results = [];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
    [2, 0, 1],
  ]) {
    const keys = await newRun();
    for (const n of order) await recordBatch(open.pool, steps(keys)[n]!);
    const { pages, states, visits, captures, recorded } = await state(keys);
    const plain = <Row extends object>(rows: Row[]) =>
      rows.map((row) => ({
        ...row,
        jobSerial: 0,
        runSerial: 0,
        lastRun: 0,
        settledRun: 0,
        captureRun: 0,
        captureId: 0,
      }));
    results.push({
      pages: plain(pages),
      states: plain(states),
      visits: plain(visits),
      captures: plain(captures),
      recorded,
    });
  }
  for (const result of results) assert.deepEqual(result, results[0]);
  assert.equal(results[0]!.recorded, 1);
  assert.equal(results[0]!.states[0]!.lastOutcome, 'fetched');
  assert.equal(results[0]!.states[0]!.digest, 'sha1:A');
  assert.equal(results[0]!.pages[0]!.discoveredFrom, urlHash('http://a.test/'));
});

test('a batch that fails leaves nothing', async () => {
  const keys = await newRun();
  const bad = visitRow(keys, 'http://a.test/bad', { depth: 100_000 });
  await assert.rejects(
    recordBatch(open.pool, batch({ visits: [visitRow(keys, 'http://a.test/good'), bad] })),
    {
      code: '22003',
    },
  );
  const { pages, visits, captures, recorded } = await state(keys);
  assert.deepEqual([pages.length, visits.length, captures.length, recorded], [0, 0, 0, 0]);
});

test('recorders that bring the same pages in different ways do not wait for each other in a circle', async () => {
  const keys = await newRun();
  const urls = Array.from({ length: 400 }, (_, n) => `http://a.test/${n}`);
  const half = (odd: number, pick: (url: string) => object) =>
    urls.filter((_, n) => n % 2 === odd).map((url) => pick(url));
  const one = (odd: number) =>
    batch({
      discovered: half(odd, (url) => found(keys, url, 'http://a.test/')) as RecordBatch['discovered'],
      visits: half(1 - odd, (url) => visitRow(keys, url)) as RecordBatch['visits'],
    });
  for (let round = 0; round < 10; round++)
    await Promise.all([0, 1, 0, 1].map((odd) => recordBatch(open.pool, one(odd))));
  const { pages, states, recorded } = await state(keys);
  assert.deepEqual([pages.length, states.length, recorded], [400, 400, 400]);
  assert.ok(pages.every((page) => page.discoveredFrom !== null));
});

test('a page that is visited again after it ended is neither counted nor captured twice, in whatever way it goes', async () => {
  const keys = await newRun();
  const url = 'http://again.test/';
  const row = (attempt: number, more: Parameters<typeof visitRow>[2] = {}) =>
    visitRow(keys, url, { attempt, startedAt: 1_795_000_000_000 + attempt, ...more });
  const failed = { final: false, outcome: 'failed', capture: null };
  assert.equal((await recordBatch(open.pool, batch({ visits: [row(1)] }))).ended, 1);
  assert.equal((await recordBatch(open.pool, batch({ visits: [row(1, failed)] }))).ended, 0);
  assert.equal((await recordBatch(open.pool, batch({ visits: [row(2), row(3)] }))).ended, 0);
  const { visits: kept, captures: stored } = await state(keys);
  assert.deepEqual([kept.length, stored.length], [1, 1]);
});

test('a page that was asked for again ends once more, and its end before is not counted again, however often and with what it comes', async () => {
  const keys = await newRun();
  const [first, second] = [1, 2].map((attempt) => visitRow(keys, 'http://once-more.test/', { attempt }));
  await recordBatch(open.pool, batch({ visits: [first!] }));
  await open.db
    .update(visits)
    .set({ final: false, retriedAt: new Date() })
    .where(eq(visits.runSerial, keys.run));
  // The recorder that committed the first end died before it said so.
  assert.equal((await recordBatch(open.pool, batch({ visits: [second!, first!] }))).ended, 1);
  assert.equal((await recordBatch(open.pool, batch({ visits: [first!, second!] }))).ended, 0);
  const { visits: kept, recorded } = await state(keys);
  assert.deepEqual(kept.map(({ attempt, final }) => [attempt, final]).toSorted(), [
    [1, false],
    [2, true],
  ]);
  assert.equal(recorded, 2);
});

test('an end takes the place of an attempt of the same number that was to be repeated', async () => {
  const keys = await newRun();
  const failed = { final: false, outcome: 'failed', status: null, capture: null };
  const [first, last] = [visitRow(keys, 'http://b.test/', failed), visitRow(keys, 'http://b.test/')];
  await recordBatch(open.pool, batch({ visits: [first] }));
  assert.equal((await recordBatch(open.pool, batch({ visits: [last, first] }))).ended, 1);
  assert.equal((await recordBatch(open.pool, batch({ visits: [last] }))).ended, 0);
  const { visits: kept, captures: stored } = await state(keys);
  assert.deepEqual(
    kept.map(({ final, outcome, status }) => [final, outcome, status]),
    [[true, 'fetched', 200]],
  );
  assert.equal(stored.length, 1);
});

test('a place that redirects of a seed end at widens the scope of the job, once, up to a bound', async () => {
  const keys = await newRun();
  const scopeNow = async () => {
    const [job] = await open.db.select().from(jobs).where(eq(jobs.serial, keys.job));
    return job!.scope as { led?: string[] };
  };
  const before = await scopeNow();
  for (const places of [['www.a.test'], ['www.a.test', "o'b.test"]])
    await recordBatch(open.pool, batch({ led: places.map((place) => ({ job: keys.job, place })) }));
  assert.deepEqual(await scopeNow(), { ...before, led: ['www.a.test', "o'b.test"] });
  const many = Array.from({ length: 1100 }, (_, i) => ({ job: keys.job, place: `h${i}.test` }));
  await recordBatch(open.pool, batch({ led: many }));
  assert.equal((await scopeNow()).led!.length, 1000);
});
