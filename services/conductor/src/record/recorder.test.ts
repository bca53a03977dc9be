import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deadEntries,
  jobs,
  policies,
  projects,
  ROBOTS_VERSIONS,
  robotsVersions,
  runs,
  shortRun,
} from '@trunkline/database';
import type { Frontier, OutcomeEntry } from '@trunkline/frontier';
import { robotsRecord } from '@trunkline/policy';
import { createLogger } from '@trunkline/service';
import { testRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { createApply } from '../apply/apply-runs.ts';
import { fakeWorker, frontierMaker, pageUrl, startedRun } from '../world-for-tests.ts';
import { createRecorder } from './recorder.ts';

const log = createLogger('test', 'silent');
const bus = { publish: async () => true };

/** A run of `size` pages that is crawled and not recorded yet. */
async function crawledRun(size: number) {
  const world = await startedRun({ seeds: [pageUrl(0)] });
  const again = frontierMaker((await testRedis()).url);
  const frontier = again();
  await createApply({ frontier, db: world.db, bus, log })();
  const worker = fakeWorker(frontier, { size });
  for (;;) {
    const { accepted, finished } = (await frontier.sizes(world.run.short))!.counters;
    if (accepted === finished && finished === size) break;
    await frontier.sweep();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await worker.stop();
  return { ...world, frontier, again };
}

async function drain(record: () => Promise<boolean>, frontier: Frontier) {
  while ((await frontier.outcomesBacklog()).length > 0) await record();
}

test('a recorder that dies between commit and acknowledgement leaves nothing twice and nothing out', async (t) => {
  const size = 400;
  const { frontier, again, database, row, rows } = await crawledRun(size);
  t.after(() => Promise.all([frontier.close(), database.close()]));

  const dying = createRecorder({
    database,
    log,
    consumer: 'a',
    frontier: {
      readOutcomes: (consumer) => frontier.readOutcomes(consumer, 3),
      ackOutcomes: () => Promise.reject(new Error('killed')),
    },
  });
  await assert.rejects(dying(), /killed/);
  const half = await row();
  assert.ok(half.recorded > 0, 'the first recorder committed something');

  // Its next life, a client of its own, is given again what the first did not acknowledge.
  const next = again();
  t.after(() => next.close());
  await drain(createRecorder({ frontier: next, database, log, consumer: 'a' }), next);
  const { captures, pages, visits } = await rows();
  assert.deepEqual([pages.length, captures.length], [size, size]);
  assert.equal(visits.filter(({ final }) => final).length, size);
  assert.deepEqual(
    visits.filter(({ tlsFault }) => tlsFault !== null).map(({ tlsFault }) => tlsFault),
    ['CERT_HAS_EXPIRED'],
  );
  assert.equal((await row()).recorded, size);
});

test('what a run is told to have left out is recorded, links of a page once however often they are told', async (t) => {
  const { frontier, database, db, run } = await crawledRun(3);
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const recorder = createRecorder({ frontier, database, log, consumer: 'a' });
  const links = { kind: 'links', of: '10000', count: 590_000, sample: pageUrl(1) } as const;
  await frontier.leaveOut(run.short, [links]);
  await drain(recorder, frontier);
  await frontier.leaveOut(run.short, [links, { ...links, count: 7, sample: pageUrl(2) }]);
  await frontier.leaveOut(run.short, [{ kind: 'runEnded', of: 'cancelled', count: 4, sample: pageUrl(9) }]);
  await frontier.leaveOut(run.short, [{ kind: 'runEnded', of: 'cancelled', count: 3, sample: pageUrl(8) }]);
  await drain(recorder, frontier);
  const { rows } = await db.execute<{ kind: string; of: string; sum: string }>(
    sql`select kind, of, sum(count) from run_left_out where run = ${run.serial} group by kind, of order by kind`,
  );
  assert.deepEqual(
    rows.map(({ kind, of, sum }) => [kind, of, Number(sum)]),
    [
      ['links', '10000', 590_007],
      ['runEnded', 'cancelled', 7],
    ],
  );
});

test('several recorders at once share the work and count each outcome once', async (t) => {
  const size = 600;
  const { frontier, database, row, rows } = await crawledRun(size);
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const few = { ...frontier, readOutcomes: (consumer: string) => frontier.readOutcomes(consumer, 2) };
  await Promise.all(
    ['a', 'b', 'c'].map((consumer) =>
      drain(createRecorder({ frontier: few, database, log, consumer }), frontier),
    ),
  );
  assert.equal((await rows()).captures.length, size);
  assert.equal((await row()).recorded, size);
});

/** A stream of these entries, for what no worker of ours would write. */
function streamOf(entries: OutcomeEntry[]) {
  const acked: string[] = [];
  let left = entries;
  return {
    acked,
    async readOutcomes() {
      const read = left;
      left = [];
      return read;
    },
    async ackOutcomes(ids: readonly string[]) {
      acked.push(...ids);
    },
  };
}

test('a poisoned record goes to the dead table; its neighbours are committed and the run does not wait for it', async (t) => {
  const { frontier, database, db, run, row, rows } = await crawledRun(5);
  t.after(() => Promise.all([frontier.close(), database.close()]));
  const [good] = (await frontier.readOutcomes('x', 100)).flatMap((entry) =>
    entry.kind === 'settled' ? entry.records : [],
  );
  const like = (change: object) => JSON.stringify({ ...JSON.parse(good!), ...change });
  const capture = JSON.parse(good!).capture;
  const stream = streamOf([
    {
      id: '0:9-1',
      run: run.short,
      kind: 'settled',
      records: [
        like({ url: 'http://a.test/1' }),
        '{"final": true, "url"',
        like({ url: 'http://a.test/2', capture: { ...capture, title: 'a\0b' } }),
        like({ url: 'http://a.test/3', final: false, attempt: 'first' }),
        // Passes every look at its shape, and Postgres will not have it.
        like({ url: 'http://a.test/4', capture: { ...capture, links: 2 ** 40 } }),
      ],
    },
    { id: '0:9-2', run: 'zzzzz', kind: 'dropped', count: 3, reason: 'cancelled' },
  ]);
  await createRecorder({ frontier: stream, database, log, consumer: 'x' })();

  assert.deepEqual(stream.acked, ['0:9-1', '0:9-2']);
  assert.deepEqual((await rows()).captures.map(({ url, title }) => [url, title?.slice(0, 3)]).toSorted(), [
    ['http://a.test/1', 'Pag'],
    ['http://a.test/2', 'a\ufffdb'],
  ]);
  const dead = await db.select().from(deadEntries).orderBy(deadEntries.entry);
  assert.deepEqual(
    dead.map(({ entry }) => entry),
    ['0:9-1#1', '0:9-1#3', '0:9-1#4', '0:9-2'],
  );
  assert.equal(dead[0]!.payload, '{"final": true, "url"');
  const [ofRun] = await db.select().from(deadEntries).where(eq(deadEntries.run, 'zzzzz'));
  assert.match(ofRun!.error, /No such run/);
  // Two good ones, and two that ended unreadable; the third was to be tried again.
  assert.equal((await row()).recorded, 4);
});

test('what a robots.txt said is kept from change to change; what says nothing new, comes twice or late adds nothing', async (t) => {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  t.after(() => database.close());
  const at = 1_795_000_000_000;
  const said = (n: number, body: string | null): OutcomeEntry => {
    const verdict =
      body === null
        ? ({ state: 'allowAll' } as const)
        : ({ state: 'rules', body, crawlDelayMs: null } as const);
    const record = JSON.stringify(
      robotsRecord('http://a.test', verdict, 'robots.txt answered', at + n * 1000),
    );
    return { id: `0:${at + n}-0`, run: run.short, kind: 'robots', record };
  };
  const entries: OutcomeEntry[] = [
    ...[
      said(1, 'Disallow: /a'),
      said(2, 'Disallow: /a'),
      said(4, 'Disallow: /b\0'),
      said(5, null),
      said(3, 'late'),
    ],
    ...[said(2, 'Disallow: /a'), { ...said(9, null), record: '{"origin":"http://a.test"}' } as OutcomeEntry],
  ];
  const record = createRecorder({
    ...{ database, log, consumer: 'a' },
    frontier: { readOutcomes: async () => entries.splice(0, 3), ackOutcomes: async () => {} },
  });
  while (entries.length > 0) await record();
  const kept = await db.select().from(robotsVersions).orderBy(robotsVersions.firstSeenAt);
  assert.deepEqual(
    kept.map(({ origin, state, body, firstSeenAt, lastSeenAt }) => [
      ...[origin, state, body],
      ...[(firstSeenAt.getTime() - at) / 1000, (lastSeenAt.getTime() - at) / 1000],
    ]),
    [
      ['http://a.test/', 'rules', 'Disallow: /a', 1, 2],
      ['http://a.test/', 'rules', 'Disallow: /b\ufffd', 4, 4],
      ['http://a.test/', 'allowAll', null, 5, 5],
    ],
  );
  assert.equal((await db.select().from(deadEntries)).length, 1);

  for (let n = 10; n < 60; n++) entries.push(said(n, `Disallow: /${n}`));
  while (entries.length > 0) await record();
  const newest = await db.select().from(robotsVersions).orderBy(robotsVersions.firstSeenAt);
  assert.equal(newest.length, ROBOTS_VERSIONS);
  assert.equal(newest.at(-1)?.body, 'Disallow: /59');

  // Another project's run reads the same later: that is its first sight of it.
  const [mine] = await db.select().from(jobs);
  const [theirs] = await db.insert(projects).values({ name: 'theirs' }).returning();
  const [policy] = await db
    .insert(policies)
    .values({ projectId: theirs!.id, name: 'p', rules: {} })
    .returning();
  const [job] = await db
    .insert(jobs)
    .values({ projectId: theirs!.id, name: 'j', scope: mine!.scope, policyId: policy!.id })
    .returning();
  const [other] = await db.insert(runs).values({ jobId: job!.id, policyVersion: 1 }).returning();
  entries.push({ ...said(70, 'Disallow: /59'), run: shortRun(other!.serial) } as OutcomeEntry);
  while (entries.length > 0) await record();
  const seen = async (projectId: string) =>
    db.select().from(robotsVersions).where(eq(robotsVersions.projectId, projectId));
  assert.deepEqual(
    (await seen(theirs!.id)).map(({ firstSeenAt }) => (firstSeenAt.getTime() - at) / 1000),
    [70],
  );
  assert.equal((await seen(mine!.projectId)).length, ROBOTS_VERSIONS);
});
