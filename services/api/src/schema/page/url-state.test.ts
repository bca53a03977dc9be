import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, jobs, recordBatch, runs, urlHash, type VisitRow } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import { claimsOf } from '../../testing/claims-of.ts';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const fields = `summary place position attempts until since session ifEnqueued inScope scopeReason
  visits { attempt outcome status code detail final deadReason timings { stage serviceMs } }
  page { depth } hostState { decidedBy waiting }`;

/** A running job in the frontier with three waiting URLs of one host. */
async function world({ inFrontier = true } = {}) {
  const host = api.freshHost();
  const more = { rules: { robots: { obey: false } } };
  const { data } = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    {
      input: { seeds: [`http://${host}/`], scope: { exclude: ['*.zip'] }, limits: { maxDepth: 3 }, ...more },
    },
  );
  const { id: job, latestRun } = data.jobCreate;
  for (const verb of inFrontier ? ['jobPause', 'jobResume'] : [])
    await api.ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: job });
  const frontier = await openFrontier(api.redisUrl);
  const url = (path: string) => `http://${host}/${path}`;
  if (inFrontier)
    await frontier.enqueue(
      latestRun.shortId,
      ['', 'a', 'b'].map((path) => ({ url: url(path), depth: 0, hops: 0 })),
    );
  const ask = (path: string, as?: string) =>
    api.ask<Result>(
      `query($id: ID!, $url: String!) { run(id: $id) { url(url: $url) { ${fields} } } }`,
      { id: latestRun.id, url: path.includes(':') ? path : url(path) },
      as,
    );
  const state = async (path: string) => {
    const { data: found, errors } = await ask(path);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return found.run.url;
  };
  return { host, frontier, run: latestRun, serial: Number.parseInt(latestRun.shortId, 36), url, ask, state };
}

test('a URL that waits says its place in the queue of its host, and what its host waits for', async () => {
  const { frontier, state, host } = await world();
  await frontier.close();
  const b = await state('b');
  assert.deepEqual([b.place, b.position, b.ifEnqueued], ['WAITING', 2, 'KNOWN']);
  assert.match(b.summary, new RegExp(`behind 2 others in the queue of ${host}`));
  assert.deepEqual(b.hostState, { decidedBy: 'POLICY', waiting: 3 });
});

test('a URL the run never accepted says whether it would be, and which rule keeps it out', async () => {
  const { frontier, state } = await world();
  await frontier.close();
  const fresh = await state('new');
  assert.deepEqual([fresh.place, fresh.ifEnqueued, fresh.inScope], ['UNKNOWN', 'ACCEPTED', true]);
  assert.match(fresh.summary, /no page fetched so far links to it/);
  const excluded = await state('x.zip');
  assert.deepEqual([excluded.inScope, excluded.scopeReason], [false, 'excluded by *.zip']);
  assert.match((await state('http://elsewhere.test/')).summary, /out of scope/);
});

test('a URL in flight names the session that holds it', async () => {
  const { frontier, state, host } = await world();
  const session = `worker-${Date.now()}`;
  await frontier.openSession(session, 10_000);
  const [claim] = await claimsOf(frontier, session, host);
  await frontier.close();
  assert.ok(claim);
  const held = await state(claim.url);
  assert.deepEqual([held.place, held.session, held.ifEnqueued], ['IN_FLIGHT', session, 'KNOWN']);
  assert.ok(Math.abs(Date.parse(held.since) - Date.now()) < 60_000);
});

test('when the run has left the frontier the ledger speaks: how a URL ended, and what was never visited', async () => {
  const { frontier, state, serial, url } = await world({ inFrontier: false });
  await frontier.close();
  const [found] = await api.database.db
    .select({ job: jobs.serial })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(eq(runs.serial, serial));
  const { job } = found!;
  await createRunPartitions(api.database.db, serial, job);
  const known = (path: string) => ({
    job,
    hash: urlHash(url(path)),
    url: url(path),
    depth: 1,
    discoveredFrom: null,
  });
  const visit: VisitRow = {
    ...{ run: serial, job, url: url('gone'), hash: urlHash(url('gone')), attempt: 1, depth: 1, hops: 0 },
    ...{ startedAt: 1_795_000_000_000, final: true, outcome: 'failed', code: 'ECONNREFUSED', detail: 'no' },
    ...{
      status: null,
      deadReason: 'attempts',
      address: null,
      worker: 'w',
      timings: { dns: [0, 1] },
      capture: null,
    },
  };
  const discovered = ['gone', 'left'].map((path) => ({ ...known(path), firstSeenAt: 1_795_000_000_000 }));
  await recordBatch(api.database.pool, { discovered, visits: [visit], drops: [], dead: [] });
  await api.database.db.update(runs).set({ state: 'done' }).where(eq(runs.serial, serial));

  const gone = await state('gone');
  assert.deepEqual([gone.place, gone.ifEnqueued, gone.hostState], ['ENDED', null, null]);
  assert.equal(gone.summary, 'It was given up (attempts): failed (ECONNREFUSED: no).');
  assert.deepEqual(gone.visits, [
    {
      ...{ attempt: 1, outcome: 'failed', status: null, code: 'ECONNREFUSED', detail: 'no', final: true },
      ...{ deadReason: 'attempts', timings: [{ stage: 'DNS', serviceMs: 1 }] },
    },
  ]);
  assert.equal(gone.page.depth, 1);
  assert.equal((await state('left')).place, 'UNVISITED');
  assert.equal((await state('never')).place, 'UNKNOWN');
});

test('what is no URL is refused with words, and a key of another project finds nothing', async () => {
  const { frontier, ask } = await world();
  await frontier.close();
  assert.equal((await ask('mailto:x@y')).errors?.[0]?.extensions.code, 'BAD_INPUT');
  const stranger = await api.keyFor(['admin'], 'strangers-of-urls');
  assert.equal((await ask('a', stranger)).errors?.[0]?.extensions.code, 'NOT_FOUND');
});
