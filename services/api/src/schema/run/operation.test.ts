import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, runOperations, runs } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function startedRun(): Promise<string> {
  const { data } = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { latestRun { id } } } }',
    { input: { seeds: [`http://h${Math.random()}.test/`] } },
  );
  return data.jobCreate.latestRun.id;
}

const ask = async (field: string, input: object) => {
  const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  const { data } = await api.ask<Result>(
    `mutation($input: ${type}!) { ${field}(input: $input) {
      __typename ... on RunOperation { id kind state fix run { id } findings { kind count fixed } } ... on UserError { code message }
    } }`,
    { input },
  );
  return data[field];
};

test('a repair is asked for once: while one is open that one is answered, and the run is held open', async () => {
  const id = await startedRun();
  const first = await ask('runRepair', { id });
  assert.deepEqual([first.kind, first.state, first.run.id, first.findings], ['REPAIR', 'WAITING', id, []]);
  assert.equal((await ask('runRepair', { id, reason: 'again' })).id, first.id);
  const open = await api.database.db.select().from(holds).where(eq(holds.kind, 'repair'));
  assert.equal(open.length, 1);
  const { data } = await api.ask<Result>(
    'query($id: ID!) { run(id: $id) { operations { totalCount nodes { id } } } }',
    { id },
  );
  assert.deepEqual(data.run.operations, { totalCount: 1, nodes: [{ id: first.id }] });
});

test('what an operation found is answered by kind', async () => {
  const id = await startedRun();
  const { id: operation } = await ask('runAudit', { id, fix: true });
  await api.database.db
    .update(runOperations)
    .set({ state: 'done', findings: { linkMissing: { count: 3, fixed: 3, samples: ['http://a.test/'] } } })
    .where(eq(runOperations.kind, 'audit'));
  const { data } = await api.ask<Result>(
    'query($id: ID!) { node(id: $id) { ... on RunOperation { state fix findings { kind count fixed samples } } } }',
    { id: operation },
  );
  assert.deepEqual(data.node, {
    state: 'DONE',
    fix: true,
    findings: [{ kind: 'LINK_MISSING', count: 3, fixed: 3, samples: ['http://a.test/'] }],
  });
});

test('a run that is over is audited, but not repaired; a lost one says what to do', async () => {
  const id = await startedRun();
  await api.database.db.update(runs).set({ state: 'lost', lostFrom: 'running', error: 'Redis has lost it' });
  const { data } = await api.ask<Result>(
    'query($id: ID!) { run(id: $id) { state error job { id state } } }',
    { id },
  );
  assert.deepEqual(
    [data.run.state, data.run.error, data.run.job.state],
    ['LOST', 'Redis has lost it', 'LOST'],
  );
  const paused = await api.ask<Result>(
    'mutation($id: ID!) { jobPause(input: { id: $id }) { ... on UserError { code message } } }',
    { id: data.run.job.id },
  );
  assert.equal(paused.data.jobPause.code, 'WRONG_STATE');
  assert.match(paused.data.jobPause.message, /runRepair/);
  await api.database.db.update(runs).set({ state: 'done', finishedAt: new Date() });
  assert.equal((await ask('runRepair', { id })).code, 'WRONG_STATE');
  assert.equal((await ask('runAudit', { id })).kind, 'AUDIT');
});

test('all that was done to a run is listed, newest first', async () => {
  const id = await startedRun();
  const asked = [];
  for (let i = 0; i < 3; i++) {
    const { id: operation } = await ask('runAudit', { id });
    asked.unshift(operation);
    await api.database.db.update(runOperations).set({ state: 'done' }).where(eq(runOperations.kind, 'audit'));
  }
  const { data } = await api.ask<Result>(
    'query($id: ID!) { run(id: $id) { operations(first: 100) { nodes { id } } job { latestRun { operations(first: 100) { nodes { id } } } } } }',
    { id },
  );
  const ids = (list: Result) => list.nodes.map((node: Result) => node.id);
  assert.deepEqual(ids(data.run.operations), asked);
  assert.deepEqual(ids(data.run.job.latestRun.operations), asked);
});
