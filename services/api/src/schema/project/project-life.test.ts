import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPauses, hostRules, jobs, projects, runs, shortRun } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq, sql } from 'drizzle-orm';
import { closeProject } from '../../stores/changes/standing.ts';
import { testApi } from '../../testing/test-api.ts';
import { decodeId } from '../kit/ids.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const PARTS = 'id name state version suspendedFor heldBy quotas { maxJobs } usage { jobs }';

const create = async (input: object, as?: string): Promise<Result> =>
  (
    await ask(
      `mutation($input: ProjectCreateInput!) { projectCreate(input: $input) { __typename
        ... on ProjectCreated { secret keyId project { ${PARTS} } } ... on UserError { code path message } } }`,
      { input },
      as,
    )
  ).projectCreate;

const say = async (verb: 'Suspend' | 'Resume', input: object): Promise<Result> =>
  (
    await ask(
      `mutation($input: Project${verb}Input!) { project${verb}(input: $input) { ... on Project { ${PARTS} } ... on UserError { code message } } }`,
      { input },
    )
  )[`project${verb}`];

const remove = async (input: object, as?: string): Promise<Result> =>
  (
    await ask(
      `mutation($input: ProjectDeleteInput!) { projectDelete(input: $input) {
        ... on ProjectDeletion { id name jobs runs done } ... on UserError { code path message } } }`,
      { input },
      as,
    )
  ).projectDelete;

const startJob =
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { __typename ... on Job { id latestRun { id } } } }';

test('an operator makes a project with a first admin key, which is admin there and no operator, and lists and renames it', async () => {
  const made = await create({ name: 'second', maxJobs: 3, idempotencyKey: 'p1' });
  assert.deepEqual(
    [made.project.name, made.project.state, made.project.quotas.maxJobs],
    ['second', 'ACTIVE', 3],
  );
  const again = await create({ name: 'second', maxJobs: 3, idempotencyKey: 'p1' });
  assert.deepEqual([again.project.id, again.secret], [made.project.id, null]);
  const taken = await create({ name: 'second' });
  assert.deepEqual([taken.code, taken.path], ['BAD_INPUT', ['input', 'name']]);
  const { viewer } = await ask('{ viewer { scopes project { id name } } }', {}, made.secret);
  assert.deepEqual(viewer, { scopes: ['ADMIN'], project: { id: made.project.id, name: 'second' } });
  for (const query of ['{ projects { totalCount } }', `{ project(id: "${made.project.id}") { id } }`]) {
    const { errors } = await api.ask<Result>(query, {}, made.secret);
    assert.match(errors![0]!.message, /needs "operator"/);
  }

  assert.equal((await ask(startJob, {}, made.secret)).jobCreate.__typename, 'Job');
  const { projects: all } = await ask(`{ projects { nodes { ${PARTS} } } }`);
  assert.deepEqual(
    all.nodes.map(({ name, usage }: Result) => [name, usage.jobs]),
    [
      ['second', 1],
      ['default', 0],
    ],
  );
  const rename = async (name: string) =>
    (
      await ask(
        `mutation($id: ID!, $name: String!) { projectUpdate(input: { id: $id, name: $name, reason: "grew" }) {
          ... on Project { name } ... on UserError { code path } } }`,
        { id: made.project.id, name },
      )
    ).projectUpdate;
  assert.equal((await rename('third')).name, 'third');
  assert.deepEqual((await rename('default')).path, ['input', 'name']);
  const { auditLog } = await ask('{ auditLog { nodes { action keyName reason } } }', {}, made.secret);
  assert.deepEqual(
    auditLog.nodes.filter(({ action }: Result) => action.startsWith('project')),
    [
      { action: 'projectUpdate', keyName: 'an operator', reason: 'grew' },
      { action: 'projectCreate', keyName: 'an operator', reason: null },
    ],
    'the project is told what was done to it, and by no name of another one',
  );
});

test('a project is named as it is seen: no controls, nothing unseen, no space around it, no other that differs in case alone', async () => {
  for (const name of [
    'a\nb',
    'a\u202eb',
    'a\u200bb',
    'a\u200db',
    'a\u2028b',
    ' a',
    'a ',
    'DEFAULT',
    'ｄefault',
  ]) {
    const refused = await create({ name });
    assert.deepEqual([refused.code, refused.path], ['BAD_INPUT', ['input', 'name']], JSON.stringify(name));
  }
  const { project } = await create({ name: 'Übersee' });
  assert.equal((await create({ name: 'übersee' })).code, 'BAD_INPUT');
  const renamed = await ask(
    `mutation { projectUpdate(input: { id: "${project.id}", name: "ÜBERSEE" }) { ... on Project { name } } }`,
  );
  assert.equal(renamed.projectUpdate.name, 'ÜBERSEE', 'its own name in other letters');
  const named = (name: string) =>
    ask('mutation($name: String!) { policyCreate(input: { name: $name }) { __typename } }', { name });
  for (const name of ['a\u0007b', 'a\u2066b', 'a\u200bb'])
    assert.equal((await named(name)).policyCreate.__typename, 'BadInputError');
  assert.equal((await named('می\u200cخواهم')).policyCreate.__typename, 'Policy', 'scripts need joiners');
  await db.delete(projects).where(eq(projects.name, 'ÜBERSEE'));
});

test('a suspended project hands out nothing at once, says why, and its keys read and change nothing until it is resumed', async () => {
  const { project, secret } = await create({ name: 'loud' });
  const { jobCreate } = await ask(startJob, {}, secret);
  for (const verb of ['jobPause', 'jobResume'])
    await ask(
      `mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`,
      { id: jobCreate.id },
      secret,
    );
  const [row] = await db
    .select({ serial: runs.serial })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(eq(jobs.projectId, decodeId(project.id).id));
  const frontier = await openFrontier(api.redisUrl);
  const inFrontier = async () => (await frontier.sizes(shortRun(row!.serial)))?.state;
  assert.equal(await inFrontier(), 'running');

  for (const _ of [1, 2]) {
    const suspended = await say('Suspend', { id: project.id, reason: 'complaints' });
    assert.deepEqual(
      [suspended.state, suspended.suspendedFor, suspended.version],
      ['SUSPENDED', 'complaints', 2],
    );
  }
  assert.equal(await inFrontier(), 'paused');
  const read = `{ viewer { project { state suspendedFor } } run(id: "${jobCreate.latestRun.id}") { state heldBy } }`;
  // What is known of a key is believed for a second.
  const refused = async () => (await api.ask<Result>(startJob, {}, secret)).errors?.[0];
  while ((await refused()) === undefined);
  assert.equal((await refused())!.extensions.code, 'FORBIDDEN');
  assert.match((await refused())!.message, /suspended by the operator.*ask the operator/);
  const upload = await fetch(`${api.url}/jobs/${jobCreate.id}/seeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' },
    body: '"http://b.test/"\n',
  });
  assert.equal(upload.status, 403);
  const seen = await ask(read, {}, secret);
  assert.deepEqual(seen.viewer.project, { state: 'SUSPENDED', suspendedFor: 'complaints' });
  assert.equal(seen.run.heldBy, 'SUSPENDED');

  for (const _ of [1, 2]) assert.equal((await say('Resume', { id: project.id })).state, 'ACTIVE');
  assert.equal(await inFrontier(), 'running');
  while ((await refused()) !== undefined);
  assert.equal((await ask(read, {}, secret)).run.heldBy, null);
  await frontier.close();
});

test('a project is deleted by its name, not while its runs go unless that is meant; nobody gets in then, and asking again tells what is left', async () => {
  const { project, secret } = await create({ name: 'old' });
  await ask(startJob, {}, secret);
  const { id } = project;
  const wrong = await remove({ id, name: 'older' });
  assert.deepEqual([wrong.code, wrong.path], ['BAD_INPUT', ['input', 'name']]);
  const going = await remove({ id, name: 'old' });
  assert.equal(going.code, 'WRONG_STATE');
  assert.match(going.message, /1 of its runs/);
  assert.equal((await ask('{ viewer { keyName } }', {}, secret)).viewer.keyName, 'admin', 'nothing was done');
  const { viewer } = await ask('{ viewer { project { id name } } }');
  assert.equal((await remove({ ...viewer.project, force: true })).code, 'WRONG_STATE', 'not that of the key');

  for (const _ of [1, 2])
    assert.deepEqual(await remove({ id, name: 'old', force: true }), {
      id,
      name: 'old',
      jobs: 1,
      runs: 1,
      done: false,
    });
  const { errors } = await api.ask<Result>('{ viewer { keyName } }', {}, secret);
  assert.equal(errors![0]!.extensions.code, 'UNAUTHENTICATED');
  const { project: left } = await ask(`{ project(id: "${id}") { state deletion { jobs done } } }`);
  assert.deepEqual(left, { state: 'DELETING', deletion: { jobs: 1, done: false } });
  assert.equal((await say('Resume', { id })).code, 'WRONG_STATE');
  // As the conductor does when the jobs are gone.
  await db.delete(projects).where(eq(projects.name, 'old'));
  assert.deepEqual(await remove({ id, name: 'old' }), { id, name: 'old', jobs: 0, runs: 0, done: true });
  const { id: never } = (await create({ name: 'never' })).project;
  await db.delete(projects).where(eq(projects.name, 'never'));
  assert.equal((await remove({ id: never, name: 'never' })).code, 'NOT_FOUND');
});

test('who asks again while the conductor removes the last of a project is told that all is gone', async () => {
  const { project } = await create({ name: 'gone meanwhile' });
  const named = { id: project.id, name: 'gone meanwhile' };
  assert.equal((await remove(named)).done, false);
  const key = decodeId(project.id).id;
  const open = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const held = db.transaction(async (tx) => {
    await closeProject(tx, key);
    closed.resolve();
    await open.promise;
    await tx.delete(projects).where(eq(projects.id, key));
  });
  await closed.promise;
  const again = remove(named);
  const waits = sql`select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await db.execute<{ waiting: number }>(waits)).rows.length === 0);
  open.resolve();
  await held;
  assert.deepEqual(await again, { ...named, jobs: 0, runs: 0, done: true });
});

test('what an operator of a deleted project said of hosts goes on binding; the last operators are not deleted with their project', async () => {
  const { project } = await create({ name: 'ops' });
  const key = decodeId(project.id).id;
  const [mine] = await db.select().from(projects).where(eq(projects.name, 'default'));
  await db.insert(hostRules).values([
    { projectId: key, pattern: '*.kept.test', blocked: true },
    { projectId: key, pattern: 'again.test', blocked: true },
    { projectId: mine!.id, pattern: 'again.test', blocked: true, removedAt: new Date() },
  ]);
  await db.insert(hostPauses).values({ projectId: key, host: 'p.test', paused: true });
  const operator = await api.keyFor(['operator'], 'other operators');
  assert.equal((await remove({ id: project.id, name: 'ops' })).done, false);
  const rules = await db.select().from(hostRules).where(eq(hostRules.projectId, mine!.id));
  assert.deepEqual(rules.map(({ pattern, removedAt }) => [pattern, removedAt]).sort(), [
    ['*.kept.test', null],
    ['again.test', null],
  ]);
  const [pause] = await db.select().from(hostPauses).where(eq(hostPauses.host, 'p.test'));
  assert.equal(pause!.projectId, mine!.id);

  // Theirs expires: then those of "default" are the last.
  await db.execute(`update api_keys set expires_at = now() + interval '1 hour' where name = 'operator'`);
  const { viewer } = await ask('{ viewer { project { id name } } }');
  const last = await remove({ ...viewer.project, force: true }, operator);
  assert.equal(last.code, 'WRONG_STATE');
  assert.match(last.message, /trunkline key create NAME --scope operator/);
});
