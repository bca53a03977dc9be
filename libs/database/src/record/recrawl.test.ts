import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eq } from 'drizzle-orm';
import { pageChanges, pageStates, recordBatch, runs, urlHash, type VisitRow } from '../index.ts';
import { freshRun, recordingWorld, visitRow } from '../rows-for-tests.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
before(async () => {
  world = await recordingWorld();
});
after(() => world.close());

const DAY = 86_400;
const url = 'http://a.test/x';
const start = 1_795_000_000_000;

/** Runs of one job, a day apart, each of which ends with the page as `visits` says. */
async function history(visits: Partial<VisitRow>[], rule = { shortestS: DAY, longestS: 8 * DAY }) {
  const { db, pool } = world.open;
  const first = await freshRun(db);
  let keys = first;
  const intervals: number[] = [];
  for (const [n, visit] of visits.entries()) {
    if (n > 0) keys = await nextRun(first);
    const startedAt = start + n * DAY * 1000;
    const recrawl = { startedAt, ...rule };
    const row = visitRow({ run: keys.run, job: keys.job, recrawl }, url, {
      startedAt: startedAt + 5000,
      ...visit,
    });
    await recordBatch(pool, { discovered: [], visits: [row], drops: [], dead: [] });
    // What comes twice must not teach twice.
    await recordBatch(pool, { discovered: [], visits: [row], drops: [], dead: [] });
    const [state] = await db.select().from(pageStates).where(eq(pageStates.jobSerial, keys.job));
    intervals.push(state!.interval / DAY);
  }
  const [state] = await db.select().from(pageStates).where(eq(pageStates.jobSerial, first.job));
  const changes = await db
    .select()
    .from(pageChanges)
    .where(eq(pageChanges.jobSerial, first.job))
    .orderBy(pageChanges.runSerial);
  return { intervals, state: state!, changes, first };
}

async function nextRun({ run, job, jobId }: Awaited<ReturnType<typeof freshRun>>) {
  const { db } = world.open;
  await db.update(runs).set({ state: 'done' }).where(eq(runs.jobId, jobId));
  return freshRun(db, { jobId, job, run });
}

const withDigest = (digest: string, more: object = {}): Partial<VisitRow> => ({
  capture: { ...visitRow({ run: 0, job: 0 }, url).capture!, digest, ...more },
});
/** What a 304 leaves: a capture that refers to the one with the body. */
const notModified: Partial<VisitRow> = {
  outcome: 'notModified',
  status: 304,
  capture: {
    ...visitRow({ run: 0, job: 0 }, url).capture!,
    status: 304,
    bytes: 0,
    refersToRun: 1,
    refersTo: 1,
    etag: '"new"',
  },
};

test('the interval of a page doubles while it does not change and halves when it did, within the bounds', async () => {
  const same = withDigest('sha1:A');
  const changed = withDigest('sha1:B');
  const { intervals } = await history([same, notModified, same, notModified, same, changed, notModified]);
  assert.deepEqual(intervals, [1, 2, 4, 8, 8, 4, 8]);
});

test('without bounds every run asks for every page', async () => {
  const { intervals, state } = await history([withDigest('sha1:A'), notModified], {
    shortestS: 0,
    longestS: 0,
  });
  assert.deepEqual(intervals, [0, 0]);
  assert.equal(state.dueAt?.getTime(), start + DAY * 1000);
});

test('a failure neither counts as a change nor as none, and the last capture stays known', async () => {
  const failed = { outcome: 'failed', code: 'RESET', status: null, capture: null };
  const { intervals, state, changes, first } = await history([
    withDigest('sha1:A'),
    notModified,
    failed,
    failed,
  ]);
  assert.deepEqual(intervals, [1, 2, 2, 2]);
  assert.deepEqual([state.digest, state.lastOutcome, changes.length], ['sha1:A', 'failed', 0]);
  assert.deepEqual([state.captureRun, state.captureStatus, state.etag], [first.run, 200, '"new"']);
});

test('a change is kept with what was before and after, each once', async () => {
  const { changes, state, first } = await history([
    withDigest('sha1:A'),
    notModified,
    withDigest('sha1:B', { title: 'new', status: 404 }),
  ]);
  assert.equal(changes.length, 1);
  const [change] = changes;
  assert.deepEqual(
    [change!.previousDigest, change!.digest, change!.previousStatus, change!.status, change!.title],
    ['sha1:A', 'sha1:B', 200, 404, 'new'],
  );
  assert.equal(change!.previousRun, first.run);
  assert.equal(state.hash, urlHash(url));
  assert.deepEqual(state.changedAt, change!.changedAt);
});

test('an attempt that is repeated says nothing of the page, whenever it is recorded', async () => {
  const { db, pool } = world.open;
  const keys = await freshRun(db);
  const early = visitRow(keys, url, {
    final: false,
    startedAt: start,
    outcome: 'failed',
    ...withDigest('sha1:ERROR'),
  });
  const end = visitRow(keys, url, { attempt: 2, startedAt: start + 60_000 });
  for (const visit of [end, early])
    await recordBatch(pool, { discovered: [], visits: [visit], drops: [], dead: [] });
  const [state] = await db.select().from(pageStates).where(eq(pageStates.jobSerial, keys.job));
  assert.deepEqual([state!.digest, state!.lastOutcome], ['sha1:A', 'fetched']);
  assert.equal(await db.$count(pageChanges, eq(pageChanges.jobSerial, keys.job)), 0);
});
