import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownSecret } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { createBus, createReporter, createStageClock, type VisitReport } from '@trunkline/telemetry';
import { workerNames } from '../../stores/run/worker-names.ts';
import { claimsOf } from '../../testing/claims-of.ts';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** A worker as the API sees it: what it reports, and what it is told. */
async function reporting(session: string, visits: VisitReport[] = []) {
  const bus = createBus(api.redisUrl);
  const orders: boolean[] = [];
  const reporter = createReporter({
    ...{ redisUrl: api.redisUrl, bus, worker: session, name: `machine:${session}`, version: '0.1.0' },
    clock: createStageClock(['dns']),
    read: () => ({
      ...{ session, state: 'running', blockedBy: null, slots: 8, inFlight: 1, pages: 1 },
      ...{ wireBytes: 1, decodedBytes: 1, transfers: [] },
      ...{ unclaimedMs: {}, faults: {}, sockets: { open: 0, idle: 0 } },
      redisMs: { n: 0, p50: 0, p99: 0, open: 0, oldestMs: 0, times: '' },
      archive: { lagMs: 0, waiting: 0, freeBytes: 0, full: false },
      bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 },
    }),
    readVisits: () => visits,
    onOrder: (drained) => void orders.push(drained),
    intervalMs: 60_000,
  });
  await reporter.report();
  const close = async () => {
    await reporter.close();
    await bus.close();
  };
  return { reporter, orders, visits, close };
}

const fields =
  'nodes { url host kind since attempt stage stageMs run { id } worker { name } } pageInfo { endCursor hasNextPage } totalCount';

test('what workers hold is listed oldest first, with who has it, the stage and since when; of this project alone', async (t) => {
  const host = api.freshHost();
  const { jobCreate } = await ask(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    {
      input: {
        seeds: [`http://${host}/`],
        rules: { robots: { obey: false }, pace: { perSecond: 1000, concurrency: 8 } },
      },
    },
  );
  for (const verb of ['jobPause', 'jobResume'])
    await ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
  const frontier = await openFrontier(api.redisUrl);
  t.after(() => frontier.close());
  const run = jobCreate.latestRun;
  const urls = ['a', 'b', 'c'].map((path) => ({ url: `http://${host}/${path}`, depth: 0, hops: 0 }));
  await frontier.enqueue(run.shortId, urls);
  await frontier.openSession('s1', 10_000);
  const claims = await claimsOf(frontier, 's1', host);
  assert.equal(claims.length, 3);
  const worker = await reporting('s1', [[claims[1]!.token, 'headers', 1234]]);
  t.after(worker.close);

  const list = async (filter: object = {}, first = 20, after: string | null = null, as?: string) =>
    (
      await ask(
        `query($filter: InFlightFilter, $first: Int, $after: String) { inFlight(filter: $filter, first: $first, after: $after) { ${fields} } }`,
        { filter, first, after },
        as,
      )
    ).inFlight;
  const all = await list();
  assert.deepEqual(
    all.nodes.map((node: Result) => [node.url, node.kind, node.attempt, node.run.id, node.worker.name]),
    urls.map(({ url }) => [url, 'PAGE', 1, run.id, 'machine:s1']),
  );
  assert.deepEqual([all.nodes[1].stage, all.nodes[1].stageMs], ['HEADERS', 1234]);
  assert.equal(all.nodes[0].stage, null);
  assert.equal((await list({ stage: 'HEADERS' })).totalCount, 1);
  assert.equal((await list({ host: 'other.test' })).totalCount, 0);
  assert.equal((await list({ olderThanMs: 3_600_000 })).totalCount, 0);
  const { workers } = await ask('{ workers { nodes { id name } } }');
  const { id } = workers.nodes.find((one: Result) => one.name === 'machine:s1');
  assert.equal((await list({ workerId: id })).totalCount, 3);
  const first = await list({}, 2);
  const rest = await list({}, 2, first.pageInfo.endCursor);
  assert.deepEqual(
    [...first.nodes, ...rest.nodes].map((node: Result) => node.url),
    urls.map(({ url }) => url),
  );
  const ofRun = await ask(`query($id: ID!) { run(id: $id) { inFlight { totalCount } } }`, { id: run.id });
  assert.equal(ofRun.run.inFlight.totalCount, 3);
  const stranger = await api.keyFor(['admin'], `p-${host}`);
  assert.equal((await list({}, 20, null, stranger)).totalCount, 0);
});

test('a worker is drained and resumed by mutation: it hears of it with its next report, and the audit log has it once', async (t) => {
  const worker = await reporting('s2');
  t.after(worker.close);
  const { workers } = await ask('{ workers { nodes { id name drained } } }');
  const { id, drained } = workers.nodes.find((one: Result) => one.name === 'machine:s2');
  assert.equal(drained, false);
  const say = async (verb: string, as?: string) =>
    (
      await api.ask<Result>(
        `mutation($id: ID!) { worker${verb}(input: { id: $id, reason: "disk" }) { __typename ... on Worker { drained } ... on UserError { code } } }`,
        { id },
        as,
      )
    ).data?.[`worker${verb}`];
  for (const _ of [1, 2]) assert.deepEqual(await say('Drain'), { __typename: 'Worker', drained: true });
  await worker.reporter.report();
  assert.deepEqual(worker.orders, [false, true]);
  const { auditLog } = await ask(
    'query($id: ID!) { auditLog(filter: { subjectId: $id }) { nodes { action reason } } }',
    {
      id,
    },
  );
  assert.deepEqual(auditLog.nodes, [{ action: 'workerDrain', reason: 'disk' }]);
  assert.deepEqual(await say('Resume'), { __typename: 'Worker', drained: false });
  await worker.reporter.report();
  assert.deepEqual(worker.orders, [false, true, false]);
  for (const scopes of [['admin'], ['jobs:read', 'workers:admin']] as const)
    assert.equal(await say('Drain', await api.keyFor([...scopes])), undefined, 'workers serve all projects');
});

test('operators are told the machines of workers and what they do for all; others a pseudonym that stays, and whether they go', async (t) => {
  const worker = await reporting('s3');
  t.after(worker.close);
  const admin = await api.keyFor(['admin'], 'who is told no names');
  const read = `{ workers { nodes { id name state slots drained version startedAt inFlight pages pagesPerSecond wireBytes decodedBytes
    rssBytes heapBytes cpuMs waitingForBandwidth eventLoopLag { p50 } discovery { urls } stages { stage } } } }`;
  const told = async (as?: string): Promise<Result> => {
    const { data } = await api.ask<Result>(read, {}, as);
    const mine = await api.ask<Result>('{ workers { nodes { id name } } }');
    const { id } = mine.data.workers.nodes.find(({ name }: Result) => name === 'machine:s3');
    return data.workers.nodes.find((one: Result) => one.id === id);
  };
  const all = await told();
  assert.deepEqual([all.name, all.inFlight, all.pages], ['machine:s3', 1, 1]);
  const { name, id, state, slots, drained, version, startedAt, ...load } = await told(admin);
  assert.match(name, /^worker-[0-9a-f]{10}$/);
  assert.deepEqual([state, slots, drained, version], ['RUNNING', 8, false, '0.1.0']);
  assert.ok(startedAt);
  assert.deepEqual(
    Object.entries(load).filter(([, value]) => value !== null),
    [],
  );
  assert.equal((await told(admin)).name, name);
  const other = await testApi();
  assert.notEqual(
    workerNames({ secret: await ownSecret(other.database.db) }, caller)('machine:s3'),
    workerNames({ secret: await ownSecret(api.database.db) }, caller)('machine:s3'),
    'nobody who knows a name finds its pseudonym elsewhere',
  );
  // A live view of an operator is not shared with others.
  const first = async (as: string) => {
    const stream = await api.post(
      { query: 'subscription { workers { workers { name } } }' },
      { accept: 'text/event-stream', authorization: `Bearer ${as}` },
    );
    const reader = stream.body!.getReader();
    let text = '';
    while (!text.includes('"name"')) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    return text;
  };
  const [operators, others] = await Promise.all([first(api.key), first(admin)]);
  assert.match(operators, /machine:/);
  assert.doesNotMatch(others, /machine:/);
  assert.match(others, /worker-/);
});

const caller = { keyId: 'k', keyName: 'k', projectId: 'p', scopes: ['admin'] } as const;
