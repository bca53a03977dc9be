import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, origins, pages, urlHash, visits } from '@trunkline/database';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const BULK = `__typename ... on BulkRequested { matched operation { id kind state total processed failed } }
  ... on UserError { code path }`;

async function job(name: string, label: string) {
  const { jobCreate } = await ask(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id policy { id } latestRun { id shortId } } } }`,
    { input: { name, seeds: ['http://a.test/'], labels: [{ name: 'team', value: label }] } },
  );
  return jobCreate;
}

const [one, two, three] = [await job('one', 'a'), await job('two', 'a'), await job('three', 'b')];

const names = async (filter: Record<string, unknown>) =>
  (
    await ask('query($filter: JobFilter) { jobs(filter: $filter) { nodes { name } } }', { filter })
  ).jobs.nodes.map((node: Result) => node.name);

test('jobs are found by ids, label, policy and time', async () => {
  assert.deepEqual(await names({ label: { name: 'team', value: 'a' } }), ['two', 'one']);
  assert.deepEqual(await names({ label: { name: 'team' }, ids: [one.id, three.id] }), ['three', 'one']);
  assert.deepEqual(await names({ policyId: two.policy.id }), ['two']);
  assert.deepEqual(await names({ createdAt: { lt: '2001-01-01T00:00:00Z' } }), []);
  const { errors } = await api.ask<Result>('{ jobs(filter: { ids: ["x"] }) { totalCount } }');
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
});

test('a bulk operation takes the filter of the list; a dry run only counts; it is cancelled once', async () => {
  const input = { filter: { label: { name: 'team', value: 'a' }, state: ['STARTING'] } };
  const pause = async (more: object) =>
    (
      await ask(`mutation($input: JobsBulkInput!) { jobsPause(input: $input) { ${BULK} } }`, {
        input: { ...input, ...more },
      })
    ).jobsPause;
  assert.deepEqual(await pause({ dryRun: true }), {
    __typename: 'BulkRequested',
    matched: 2,
    operation: null,
  });
  const { operation } = await pause({ idempotencyKey: 'b', reason: 'night' });
  assert.equal((await pause({ idempotencyKey: 'b' })).operation.id, operation.id);
  assert.deepEqual([operation.kind, operation.state, operation.total], ['JOBS_PAUSE', 'RUNNING', 2]);
  const cancel = async (id: string) =>
    (
      await ask(
        'mutation($id: ID!) { bulkCancel(input: { id: $id }) { ... on BulkOperation { state } ... on UserError { code } } }',
        { id },
      )
    ).bulkCancel;
  assert.deepEqual(
    [await cancel(operation.id), await cancel(operation.id)],
    [{ state: 'CANCELLED' }, { state: 'CANCELLED' }],
  );
  const { bulkOperations } = await ask('{ bulkOperations(state: CANCELLED) { nodes { id } } }');
  assert.deepEqual(bulkOperations.nodes, [{ id: operation.id }]);
  const gone = await ask(`mutation($input: JobsBulkInput!) { jobsDelete(input: $input) { ${BULK} } }`, {
    input: { filter: { ids: ['job_x'] }, dryRun: true },
  });
  assert.deepEqual(gone.jobsDelete.path, ['input', 'filter', 'ids', '0']);
});

test('URLs a run gave up are listed by reason, page by page, counted, and retried by the same filter', async () => {
  const serial = Number.parseInt(three.latestRun.shortId, 36);
  await createRunPartitions(db, serial, 3);
  const [origin] = await db.insert(origins).values({ origin: 'http://d.test/', host: 'd.test' }).returning();
  for (const [n, reason] of ['attempts', 'attempts', 'poison', null].entries()) {
    const hash = urlHash(`http://d.test/${n}`);
    await db
      .insert(pages)
      .values({ hash, jobSerial: 3, originId: origin!.id, firstSeen: 1, depth: 0, path: String(n) });
    await db.insert(visits).values({
      ...{ runSerial: serial, hash, startedAt: new Date(), jobSerial: 3, attempt: 4, depth: 1, hops: 0 },
      ...{ final: true, outcome: 'failed', code: 'RESET', deadReason: reason, worker: 'w', timings: {} },
    });
  }
  const { run } = await ask(
    `query($id: ID!) { run(id: $id) { deadReasons { reason count }
      dead(first: 2, filter: { reason: ["attempts", "poison"] }) { totalCount pageInfo { endCursor } nodes { url attempts code } } } }`,
    { id: three.latestRun.id },
  );
  assert.deepEqual(run.deadReasons, [
    { reason: 'attempts', count: 2 },
    { reason: 'poison', count: 1 },
  ]);
  const next = await ask(
    'query($id: ID!, $after: String) { run(id: $id) { dead(after: $after) { nodes { url } } } }',
    { id: three.latestRun.id, after: run.dead.pageInfo.endCursor },
  );
  const urls = [...run.dead.nodes, ...next.run.dead.nodes].map((node: Result) => node.url).sort();
  assert.deepEqual(urls, ['http://d.test/0', 'http://d.test/1', 'http://d.test/2']);
  assert.equal(run.dead.totalCount, 3);
  const retry = await ask(`mutation($input: DeadRetryInput!) { deadRetry(input: $input) { ${BULK} } }`, {
    input: { runId: three.latestRun.id, filter: { reason: ['attempts'] } },
  });
  assert.deepEqual([retry.deadRetry.matched, retry.deadRetry.operation.kind], [2, 'DEAD_RETRY']);
});

test('jobs are listed in the order that is asked for, and paged through in it', async () => {
  const walk = async (orderBy: object | null, first: number, last = false) => {
    const found: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const args: string = last ? 'last: $n, before: $cursor' : 'first: $n, after: $cursor';
      const { jobs }: Result = await ask(
        `query($orderBy: JobOrder, $n: Int!, $cursor: String) { jobs(orderBy: $orderBy, ${args}) { nodes { name }
          pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
        { orderBy, n: first, cursor },
      );
      const names = jobs.nodes.map((node: Result) => node.name);
      if (last) found.unshift(...names);
      else found.push(...names);
      cursor = last ? jobs.pageInfo.startCursor : jobs.pageInfo.endCursor;
      if (!(last ? jobs.pageInfo.hasPreviousPage : jobs.pageInfo.hasNextPage)) return found;
    }
  };
  const byName = ['one', 'three', 'two'];
  assert.deepEqual(await walk({ field: 'NAME', direction: 'ASC' }, 1), byName);
  assert.deepEqual(await walk({ field: 'NAME', direction: 'ASC' }, 2, true), byName);
  assert.deepEqual(await walk({ field: 'NAME', direction: 'DESC' }, 2), byName.toReversed());
  assert.deepEqual(await walk({ field: 'CREATED_AT', direction: 'ASC' }, 1), ['one', 'two', 'three']);
  assert.deepEqual(await walk(null, 2), ['three', 'two', 'one']);
  const { errors } = await api.ask<Result>(
    '{ jobs(orderBy: { field: NAME, direction: ASC }, after: "WzEsIngiXQ") { totalCount } }',
  );
  assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT');
  const { runs } = await ask(
    'query($filter: RunFilter) { runs(filter: $filter) { nodes { job { name } } } }',
    {
      filter: { jobId: two.id, state: ['STARTING'], createdAt: { gte: '2001-01-01T00:00:00Z' } },
    },
  );
  assert.deepEqual(runs.nodes, [{ job: { name: 'two' } }]);
});
