import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type Origin, type Stack, startOrigin, startStack } from '@trunkline/test-support';
import type { Command } from 'commander';
import pg from 'pg';
import { postgresPlace } from './local/doctor/places.ts';
import { columns } from './output/text.ts';
import { createProgram } from './program.ts';
import { commandLines, type Json } from './testing/commands.ts';
import { emptyHome, run as runLine } from './testing/testing.ts';

// Every command of the API against a real stack: what it prints for scripts, what it shows people, how it ends.

let stack: Stack;
let origin: Origin;
before(async () => {
  // Nothing but what is in the manifests is run there: commands work all the same.
  const env = { TRUNKLINE_PERSISTED_ONLY: 'true' };
  [stack, origin] = await Promise.all([startStack({ env }), startOrigin({ pages: 20 })]);
  await json('job', 'create', origin.url, '--name', 'site', ...fast);
  await json('job', 'watch', 'site');
});

const fast = ['--allow-private-networks', '--rate', '200', '--concurrency', '8'];
const { tried, cli, json, shown } = commandLines(() => stack);

test('run: list, show and watch', async () => {
  const [run] = await json('run', 'list');
  assert.deepEqual([run.state, run.job.name], ['DONE', 'site']);
  assert.deepEqual(await json('run', 'list', 'site', '--state', 'failed'), []);
  for (const list of [
    ['run', 'list'],
    ['job', 'list'],
  ])
    assert.deepEqual(await json(...list, '--state', 'lost', '--state', 'repairing'), []);
  assert.equal((await json('run', 'show', run.id)).progress.counters.fetched > 20, true);
  assert.equal((await json('run', 'watch', 'site')).__typename, 'JobProgressDone');
  assert.match(await shown('run', 'list'), /site.*done/);
  assert.match(await shown('run', 'show', 'last'), /STAGE/);
  assert.deepEqual(await json('run', 'in-flight', 'site', '--stage', 'body', '--older', '1h'), []);
  assert.match((await cli(['run', 'in-flight'])).err, /Nothing like that is in flight/);
});

test('explain: a page that was fetched, one out of scope, one that robots.txt forbids', async () => {
  const fetched = await json('explain', `${origin.url}p/7.html`, '--job', 'site');
  assert.deepEqual([fetched.place, fetched.visits[0].outcome], ['ENDED', 'fetched']);
  const outside = await json('explain', 'http://elsewhere.test/', '--job', 'site');
  assert.deepEqual([outside.place, outside.inScope], ['UNKNOWN', false]);
  assert.match(await shown('explain', `${origin.url}p/7.html`), /It was visited: fetched with status 200/);
  assert.equal((await cli(['explain', 'mailto:x@y', '--job', 'site'], { exitCode: 1 })).out, '');
});

test('plan and run forecast: what a crawl would take, and what is left of one that is over', async () => {
  assert.match(
    await shown('plan', '--urls', '1000', '--hosts', '2', '--delay', '1s', '--workers', '1'),
    /1,000/,
  );
  await cli(['plan'], { exitCode: 2 });
  assert.ok((await cli(['run', 'forecast', 'site'])).out.length > 0);
});

test('job: edited, cloned, given seeds, and deleted only when that was meant', async () => {
  assert.equal(
    (await json('job', 'edit', 'site', '--exclude', '*.zip', '--label', 'team=docs')).scope.exclude[0],
    '*.zip',
  );
  assert.equal(
    (await json('job', 'edit', 'site', '--max-pages', '500')).scope.exclude[0],
    '*.zip',
    'the scope stays',
  );
  const clone = await json('job', 'clone', 'site', '--name', 'copy');
  assert.equal(clone.state, 'NEW');
  const file = join(emptyHome(), 'seeds.txt');
  writeFileSync(file, `${origin.url}a\n"${origin.url}b"\n{"url":"${origin.url}c"}\n\nftp://no/\n`);
  const added = await json('job', 'add', 'copy', '--file', file);
  assert.deepEqual([added.rows, added.added, added.refused, added.problems[0].row], [4, 3, 1, 3]);
  assert.match((await cli(['job', 'seeds', 'copy'])).out, /\/c\n/);
  assert.equal((await cli(['job', 'delete', 'copy'], { exitCode: 2 })).out, '');
  await cli(['job', 'delete', 'copy', '--yes']);
  assert.equal((await json('job', 'list')).length, 1);
});

test('policy: created, edited, previewed, its history shown, rolled back', async () => {
  const { id } = await json('policy', 'create', 'slow', '--delay', '60s', '--allow-private-networks');
  const edited = await json(
    'policy',
    'edit',
    id,
    '--rate',
    '2',
    '--rules',
    '{"robots":{"obeyNofollow":true}}',
    '--reason',
    'asked',
  );
  assert.deepEqual(
    [edited.version, edited.rules.pace.perSecond, edited.rules.robots.obeyNofollow],
    [2, 2, true],
  );
  assert.deepEqual(await json('policy', 'preview', id, '--delay', '5s'), []);
  const back = await json('policy', 'roll-back', id, '1');
  assert.deepEqual([back.version, back.rules.pace.delayMs], [3, 60_000]);
  assert.deepEqual(
    (await json('policy', 'history', id)).map(({ version }: Json) => version),
    [3, 2, 1],
  );
  assert.match(await shown('policy', 'history', id), /2\/s, 1 at once/);
  assert.match(await shown('policy', 'list'), /slow/);
  assert.match(await shown('policy', 'show', id), /1 request per host every 1m 00s/);
  assert.equal((await json('policy', 'list')).length >= 2, true);
  assert.match((await cli(['policy', 'edit', id, '--rules', '{'], { exitCode: 2 })).err, /not JSON/);
  assert.equal((await cli(['policy', 'delete', id], { exitCode: 2 })).out, '');
  assert.equal((await json('policy', 'delete', id, '--yes')).id, id);
  const used = (await json('job', 'show', 'site')).policy.id;
  assert.match(
    (await cli(['policy', 'delete', used, '--yes'], { exitCode: 1 })).err,
    /Jobs crawl under this policy/,
  );
});

test('host: as a run finds it, paused and resumed for a job, ruled, blocked and unblocked', async () => {
  const { host } = new URL(origin.url);
  const { id } = await json(
    'job',
    'create',
    origin.url,
    '--name',
    'slow',
    '--delay',
    '60s',
    '--allow-private-networks',
  );
  while ((await json('job', 'show', id)).state !== 'RUNNING')
    await new Promise((done) => setTimeout(done, 50));
  assert.match(await shown('host', 'show', 'slow', host), /at the pace of the policy|robots/);
  const told = await json('host', 'ledger', host);
  assert.ok(told.requests > 0);
  assert.match(await shown('host', 'ledger', host), /requests +\d+: \d+ pages?, \d+ robots.txt/);
  assert.match((await cli(['host', 'ledger', host, '--csv'])).out, /^at,kind,requests/);
  assert.equal((await json('host', 'pause', host, '--job', 'slow')).paused, true);
  assert.equal((await json('host', 'show', 'slow', host)).decidedBy, 'PAUSED');
  assert.equal((await json('host', 'resume', host, '--job', 'slow')).paused, false);

  await cli(['host', 'rule', 'set', '*.example.com'], { exitCode: 2 });
  assert.equal((await json('host', 'rule', 'set', '*.example.com', '--delay', '5s')).pace.delayMs, 5000);
  await json('host', 'block', '*.example.com');
  assert.match(await shown('host', 'rule', 'list'), /\*\.example\.com +blocked/);
  assert.match((await cli(['host', 'rule', 'list', '--host', 'a.example.com'], { exitCode: 5 })).err, /host/);
  assert.deepEqual(await json('host', 'rule', 'list', '--host', host), []);
  const [said] = await json('host', 'robots', host);
  assert.equal(said.origin, new URL(origin.url).origin);
  assert.match(await shown('host', 'robots', host), /from .* to /);
  await cli(['host', 'robots', 'never.test'], { exitCode: 5 });
  await json('host', 'unblock', '*.example.com');
  assert.deepEqual(
    (await json('host', 'rule', 'list')).map(({ blocked, pace }: Json) => [blocked, pace.delayMs]),
    [[false, 5000]],
  );
  await cli(['host', 'rule', 'remove', '*.example.com']);
  await cli(['host', 'unblock', '*.example.com'], { exitCode: 5 });
  const waiting = await json('explain', origin.url, '--job', 'slow');
  assert.match(waiting.place, /WAITING|IN_FLIGHT|ENDED/);
  assert.match(
    await shown('explain', `${origin.url}never`, '--job', 'slow'),
    /no page fetched so far links to it/,
  );
});

test('why: what waits by its causes, and what is found to be wrong', async () => {
  const { causes } = await json('why', 'slow');
  assert.equal(
    causes.causes.reduce((sum: number, { urls }: Json) => sum + urls, 0),
    causes.waiting,
  );
  assert.match(await shown('why', 'slow'), /URLs? wait|Nothing waits/);
  assert.ok(Array.isArray(await json('why', '--all')));
  await shown('why');
  await cli(['why', 'no such job'], { exitCode: 5 });
});

test('bulk: counted first, done in the background, followed to its end', async () => {
  assert.equal((await json('bulk', 'pause', '--name', 'slow', '--dry-run')).matched, 1);
  await cli(['bulk', 'cancel'], { exitCode: 2 });
  const done = await json('bulk', 'cancel', '--name', 'slow');
  assert.deepEqual([done.state, done.processed, done.failed], ['DONE', 1, 0]);
  const { operation } = await json('bulk', 'start', '--name', 'no such job', '--no-wait');
  assert.equal((await json('bulk', 'watch', operation.id)).total, 0);
  await cli(['bulk', 'cancel-operation', operation.id], { exitCode: 1 });
  assert.match(await shown('bulk', 'list'), /jobs cancel +done/);
  await cli(['bulk', 'resume', '--everything', '--dry-run']);
  await cli(['bulk', 'delete', '--name', 'nothing', '--yes']);
});

test('dead: listed with reasons and tried again by reason', async () => {
  await using broken = await brokenSite();
  const rules = '{"retries":{"attempts":1,"delayMs":100},"allowPrivateNetworks":true}';
  const { id } = await json('policy', 'create', 'impatient', '--rules', rules);
  const job = await json('job', 'create', broken.url, '--name', 'given up', '--policy', id);
  const { err } = await cli(['job', 'watch', job.id, '--json'], { exitCode: 1 });
  assert.match(err, /Nothing was fetched: .*: [A-Z_]+\./);
  const [page] = await json('dead', 'list', job.id);
  assert.equal(page.url, broken.url);
  assert.match(await shown('dead', 'list', job.id), /failed/);
  assert.equal((await json('dead', 'retry', job.id, '--dry-run', '--why', page.reason)).matched, 1);
  assert.equal((await json('dead', 'retry', job.id, '--dry-run', '--why', 'nothing')).matched, 0);
  for (const verb of ['traps', 'release', 'allow', 'keep']) await shown('run', verb, job.id);
  assert.match(await shown('explain', broken.url, '--job', job.id), /given up/);
});

/** A site that answers everything but robots.txt with 500. */
async function brokenSite() {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/robots.txt' ? 404 : 500).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

test('schedule and webhook: created, edited, listed, deleted', async () => {
  const { id } = await json(
    'schedule',
    'create',
    'site',
    '30 2 * * 1-5',
    '--time-zone',
    'Europe/Berlin',
    '--overlap',
    'wait',
  );
  assert.equal((await json('schedule', 'edit', id, '--off')).enabled, false);
  assert.match(await shown('schedule', 'list'), /site +30 2 \* \* 1-5/);
  await cli(['schedule', 'edit', id], { exitCode: 2 });
  await cli(['schedule', 'delete', id]);
  assert.deepEqual(await json('schedule', 'list', 'site'), []);

  const made = await json(
    'webhook',
    'create',
    'https://hooks.example.com/x',
    '--event',
    'run.done',
    '--job',
    'site',
  );
  assert.match(made.secret, /.{16}/);
  const hook = made.webhook.id;
  assert.equal((await json('webhook', 'edit', hook, '--off')).enabled, false);
  assert.match(await shown('webhook', 'list'), /hooks\.example\.com/);
  assert.deepEqual(await json('webhook', 'deliveries', hook), []);
  await cli(['webhook', 'redeliver', 'delivery_none'], { exitCode: 5 });
  await cli(['webhook', 'delete', hook]);
});

test('project, key and log: quotas set and lifted, a key that opens what it may until it is revoked, all of it in the log', async () => {
  assert.equal(
    (await json('project', 'quota', '--storage', '500GB', '--jobs', '20')).quotas.maxStorageBytes,
    5e11,
  );
  assert.match(await shown('project', 'show'), /storage +.* of 500 GB/);
  await cli(['project', 'quota', '--concurrency', '64']);
  assert.match(await shown('project', 'show'), /in flight +0 of 64/);
  await cli(['project', 'quota', '--concurrency', 'none']);
  assert.equal((await json('project', 'quota', '--storage', 'none', '--jobs', 'none')).quotas.maxJobs, null);
  await cli(['project', 'quota', '--jobs', 'many'], { exitCode: 2 });

  const { secret, apiKey } = await json(
    'key',
    'create',
    'onlooker',
    '--scope',
    'jobs:read',
    '--expires',
    '30d',
  );
  const env = { TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: secret as string };
  assert.equal((await runLine(['job', 'list'], env)).exitCode, 0);
  assert.equal((await runLine(['job', 'pause', 'site'], env)).exitCode, 4);
  assert.match(await shown('key', 'list'), /onlooker/);
  await cli(['key', 'revoke', apiKey.prefix]);
  assert.equal((await runLine(['job', 'list'], env)).exitCode, 4);
  assert.match(await shown('log'), /apiKeyRevoke/);
  assert.match(await shown('log', '--action', 'projectUpdate'), /maxJobs: 20 → nothing/);
  assert.equal((await json('log', '--action', 'projectUpdate', '--limit', '1')).length, 1);
});

test('project: made by the operator with a key of its own, suspended, resumed and deleted by its name', async () => {
  const made = await json('project', 'create', 'tenants', '--jobs', '5');
  const env = { TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: made.secret as string };
  const theirs = async (...line: string[]) => runLine(line, env);
  assert.match((await theirs('project', 'show')).out, /tenants[\s\S]*of 5/);
  const { exitCode, err } = await theirs('project', 'list');
  assert.equal(exitCode, 4);
  assert.match(err, /needs "operator".*trunkline key reset/);
  const [worker] = await json('worker', 'list');
  assert.equal((await theirs('worker', 'drain', worker.id)).exitCode, 4);
  assert.equal((await theirs('job', 'create', origin.url, ...fast)).exitCode, 0);
  assert.equal((await theirs('job', 'watch', 'last')).exitCode, 0);

  const suspended = await json('project', 'suspend', 'tenants', '--reason', 'too loud');
  assert.deepEqual([suspended.state, suspended.suspendedFor], ['SUSPENDED', 'too loud']);
  assert.match((await theirs('project', 'show')).out, /suspended by the operator[\s\S]*too loud/);
  while ((await theirs('job', 'edit', 'last', '--label', 'a=b')).exitCode === 0);
  const told = await theirs('job', 'edit', 'last', '--label', 'a=b');
  assert.deepEqual([told.exitCode, /suspended by the operator/.test(told.err)], [4, true]);
  assert.match(await shown('project', 'list', '--state', 'suspended'), /tenants +suspended/);
  assert.equal((await json('project', 'resume', made.project.id)).state, 'ACTIVE');
  assert.equal((await json('project', 'rename', 'tenants', 'guests')).name, 'guests');
  assert.equal((await json('project', 'show', 'guests')).quotas.maxJobs, 5);

  await cli(['project', 'delete', 'guests'], { exitCode: 2 });
  await cli(['project', 'delete', 'nowhere', '--yes'], { exitCode: 5 });
  assert.equal((await json('project', 'delete', 'guests', '--yes', '--force')).done, true);
  assert.equal((await theirs('project', 'show')).exitCode, 4);
  assert.deepEqual(await json('project', 'list', '--state', 'deleting'), []);
});

test('key reset: a new key on the machine that has the data, which works at once; none over the network', async () => {
  const here = { TRUNKLINE_HOME: stack.home, PATH: process.env['PATH'] };
  const made = await json('key', 'reset');
  assert.deepEqual([made.project, made.scopes], ['default', ['admin', 'operator']]);
  assert.deepEqual(
    made.others.map(({ revoked }: Json) => revoked),
    [false],
  );
  const env = { TRUNKLINE_URL: stack.url, TRUNKLINE_API_KEY: made.key as string };
  assert.equal((await runLine(['project', 'list'], env)).exitCode, 0);
  assert.equal((await json('project', 'list')).length >= 1, true, 'the kept key is the new one');
  const said = (await runLine(['key', 'reset', '--revoke-others'], here)).out;
  assert.match(said, new RegExp(`Revoked .*tl_${made.id}_`));
  const elsewhere = { ...here, TRUNKLINE_URL: 'https://crawl.example' };
  const refused = await runLine(['key', 'reset'], elsewhere);
  assert.deepEqual([refused.exitCode, /machine that has its data/.test(refused.err)], [2, true]);
  const nowhere = await runLine(['key', 'reset'], { PATH: process.env['PATH'], TRUNKLINE_HOME: emptyHome() });
  assert.deepEqual([nowhere.exitCode, /Nothing of Trunkline is kept here/.test(nowhere.err)], [1, true]);
  const unknown = await runLine(['key', 'reset', '--project', 'nowhere'], here);
  assert.deepEqual([unknown.exitCode, /no project named "nowhere"/.test(unknown.err)], [1, true]);
});

test('worker: drained until it holds nothing, and resumed', async () => {
  assert.match(await shown('worker', 'list'), /running/);
  const [{ id, name }] = await json('worker', 'list');
  assert.deepEqual((({ state, drained }) => [state, drained])(await json('worker', 'drain', id)), [
    'PAUSED',
    true,
  ]);
  assert.match(await shown('worker', 'list'), /paused \(DRAINED\)/);
  assert.match(await shown('worker', 'drain', name), /can be stopped/);
  assert.equal((await json('worker', 'resume', name)).drained, false);
  await cli(['worker', 'drain', 'nobody'], { exitCode: 5 });
  // The worker itself says so with its next report; what comes after this test finds it at work.
  while ((await json('worker', 'list'))[0].state !== 'RUNNING');
});

test('metrics: what was measured of a run by stage, of a worker, and what is no figure', async () => {
  const read = () =>
    json('metrics', 'visits', '--run', 'site', '--by', 'outcome', '--from', '1h', '--as', 'sum');
  let told = await read();
  for (; told.series.length === 0; told = await read());
  const sum = (points: { v: number | null }[]) => points.reduce((all, { v }) => all + (v ?? 0), 0);
  assert.deepEqual(told.series[0].labels, [{ name: 'outcome', value: 'fetched' }]);
  assert.ok(sum(told.series[0].points) > 0);
  assert.match(
    await shown('metrics', 'stage-service', '--job', 'site', '--by', 'stage', '--from', '1h'),
    /p95, ms/,
  );
  const [{ name }] = await json('worker', 'list');
  assert.match(await shown('metrics', 'rss', '--worker', name, '--by', 'worker'), / MB/);
  assert.match((await cli(['metrics', 'nonsense'], { exitCode: 1 })).err, /Metric/);
});

test('capture, page, search, export, requeue, repair and audit answer too', async () => {
  assert.match(await shown('capture', 'list', 'site'), /200/);
  const [capture] = await json('capture', 'list', 'site', '--limit', '1');
  assert.match(await shown('capture', 'get', capture.id, '--headers'), /digest/);
  const whole = (await cli(['capture', 'get', capture.id, '--body'])).out;
  assert.equal(
    (await cli(['capture', 'get', capture.id, '--body', '--range', '5-14'])).out,
    whole.slice(5, 15),
  );
  assert.equal((await cli(['capture', 'get', capture.id, '--body', '--range', '5-'])).out, whole.slice(5));
  await cli(['capture', 'get', capture.id, '--range', '5-14'], { exitCode: 2 });
  assert.match(await shown('page', 'site', origin.url), /first seen/);
  await json('search', 'page');
  assert.equal(
    (await json('job', 'requeue', 'site', '--prefix', `${origin.url}p/1`, '--dry-run')).matched > 1,
    true,
  );
  await cli(['job', 'requeue', 'site'], { exitCode: 2 });
  assert.equal((await json('job', 'requeue', 'site', '--prefix', `${origin.url}p/7.html`)).state, 'DONE');
  assert.match((await cli(['export', 'pages', 'site', '--format', 'csv'])).out, /^[\w,]*url/);
  await cli(['export', 'captures', 'site']);
  const links = (await cli(['export', 'links', 'site', '--format', 'csv'])).out.split('\r\n');
  assert.equal(links[0], 'from,to,kind,nofollow,run,error,cursor');
  assert.ok(
    links.some((line) => line.startsWith(`${origin.url},${origin.url}`) && line.includes(',link,false,')),
  );
  assert.match((await cli(['repair'])).err, /No run is lost/);
  assert.equal((await json('audit', 'site')).findings.length, 0);
});

test('doctor: all is well on a running stack, and says what to do when nothing runs', async () => {
  tried.add('doctor');
  const env = { TRUNKLINE_HOME: stack.home, PATH: process.env['PATH'] };
  const well = await runLine(['doctor', '--json'], env);
  const findings = JSON.parse(well.out) as {
    what: string;
    state: string;
    found: string;
    advice: string | null;
  }[];
  const of = (what: string) => findings.find((finding) => finding.what === what)!;
  for (const what of [
    'API',
    'API key',
    'Workers',
    'Conductors',
    'Redis',
    'Redis AOF',
    'Redis eviction',
    'Redis clock',
    'Postgres',
    'Postgres clock',
    'Postgres tables',
  ])
    assert.equal(of(what).state, 'ok', JSON.stringify(of(what)));
  for (const { state, advice } of findings)
    assert.equal(advice === null, state === 'ok' || state === 'skipped');
  assert.equal(of('Record').state, 'ok');

  const database = new pg.Client(postgresPlace({}, stack.home)!.url);
  await database.connect();
  const { rows } = await database.query(`insert into dead_entries (run, entry, payload, error)
    select '1', '0:1-1', '{', 'torn in two' returning run`);
  assert.equal(rows.length, 1);
  assert.match((await runLine(['doctor'], env)).out, /that could not be recorded: 1,/);
  const runs = (await json('run', 'list')) as { id: string }[];
  const shownRuns = await Promise.all(runs.map(({ id }) => shown('run', 'show', id)));
  assert.match(shownRuns.join('\n'), /NOT RECORDED[\s\S]*torn in two/);
  await database.query('delete from dead_entries');
  const rule = `insert into host_rules (project_id, pattern, pace) select id, 'warp.test', '{"mode": "warp"}' from projects limit 1`;
  await database.query(rule);
  const said = async () => stripVTControlCharacters((await runLine(['doctor'], env, { columns: 120 })).out);
  let out = await said();
  while (!out.includes('warp.test')) out = await said();
  assert.match(
    out,
    /! Duty host rules +host rule warp\.test fails since .* times\): [\s\S]*Set the host rule anew/,
  );
  assert.match(out, /✓ Conductors +1 alive/);
  await database.query(`delete from host_rules where pattern = 'warp.test'`);
  await database.end();

  const nothing = {
    TRUNKLINE_HOME: emptyHome(),
    REDIS_URL: 'redis://127.0.0.1:9',
    DATABASE_URL: 'postgres://127.0.0.1:9/x',
    TRUNKLINE_DNS: '127.0.0.1:9',
    TRUNKLINE_URL: 'http://127.0.0.1:9',
    TRUNKLINE_API_KEY: 'tl_a_b',
  };
  const { TRUNKLINE_URL: _, TRUNKLINE_API_KEY: __, ...unnamed } = nothing;
  const first = await runLine(['doctor'], unnamed);
  assert.equal(first.exitCode, 1, first.err);
  assert.match(first.out, /the API does not say/, 'where no key is');
  for (const width of [60, 80, 120]) {
    const { exitCode, out } = await runLine(['doctor'], nothing, { columns: width });
    assert.equal(exitCode, 1);
    for (const what of ['API', 'Redis', 'Postgres', 'DNS 127.0.0.1:9'])
      assert.match(out, new RegExp(`✗[^✗]*${what}`), out);
    assert.match(out, /trunkline up/);
    for (const text of out.split('\n')) assert.ok(columns(text) <= width, text);
  }
});

test('plan and forecast: how long it takes, by when, and what cannot work', async () => {
  const asked = ['plan', '--urls', '180000', '--hosts', '1', '--delay', '10s', '--by', '3d'];
  const plan = await json(...asked);
  assert.deepEqual([plan.workersNeeded, plan.warnings[0].code], [null, 'MISSES_TARGET']);
  assert.match(await shown(...asked), /180,000 URLs take 21 days/);
  assert.match((await cli(['plan', origin.url])).err, /Only the URLs given are counted/);
  for (const wrong of [['plan'], ['plan', '--urls', '0'], ['plan', '--urls', '9', '--by', '2020-01-01']])
    assert.equal((await cli(wrong, { exitCode: 2 })).out, '');
  assert.match(await shown('run', 'forecast', 'site'), /It is over or ending/);

  const slow = ['--allow-private-networks', '--delay', '60s', '--max-pages', '9', '--by', '10m'];
  assert.match((await cli(['job', 'create', origin.url, '--name', 'late', ...slow])).out, /late/);
  let forecast: Json = null;
  while (forecast === null) forecast = await json('run', 'forecast', 'late');
  assert.equal(typeof forecast.sentence, 'string');
  assert.match(await shown('run', 'forecast', 'late'), /URLs? known/);
  assert.match(await shown('run', 'forecast', 'late', '--workers', '0'), /no worker is there/);
  assert.match(await shown('run', 'show', 'late'), /forecast +(done about|no end in sight)/);
  assert.match(await shown('job', 'show', 'late'), /to be done by/);
  await cli(['run', 'forecast', 'late', '--workers', 'x'], { exitCode: 2 });
  await cli(['job', 'cancel', 'late']);
});

test('every command was tried here or has a test of its own', () => {
  const elsewhere = [
    'crawl',
    'fetch',
    'up',
    'completion',
    'job start',
    'job pause',
    'job resume',
    'job cancel',
    'capture tail',
  ];
  const all: string[] = [];
  const visit = (command: Command, path: string[]) => {
    if (command.commands.length === 0) all.push(path.join(' '));
    for (const each of command.commands) visit(each, [...path, each.name()]);
  };
  visit(
    createProgram(
      {
        out: { write: () => 0 },
        err: { write: () => 0 },
        env: {},
        interrupted: new AbortController().signal,
      },
      () => async () => {},
    ),
    [],
  );
  assert.deepEqual(
    all.filter((name) => !tried.has(name) && !elsewhere.includes(name)),
    [],
  );
});
