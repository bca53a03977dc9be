import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createRunPartitions,
  type DropRow,
  jobs,
  pages,
  projects,
  recordBatch,
  robotsVersions,
  runLeftOut,
  runs,
  type TrapState,
  traps,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import { claimsOf } from '../../../testing/claims-of.ts';
import { testApi } from '../../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const fields = `summary given url changes place position attempts until ifEnqueued inScope scopeReason
  job { id } run { id } inFlight { session worker since stage } checks { check passes sentence }
  robots { allowed line lineNumber group digest state sentence readAt }
  holds { kind sentence by reason since until } next { hostAt earliest latest sentence }
  wait { totalMs isOver parts { kind ms isMeasured } }
  visits { attempt outcome status code detail final deadReason timings { stage serviceMs } capture { id } }
  dead { reason sentence attempts } omissions { kind reason isIt count } parents { url kind outcome }
  redirects { url status target setCookies } page { depth } trap { pattern state since pages fresh barren held } policyVersion { version } hostState { decidedBy waiting nextAt holds { kind } }`;

type Given = { inFrontier?: boolean; rules?: object; limits?: object; scope?: object };

/** A running job in the frontier with three waiting URLs of one host. */
async function world({ inFrontier = true, rules, limits, scope }: Given = {}) {
  const host = api.freshHost();
  const { data } = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } ... on UserError { message } } }',
    {
      input: {
        seeds: [`http://${host}/`],
        scope: { exclude: ['*.zip'], ...scope },
        limits: { maxDepth: 3, ...limits },
        rules: { robots: { obey: false }, ...rules },
      },
    },
  );
  const { id: job, latestRun: run } = data.jobCreate;
  const say = (verb: string, input: object) =>
    api.ask<Result>(
      `mutation($input: ${verb[0]!.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename ... on UserError { message } } }`,
      { input },
    );
  for (const verb of inFrontier ? ['jobPause', 'jobResume'] : []) await say(verb, { id: job });
  const frontier = await openFrontier(api.redisUrl);
  const url = (path: string) => `http://${host}/${path}`;
  if (inFrontier)
    await frontier.enqueue(
      run.shortId,
      ['', 'a', 'b'].map((path) => ({ url: url(path), depth: 0, hops: 0 })),
    );
  const serial = Number.parseInt(run.shortId, 36);
  const { db, pool } = api.database;
  const [row] = await db
    .select({ serial: jobs.serial, projectId: jobs.projectId })
    .from(jobs)
    .innerJoin(runs, eq(jobs.id, runs.jobId))
    .where(eq(runs.serial, serial));
  await createRunPartitions(db, serial, row!.serial);
  const ask = (path: string, more: object = {}, as?: string) =>
    api.ask<Result>(
      `query($job: ID, $url: String!, $run: ID) { explainUrl(job: $job, url: $url, run: $run) { ${fields} } }`,
      { job, url: path.includes(':') ? path : url(path), ...more },
      as,
    );
  const state = async (path: string, more: object = {}) => {
    const { data: found, errors } = await ask(path, more);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return found.explainUrl;
  };
  const visit = (path: string, more: Partial<VisitRow> = {}): VisitRow => ({
    ...{
      run: serial,
      job: row!.serial,
      url: url(path),
      hash: urlHash(url(path)),
      attempt: 1,
      depth: 1,
      hops: 0,
    },
    ...{
      startedAt: 1_795_000_000_000,
      final: true,
      outcome: 'fetched',
      code: null,
      detail: null,
      status: 200,
    },
    ...{ deadReason: null, address: null, worker: 'w', timings: { dns: [0, 1] }, capture: null, ...more },
  });
  const record = (
    visits: VisitRow[],
    found: [path: string, from: string | null][] = [],
    drops: DropRow[] = [],
  ) =>
    recordBatch(pool, {
      ...{ visits, drops, dead: [] },
      discovered: found.map(([path, from]) => ({
        ...{ job: row!.serial, hash: urlHash(url(path)), url: url(path), depth: from === null ? 0 : 1 },
        ...{ discoveredFrom: from === null ? null : urlHash(url(from)), firstSeenAt: 1_795_000_000_000 },
      })),
    });
  const over = (state: 'done' | 'cancelled') => db.update(runs).set({ state }).where(eq(runs.serial, serial));
  return {
    host,
    frontier,
    job,
    run,
    serial,
    url,
    ask,
    state,
    say,
    visit,
    record,
    over,
    projectId: row!.projectId,
    jobSerial: row!.serial,
    db,
  };
}

const check = (told: Result, name: string) => told.checks.find((one: Result) => one.check === name);
/** No worker reports here: that is told of every URL that waits. */
const holdsOf = (told: Result) =>
  told.holds.map(({ kind }: Result) => kind).filter((kind: string) => kind !== 'NO_WORKERS');

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

test('when the run is over the ledger speaks: how each URL ended, of every outcome, and what was never visited', async () => {
  const { frontier, state, visit, record, over, serial, url, host } = await world({ inFrontier: false });
  await frontier.close();
  const ends: [path: string, more: Partial<VisitRow>, place: string, summary: RegExp][] = [
    ['ok', {}, 'ENDED', /visited: fetched with status 200/],
    ['same', { outcome: 'notModified', status: 304 }, 'ENDED', /notModified with status 304/],
    [
      'moved',
      { outcome: 'redirected', status: 301, detail: url('ok') },
      'ENDED',
      /redirected with status 301 to http/,
    ],
    ...(['robots', 'address', 'scope', 'contentType', 'noindex', 'trap'] as const).map(
      (by): (typeof ends)[number] => [
        by,
        { outcome: 'refused', code: by, detail: 'why', status: null },
        'ENDED',
        // What kind a page is, is known when it has come.
        by === 'contentType' || by === 'noindex'
          ? new RegExp(`visited: refused \\(${by}: why\\)`)
          : new RegExp(`not asked for: refused \\(${by}: why\\)`),
      ],
    ),
    [
      'busy',
      { outcome: 'throttled', status: 429, deadReason: 'throttled' },
      'DEAD',
      /given up \(throttled\): throttled/,
    ],
    ...(['DNS_NOT_FOUND', 'RESET', 'REDIRECT_LOOP', 'EXTRACT_FAILED', 'SERVER_ERROR'] as const).map(
      (code): (typeof ends)[number] => [
        code,
        { outcome: 'failed', code, detail: 'no', status: null, deadReason: code },
        'DEAD',
        new RegExp(`given up \\(${code}\\): failed \\(${code}: no\\)`),
      ],
    ),
  ];
  const drop = (entry: string, reason: string, more: object) => ({
    run: serial,
    entry,
    count: 1,
    reason,
    ...more,
  });
  await record(
    ends.map(([path, more]) => visit(path, more)),
    [['', null], ...ends.map(([path]): [string, string] => [path, '']), ['left', 'ok'], ['poisoned', '']],
    [drop('0:1-1', 'poison', { host, url: url('poisoned') })],
  );
  await over('done');
  for (const [path, , place, summary] of ends) {
    const told = await state(path);
    assert.equal(told.place, place, path);
    assert.match(told.summary, summary);
    assert.equal(told.next, null);
    assert.deepEqual([told.ifEnqueued, told.hostState, told.visits.length], [null, null, 1]);
    assert.equal(told.dead === null, place === 'ENDED');
  }
  const left = await state('left');
  assert.deepEqual(
    [left.place, left.parents.map(({ url: of }: Result) => of)],
    ['UNVISITED', [url('ok'), url('')]],
  );
  const poisoned = await state('poisoned');
  assert.deepEqual([poisoned.place, poisoned.dead.reason], ['DEAD', 'poison']);
  assert.match((await state('never')).summary, /never heard of it/);
  const moved = await state('moved');
  assert.deepEqual(
    moved.redirects.map(({ status, target }: Result) => [status, target]),
    [
      [301, url('ok')],
      [200, null],
    ],
  );
  await record([], [], [drop('0:2-1', 'host-unreachable', { host })]);
  assert.deepEqual(
    [(await state('left')).place, (await state('left')).dead.reason],
    ['DEAD', 'host-unreachable'],
  );
});

test('what is held in quarantine says which shape, since when and on what evidence; what is not held any more says so', async () => {
  const { frontier, state, visit, record, serial, host, url, jobSerial } = await world();
  await frontier.close();
  const shape = `${host} /cal /#`;
  const evidence = {
    ...{ pages: 97, fresh: 0, row: { pages: 97, fresh: 0, inside: 97 }, found: 200, mistake: 1e-7 },
    ...{ barren: [url('cal/3')], pair: null },
  };
  const trap = { jobSerial, shape, runSerial: serial, state: 'held' as const, evidence };
  await api.database.db.insert(traps).values(trap);
  const held = {
    outcome: 'refused',
    code: 'quarantine',
    detail: shape,
    deadReason: 'quarantine',
    status: null,
  };
  await record(
    [visit('cal/9', held)],
    [
      ['', null],
      ['cal/9', ''],
      ['cal/8', ''],
    ],
  );

  const told = await state('cal/9');
  assert.deepEqual([told.place, told.dead.reason, told.trap.state], ['DEAD', 'quarantine', 'HELD']);
  assert.deepEqual(
    [told.trap.pattern, told.trap.pages, told.trap.fresh, told.trap.barren, told.trap.held],
    [`${host}/cal/#…`, 97, 0, [url('cal/3')], 1],
  );
  assert.match(
    told.summary,
    /^It is held in quarantine since \S+, without a request: URLs like \S+\/cal\/#… keep growing \(200 found\) and bring nothing new: of 97 pages none did\./,
  );
  const says = async (path: string) => {
    const { place, summary, checks } = await state(path);
    const { passes, sentence } = checks.find(({ check }: Result) => check === 'QUARANTINE');
    return { place, summary, passes, sentence };
  };
  const never = await says('cal/777');
  assert.deepEqual([never.place, never.passes], ['UNKNOWN', false]);
  assert.match(never.summary, /it would be held, not fetched: held since/);
  const healthy = await says('a');
  assert.deepEqual([healthy.passes, healthy.sentence], [true, 'its shape is no trap']);
  assert.equal((await state('a')).trap, null);

  const known = await openFrontier(api.redisUrl);
  await known.enqueue(serial.toString(36), [{ url: url('cal/8'), depth: 1, hops: 0 }]);
  await known.close();
  const waiting = await says('cal/8');
  assert.deepEqual([waiting.place, waiting.passes], ['WAITING', false]);
  assert.match(waiting.summary, /when its turn comes it is not fetched: held since/);

  const decided: [state: TrapState, passes: boolean, sentence: RegExp][] = [
    ['watched', true, /^watched since .* fetched all the same/],
    ['released', true, /released in this run/],
    ['allowed', true, /allowed in all runs of the job/],
    ['kept', false, /^held in all runs of the job since/],
  ];
  for (const [to, passes, sentence] of decided) {
    await api.database.db.update(traps).set({ state: to }).where(eq(traps.shape, shape));
    const found = await says('cal/8');
    assert.equal(found.passes, passes, to);
    assert.match(found.sentence, sentence);
    assert.equal(/not fetched/.test(found.summary), !passes, to);
  }
  // What another run of the job found is no word about this one.
  await api.database.db
    .update(traps)
    .set({ state: 'held', runSerial: serial + 1 })
    .where(eq(traps.shape, shape));
  assert.deepEqual([(await says('cal/8')).passes, (await state('cal/8')).trap], [true, null]);
});

test('what was left of a run that was cancelled is dropped, with the reason', async () => {
  const { frontier, state, record, over, serial } = await world({ inFrontier: false });
  await frontier.close();
  await record(
    [],
    [
      ['', null],
      ['left', ''],
    ],
    [{ run: serial, entry: '0:3-1', count: 2, reason: 'cancelled' }],
  );
  await over('cancelled');
  const left = await state('left');
  assert.deepEqual([left.place, left.dead.reason], ['DROPPED', 'cancelled']);
  assert.match(left.summary, /dropped without a visit: the run was cancelled before its turn came/);
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
