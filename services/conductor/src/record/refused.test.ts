import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { deadEntries, jobs, runs } from '@trunkline/database';
import type { OutcomeEntry } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { eq, sql } from 'drizzle-orm';
import { createPurge } from '../purge/purge-jobs.ts';
import { startedRun } from '../world-for-tests.ts';
import { createRecorder } from './recorder.ts';

const log = createLogger('test', 'silent');

const visitOf = (url: string, more: object = {}) =>
  JSON.stringify({
    ...{ url, depth: 0, hops: 0, attempt: 1, startedAt: 1_795_000_000_000, address: null, worker: 'w' },
    ...{ final: true, outcome: { kind: 'fetched', status: 200 }, timings: {}, capture: null, ...more },
  });

/** A run, and a recorder of a stream that is told by hand; its clock stands still but for `wait`. */
async function world(t: TestContext) {
  const made = await startedRun({ seeds: ['http://a.test/'] });
  const { database, db, run } = made;
  t.after(() => database.close());
  const left: OutcomeEntry[] = [];
  let n = 0;
  let now = 0;
  const acked: string[] = [];
  const frontier = {
    readOutcomes: async () => left.splice(0, 50),
    ackOutcomes: async (ids: readonly string[]) => void acked.push(...ids),
  };
  const record = createRecorder({ frontier, database, log, consumer: 'a', now: () => now });
  const tell = (entry: object, of = run.short) => {
    const id = `0:${++n}-0@0`;
    left.push({ id, run: of, ...entry } as OutcomeEntry);
    return id;
  };
  return {
    ...made,
    ...{ acked, tell },
    settled: (...records: string[]) => tell({ kind: 'settled', records }),
    passes: async (times: number) => {
      for (let i = 0; i < times; i++) await record();
    },
    wait: (ms: number) => {
      now += ms;
    },
    dead: async () => (await db.select().from(deadEntries).orderBy(deadEntries.id)).map(({ entry }) => entry),
  };
}

test('a row that Postgres refuses, whatever the SQLSTATE, stops no other; it is kept at once, or after a minute when the reason may pass', async (t) => {
  const w = await world(t);
  await w.db.execute(sql`create function refuse() returns trigger language plpgsql as $$ begin
    if new.worker like 'no-%' then raise exception 'refused' using errcode = substr(new.worker, 4); end if;
    return new; end $$`);
  await w.db.execute(
    sql`create trigger refuse before insert on visits for each row execute function refuse()`,
  );
  const data = ['22003', '23503', '54000', 'P0001', '44000'];
  const passing = [
    '40001',
    '40P01',
    '42P01',
    '42501',
    '53100',
    '55P03',
    '57014',
    'XX000',
    '25006',
    '57P01',
    '08006',
  ];
  const ids = new Map<string, string>();
  for (const code of [...data, ...passing])
    ids.set(
      code,
      w.settled(visitOf(`http://a.test/${code}`, { worker: `no-${code}` }), visitOf(`http://b.test/${code}`)),
    );
  const refused = (codes: string[]) => codes.map((code) => `${ids.get(code)}#0`);
  await w.passes(2);
  assert.deepEqual((await w.dead()).toSorted(), refused(data).toSorted());
  assert.equal((await w.row()).recorded, data.length * 2 + passing.length);
  assert.deepEqual(w.acked.toSorted(), data.map((code) => ids.get(code)!).toSorted());

  w.wait(61_000);
  await w.passes(1);
  assert.equal(
    (await w.dead()).length,
    data.length,
    'nothing else was recorded meanwhile: it may be the reason of all',
  );
  w.settled(visitOf('http://a.test/after'));
  await w.passes(1);
  w.wait(61_000);
  await w.passes(1);
  assert.deepEqual((await w.dead()).toSorted(), refused([...data, ...passing]).toSorted());
  assert.equal((await w.row()).recorded, 2 * ids.size + 1);
  assert.equal(w.acked.length, ids.size + 1);
});

test('what is refused now and taken later is recorded, and nothing is kept as dead when all is refused', async (t) => {
  const w = await world(t);
  w.settled(visitOf('http://a.test/first'));
  await w.passes(1);
  for (let n = 0; n < 30; n++) w.settled(visitOf(`http://a.test/${n}`));
  await w.db.execute(sql`alter table visits rename to elsewhere`);
  await assert.rejects(w.passes(1), { code: '42P01' });
  w.wait(120_000);
  await assert.rejects(w.passes(1), { code: '42P01' });
  await w.db.execute(sql`alter table elsewhere rename to visits`);
  await w.passes(1);
  assert.deepEqual([(await w.row()).recorded, await w.dead()], [31, []]);
});

test('of URLs that were found together, and of a page and what its sitemap says, each is refused alone', async (t) => {
  const w = await world(t);
  const urls = ['http://a.test/1', 'http://a.test/\0', 'http://a.test/2'].map((url) => {
    return { url, depth: 1, hops: 0, sitemap: 0, parent: 'http://a.test/' };
  });
  const found = w.tell({ kind: 'discovered', urls });
  const junk = w.tell({ kind: 'discovered', urls: [{ depth: 1 }] });
  const torn = w.tell({ kind: 'unreadable', error: 'torn', ends: 2, payload: '{' });
  w.settled(visitOf('http://a.test/3', { modified: [['http://a.test/4', 2 ** 52]] }));
  await w.passes(1);
  const { pages } = await w.rows();
  assert.deepEqual(pages.map(({ path }) => path).toSorted(), ['1', '2', '3']);
  assert.deepEqual((await w.dead()).toSorted(), [`${found}#1`, junk, torn].toSorted());
  assert.equal((await w.row()).recorded, 3);
  assert.equal(w.acked.length, 4);
});

test('late outcomes of a run that was deleted with its job, or retired, are left out, and other runs go on', async (t) => {
  const w = await world(t);
  const [job] = await w.db.select().from(jobs);
  w.settled(visitOf('http://a.test/'));
  await w.passes(1); // the recorder has met the run
  const { id: _id, serial: _serial, ...same } = job!;
  const [other] = await w.db
    .insert(jobs)
    .values({ ...same, name: 'other' })
    .returning();
  const [healthy, retired] = await w.db
    .insert(runs)
    .values([
      { jobId: other!.id, policyVersion: 1 },
      { jobId: other!.id, policyVersion: 1, state: 'done', retiredAt: new Date() },
    ])
    .returning();
  await w.db.update(runs).set({ state: 'done', releasedAt: new Date() }).where(eq(runs.id, w.run.id));
  await w.db.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, job!.id));
  await createPurge({ db: w.db, log })();
  w.settled(visitOf('http://a.test/late'));
  w.tell({ kind: 'settled', records: [visitOf('http://a.test/2')] }, retired!.serial.toString(36));
  w.tell({ kind: 'settled', records: [visitOf('http://a.test/3')] }, healthy!.serial.toString(36));
  await w.passes(1);
  const [row] = await w.db.select().from(runs).where(eq(runs.id, healthy!.id));
  assert.deepEqual([row!.recorded, w.acked.length, await w.dead()], [1, 4, []]);
});
