import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages, projects, robotsVersions, runLeftOut, urlHash } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { claimsOf } from '../../../testing/claims-of.ts';
import { testApi } from '../../../testing/test-api.ts';

import { check, holdsOf, type Result, worldsOf } from './worlds.fixture.ts';

const api = await testApi();
const world = worldsOf(api);

test('a URL that waits says its place in the queue of its host, when its turn comes, and what its host waits for', async () => {
  const { frontier, state, host } = await world();
  await frontier.close();
  const b = await state('b');
  assert.deepEqual([b.place, b.position, b.ifEnqueued], ['WAITING', 2, 'KNOWN']);
  assert.match(
    b.summary,
    new RegExp(`behind 2 others in the queue of ${host}; no worker that may claim is alive`),
  );
  assert.deepEqual([b.hostState.decidedBy, b.hostState.waiting, b.hostState.nextAt], ['POLICY', 3, null]);
  assert.deepEqual([b.next.earliest, holdsOf(b)], [null, []], 'without workers it never comes');
});

test('of a queue of thousands the place is told, however far behind', async () => {
  const { frontier, state, run, url, record } = await world();
  const paths = Array.from({ length: 3000 }, (_, n) => `p/${n}`);
  await frontier.enqueue(
    run.shortId,
    paths.map((path) => ({ url: url(path), depth: 1, hops: 0 })),
  );
  await record(
    [],
    [
      ['', null],
      ['p/2999', ''],
    ],
  );
  assert.deepEqual([(await state('p/2999')).position, (await state('p/2500')).position], [3002, 2503]);
  await frontier.close();
});

test('nothing that holds a URL is said to be over now: pause, block, window, quota, suspension and budget, with who and why', async () => {
  const shut = await world({ rules: { windows: [{ opens: 0, closes: 1 }] } });
  await shut.frontier.close();
  const w = await shut.state('a');
  assert.deepEqual(holdsOf(w), ['WINDOW']);
  const until = w.holds[0].until;
  assert.ok(Date.parse(until) > Date.now(), until);

  const { frontier, state, say, job, host, db, projectId } = await world();
  await frontier.close();
  await say('hostPause', { host, jobId: job, reason: 'asked by mail' });
  const paused = (await state('a')).holds[0];
  assert.deepEqual(
    [paused.kind, paused.reason, paused.sentence],
    ['PAUSED', 'asked by mail', 'the host is paused for this job'],
  );
  assert.match(paused.by, /^the key /);
  await say('hostResume', { host, jobId: job });
  await say('hostRuleSet', { pattern: host, blocked: true, reason: 'lawyers' });
  const blocked = await state('a');
  assert.deepEqual(
    [blocked.holds[0].kind, blocked.holds[0].reason, blocked.next.hostAt, blocked.hostState.nextAt],
    ['BLOCKED', 'lawyers', null, null],
  );
  assert.match(blocked.summary, /blocked by the rule/);
  await say('hostRuleSet', { pattern: host, blocked: false, pace: { delayMs: 1 } });
  await say('jobPause', { id: job, reason: 'lunch' });
  const run = (await state('a')).holds[0];
  assert.deepEqual([run.kind, run.reason, run.sentence], ['PAUSED', 'lunch', 'the run is paused']);
  await say('jobResume', { id: job });
  await db
    .update(projects)
    .set({ heldBy: 'pagesPerDay', maxPagesPerDay: 5 })
    .where(eq(projects.id, projectId));
  const held = await state('a');
  await db.update(projects).set({ heldBy: null, maxPagesPerDay: null }).where(eq(projects.id, projectId));
  assert.deepEqual(holdsOf(held), ['QUOTA']);
  assert.match(held.summary, /a quota of the project is spent: 5 pages a day/);
});

test('a URL the run never accepted says what would become of it, and which rule keeps it out', async () => {
  const { frontier, state, url, record, db } = await world();
  const fresh = await state('new');
  assert.deepEqual([fresh.place, fresh.ifEnqueued, fresh.inScope], ['UNKNOWN', 'ACCEPTED', true]);
  assert.match(fresh.summary, /no page fetched so far links to it/);
  const excluded = await state('x.zip');
  assert.deepEqual(
    [excluded.inScope, excluded.scopeReason, excluded.ifEnqueued],
    [false, 'excluded by *.zip', 'SCOPE'],
  );
  assert.match(
    (await state('http://elsewhere.test/')).summary,
    /it is out of scope \(not of the host of a seed\)/,
  );
  const trap = await state('a/b/'.repeat(12));
  assert.deepEqual(
    [trap.ifEnqueued, check(trap, 'TRAP').sentence],
    ['TRAP', 'it looks like a trap by its depth'],
  );
  await record([], [['deep', '']]);
  await db
    .update(pages)
    .set({ depth: 4 })
    .where(eq(pages.hash, urlHash(url('deep'))));
  const deep = await state('deep');
  assert.deepEqual([deep.ifEnqueued, check(deep, 'DEPTH').passes], ['DEPTH', false]);
  assert.match(check(deep, 'DEPTH').sentence, /4 links from a seed; the job follows them up to 3/);
  await frontier.close();
});

test('what was left out at discovery is found by its URL, and what else may be it is told', async () => {
  const { frontier, state, serial, url, db } = await world();
  await frontier.close();
  await db.insert(runLeftOut).values([
    { runSerial: serial, kind: 'urlLimit', key: 'run', of: 'run', count: 7, sample: url('left') },
    { runSerial: serial, kind: 'links', key: url(''), of: '10', count: 3, sample: url('') },
  ]);
  const left = await state('left');
  assert.match(left.summary, /It was found and left out: the run knows as many URLs as it may/);
  assert.deepEqual(
    left.omissions.map(({ kind, isIt }: Result) => [kind, isIt]),
    [
      ['urlLimit', true],
      ['links', false],
    ],
  );
});

test('robots.txt is told with its deciding line, its group and its version, of a URL never seen too', async () => {
  const { frontier, state, host, db, projectId } = await world({ rules: { robots: { obey: true } } });
  await frontier.close();
  assert.match((await state('secret/x')).robots.sentence, /has not been read yet/);
  const body =
    '# hello\nUser-agent: *\nDisallow: /secret\n\nUser-agent: trunkline\nAllow: /secret/open\nDisallow: /secret/\n';
  const at = new Date(1_795_000_000_000);
  await db.insert(robotsVersions).values({
    ...{
      projectId,
      origin: `http://${host}/`,
      firstSeenAt: at,
      lastSeenAt: at,
      state: 'rules',
      detail: 'robots.txt answered 200',
    },
    ...{ digest: 'abc', length: body.length, body },
  });
  const told = await state('secret/x');
  const { allowed, line, lineNumber, group, digest } = told.robots;
  assert.deepEqual(
    { allowed, line, lineNumber, group, digest },
    { allowed: false, line: 'Disallow: /secret/', lineNumber: 7, group: 'trunkline', digest: 'abc' },
  );
  assert.match(
    told.summary,
    /would not be fetched: robots.txt forbids it: line 7 "Disallow: \/secret\/" of the group trunkline/,
  );
  assert.equal((await state('secret/open')).robots.lineNumber, 6);
  assert.equal(
    (await state('free')).robots.sentence,
    'robots.txt allows it: no line of the group trunkline matches',
  );
});

test('a URL in flight names the session that holds it', async () => {
  const { frontier, state, host } = await world();
  const session = `worker-${Date.now()}`;
  await frontier.openSession(session, 10_000);
  const [claim] = await claimsOf(frontier, session, host);
  await frontier.close();
  assert.ok(claim);
  const held = await state(claim.url);
  assert.deepEqual(
    [held.place, held.inFlight.session, held.ifEnqueued, held.next],
    ['IN_FLIGHT', session, 'KNOWN', null],
  );
  assert.ok(Math.abs(Date.parse(held.inFlight.since) - Date.now()) < 60_000);
});

test('a URL that is put off says until when, and after what', async () => {
  const { frontier, state, host, run, record, visit } = await world();
  const session = `worker-d${Date.now()}`;
  await frontier.openSession(session, 10_000);
  const [claim] = await claimsOf(frontier, session, host);
  await frontier.settle(session, 's1', [
    {
      ...{
        token: claim!.token,
        run: run.shortId,
        host,
        startedAfterMs: 0,
        outcome: 'failed',
        bytes: 0,
        record: null,
      },
      ...{ next: { do: 'retry', delayMs: 60_000 }, hostSignal: { kind: 'none' } },
    },
  ]);
  await frontier.close();
  const path = claim!.url.slice(`http://${host}/`.length);
  await record([visit(path, { outcome: 'failed', code: 'RESET', status: null, final: false })]);
  const delayed = await state(path);
  assert.deepEqual([delayed.place, delayed.attempts], ['DELAYED', 1]);
  assert.match(delayed.summary, /delayed until .* after it was failed \(RESET\)/);
  assert.ok(Date.parse(delayed.until) > Date.now());
});

test('any spelling of a URL is explained under its canonical one, with what is other in it', async () => {
  const { frontier, state, host } = await world();
  await frontier.close();
  const told = await state(` HTTP://user:pw@${host.toUpperCase()}.:80/./a#top`);
  assert.deepEqual([told.url, told.place], [`http://${host}/a`, 'WAITING']);
  for (const what of [
    'white space',
    'scheme',
    'user name',
    'lower case',
    'final dot',
    'port 80',
    'dot segments',
    'fragment #top',
  ])
    assert.ok(
      told.changes.some((one: string) => one.includes(what)),
      `${what}: ${told.changes}`,
    );
  assert.deepEqual((await state('a')).changes, []);
});

test('who names no job is told of the newest that knows the URL; what is no URL is refused, and another project finds nothing', async () => {
  const { frontier, ask, record, job, url } = await world();
  await frontier.close();
  await record([], [['known', null]]);
  await world({ inFrontier: false }).then((other) => other.frontier.close());
  const { data } = await ask(url('known'), { job: null });
  assert.equal(data.explainUrl.job.id, job);
  assert.equal((await ask('mailto:x@y')).errors?.[0]?.extensions.code, 'BAD_INPUT');
  const stranger = await api.keyFor(['admin'], 'strangers-of-urls');
  assert.equal((await ask('a', {}, stranger)).errors?.[0]?.extensions.code, 'NOT_FOUND');
  assert.equal((await ask('a', { job: null }, stranger)).errors?.[0]?.extensions.code, 'NOT_FOUND');
});
