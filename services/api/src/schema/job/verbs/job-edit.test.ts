import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditLog, holds, jobs, runs } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { and, eq, isNull } from 'drizzle-orm';
import { testApi } from '../../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const JOB = `__typename ... on Job { id name version weight labels { name value } scope { kind of include }
  limits { maxPages maxDepth } policy { id } seedCount finishBy state latestRun { id shortId } }
  ... on UserError { code message path }`;

async function call(
  name: string,
  input: Record<string, unknown>,
  fields = JOB,
  as?: string,
): Promise<Result> {
  const conflict =
    name === 'jobUpdate' ? '... on VersionConflictError { current { version __typename } }' : '';
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const { data, errors } = await api.ask<Result>(
    `mutation($input: ${type}) { ${name}(input: $input) { ${fields} ${conflict} } }`,
    { input },
    as,
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

const create = (more: Record<string, unknown> = {}) =>
  call('jobCreate', { seeds: [`http://${api.freshHost()}/`], ...more });

const SEEDS = `__typename ... on SeedsAdded { added known refused results { row state problem } job { scope { of } } }
  ... on UserError { code message path }`;

test('a running job is edited, its run follows in the frontier at once, and the log says who changed what', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const job = await create();
  await call('jobPause', { id: job.id });
  const edited = await call('jobUpdate', {
    ...{ id: job.id, expectedVersion: 1, name: 'renamed', weight: 3, reason: 'slower please' },
    ...{ limits: { maxPages: 7 }, scope: { include: ['*x*'] }, labels: [{ name: 'team', value: 'docs' }] },
  });
  assert.equal(edited.version, 2, JSON.stringify(edited));
  assert.deepEqual(edited.labels, [{ name: 'team', value: 'docs' }]);
  assert.deepEqual(edited.scope, { ...job.scope, include: ['*x*'] });
  const config = (await frontier.runConfig(job.latestRun.shortId))!.config;
  assert.equal(config.maxPages, 7);
  assert.deepEqual(config.scope.include, ['*x*']);

  const again = await call('jobUpdate', { id: job.id, name: 'renamed' });
  assert.equal(again.version, 2, 'a change of nothing changes nothing');
  const unlimited = await call('jobUpdate', { id: job.id, limits: { maxPages: null } });
  assert.deepEqual(unlimited.limits, { maxPages: null, maxDepth: null });
  const late = await call('jobUpdate', { id: job.id, name: 'mine', expectedVersion: 2 });
  assert.equal(late.code, 'VERSION_CONFLICT');
  assert.deepEqual(late.current, { version: 3, __typename: 'Job' });

  const { data } = await api.ask<Result>(
    'query($id: ID!) { auditLog(filter: { subjectId: $id }) { totalCount nodes { action keyName reason subjectId before after } } }',
    { id: job.id },
  );
  assert.deepEqual(
    data.auditLog.nodes.map((entry: Result) => entry.action),
    ['jobUpdate', 'jobUpdate', 'jobPause', 'jobCreate'],
  );
  const [, entry] = data.auditLog.nodes;
  assert.equal(entry.reason, 'slower please');
  assert.equal(entry.subjectId, job.id);
  assert.equal(entry.before.weight, 1);
  assert.equal(entry.after.weight, 3);
  assert.ok(!('policyId' in entry.after), 'only what changed');
});

test('another kind of scope is worked out from all seeds', async () => {
  const job = await create({ seeds: ['http://a.one.test/x/', 'http://b.two.test/y/z'] });
  const wide = await call('jobUpdate', { id: job.id, scope: { kind: 'PREFIX' } });
  assert.deepEqual(wide.scope.of, ['http://a.one.test/x/', 'http://b.two.test/y/']);
});

test('seeds are added with a verdict per row; the run they enter cannot end before they are in', async () => {
  const job = await create({ seeds: ['http://a.test/'] });
  await db.update(holds).set({ closedAt: new Date() }).where(eq(holds.kind, 'seeds'));
  const [before] = await db
    .select()
    .from(runs)
    .orderBy(runs.serial)
    .limit(100)
    .where(eq(runs.state, 'starting'));
  assert.ok(before);
  const input = {
    ...{ id: job.id, idempotencyKey: api.freshHost() },
    seeds: ['http://a.test/', 'http://b.test/1', 'ftp://x/', 'http://b.test:80/1'],
  };
  const first = await call('jobAddSeeds', input, SEEDS);
  assert.deepEqual([first.added, first.known, first.refused], [1, 2, 1]);
  assert.deepEqual(
    first.results.map((row: Result) => row.state),
    ['KNOWN', 'ADDED', 'REFUSED', 'KNOWN'],
  );
  assert.match(first.results[2].problem, /scheme "ftp"/);
  assert.deepEqual(first.job.scope.of, ['a.test', 'b.test']);
  assert.deepEqual(await call('jobAddSeeds', input, SEEDS), first, 'a replay says what the first call did');
  const other = await call('jobAddSeeds', { ...input, seeds: ['http://c.test/'] }, SEEDS);
  assert.equal(other.code, 'IDEMPOTENCY_KEY_REUSED');

  const serial = Number.parseInt(job.latestRun.shortId, 36);
  const [run] = await db.select().from(runs).where(eq(runs.serial, serial));
  assert.equal(run!.version, 2, 'whoever read the run without the hold must look again');
  const open = await db
    .select()
    .from(holds)
    .where(and(eq(holds.runId, run!.id), isNull(holds.closedAt)));
  assert.equal(open.length, 1);
  assert.ok(open[0]!.position > 0, 'only what is new is fed');
});

test('seeds stream in as NDJSON under a hold; a bad line does not spoil the others; sending again adds nothing', async () => {
  const job = await create({ seeds: ['http://a.test/'] });
  const lines = Array.from({ length: 2500 }, (_, n) => JSON.stringify(`http://s.test/${n}`));
  lines[3] = JSON.stringify({ url: 'http://t.test/' });
  lines[4] = '"mailto:x"';
  lines[5] = 'x'.repeat(40_000);
  const post = (body: string, key = api.key, type = 'application/x-ndjson') =>
    fetch(`${api.url}/jobs/${job.id}/seeds`, {
      ...{ method: 'POST', body },
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
    });
  const answer = (await (await post(lines.join('\n'))).json()) as Result;
  assert.deepEqual([answer.rows, answer.added, answer.known, answer.refused], [2500, 2498, 0, 2]);
  assert.deepEqual(
    answer.problems.map((one: Result) => one.row),
    [4, 5],
  );
  const again = (await (await post(lines.join('\n'))).json()) as Result;
  assert.deepEqual([again.added, again.known], [0, 2498]);
  const left = await db
    .select()
    .from(holds)
    .where(and(eq(holds.kind, 'upload'), isNull(holds.closedAt)));
  assert.deepEqual(left, []);

  assert.equal((await post('', api.key, 'text/plain')).status, 415);
  assert.equal((await post('', await api.keyFor(['admin'], `p-${api.freshHost()}`))).status, 404);
  assert.equal((await post('', await api.keyFor(['jobs:read']))).status, 403);
});

test('a clone has the seeds and settings of the original, under its policy or a copy of it', async () => {
  const finishBy = '2040-01-01T00:00:00.000Z';
  const job = await create({ seeds: ['http://a.test/1', 'http://a.test/2'], weight: 2, finishBy });
  const input = { id: job.id, idempotencyKey: api.freshHost() };
  const clone = await call('jobClone', input);
  assert.equal(clone.seedCount, 2);
  assert.equal(clone.weight, 2);
  assert.equal(clone.finishBy, finishBy);
  assert.equal(clone.state, 'NEW');
  assert.equal(clone.policy.id, job.policy.id);
  assert.equal((await call('jobClone', input)).id, clone.id);
  const apart = await call('jobClone', { id: job.id, ownPolicy: true, start: true, name: 'apart' });
  assert.notEqual(apart.policy.id, job.policy.id);
  assert.equal(apart.state, 'STARTING');
});

test('a deleted job is invisible, its run is cancelled, and deleting it again changes nothing', async () => {
  const job = await create();
  const gone = await call(
    'jobDelete',
    { id: job.id, reason: 'not needed' },
    '__typename ... on JobDeleted { id }',
  );
  assert.equal(gone.id, job.id);
  const again = await call('jobDelete', { id: job.id }, '__typename ... on JobDeleted { id }');
  assert.deepEqual(again, gone);
  assert.equal(await db.$count(auditLog, eq(auditLog.action, 'jobDelete')), 1);
  const { errors } = await api.ask<Result>('query($id: ID!) { job(id: $id) { id } }', { id: job.id });
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
  const [row] = await db
    .select({ state: runs.state })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(eq(runs.serial, Number.parseInt(job.latestRun.shortId, 36)));
  assert.equal(row!.state, 'cancelling');
  assert.equal((await call('jobStart', { id: job.id })).code, 'NOT_FOUND');
});

test('no lifecycle verb reaches a job of another project', async () => {
  const job = await create();
  const stranger = await api.keyFor(['admin'], `p-${api.freshHost()}`);
  const inputs: Record<string, Record<string, unknown>> = {
    jobUpdate: { name: 'x' },
    jobClone: {},
    jobDelete: {},
    jobAddSeeds: { seeds: ['http://a.test/'] },
  };
  for (const [name, more] of Object.entries(inputs)) {
    const answer = await call(name, { id: job.id, ...more }, '... on UserError { code }', stranger);
    assert.equal(answer.code, 'NOT_FOUND', name);
  }
});
