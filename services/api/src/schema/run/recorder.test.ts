import assert from 'node:assert/strict';
import { test } from 'node:test';
import { desiredRun, findRun } from '@trunkline/control';
import { deadEntries, jobs, policies, runs, shortRun } from '@trunkline/database';
import { createFrontier } from '@trunkline/frontier';
import { testApi } from '../../testing/test-api.ts';
import { encodeId } from '../kit/ids.ts';

const api = await testApi();
const { db } = api.database;
const stranger = await api.keyFor(['jobs:read'], 'stranger');

type Answer = {
  run: {
    deadEntries: {
      totalCount: number;
      nodes: { entry: string; error: string; payload: string }[];
      pageInfo: { endCursor: string };
    };
  };
};
type Backlog = { recorderBacklog: object };
const query = `query ($id: ID!, $after: String) { run(id: $id) { deadEntries(first: 2, after: $after) {
  totalCount nodes { entry error payload } pageInfo { endCursor } } } }`;

test('what could not be recorded of a run is listed with its reason, to its project only', async () => {
  const [{ run }, { run: other }] = [await freshRun(), await freshRun()];
  const rows = ['a', 'b', 'c', 'd'].map((entry) => ({
    run: shortRun((entry === 'd' ? other! : run!).serial),
    entry: `0:1-${entry}-${run!.serial}`,
    payload: '<script>'.repeat(1000),
    error: `no ${entry}`,
  }));
  await db.insert(deadEntries).values(rows);
  const id = encodeId('Run', run!.id);
  const first = (await api.ask<Answer>(query, { id })).data.run.deadEntries;
  assert.deepEqual([first.totalCount, first.nodes.map(({ error }) => error)], [3, ['no a', 'no b']]);
  assert.equal(first.nodes[0]!.payload.length, 2000);
  const rest = (await api.ask<Answer>(query, { id, after: first.pageInfo.endCursor })).data.run.deadEntries;
  assert.deepEqual(
    rest.nodes.map(({ error }) => error),
    ['no c'],
  );
  const { recorderBacklog } = (await api.ask<Backlog>('{ recorderBacklog { dead } }')).data;
  assert.deepEqual(recorderBacklog, { dead: 4 });
  const { errors } = await api.ask(query, { id }, stranger);
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
});

test('the backlog of recorders is what the stream holds until it is committed', async () => {
  const frontier = createFrontier({ url: api.redisUrl, shards: 1 });
  const ask = async () =>
    (await api.ask<{ recorderBacklog: object }>('{ recorderBacklog { entries unread } }')).data
      .recorderBacklog;
  try {
    const { run } = await freshRun();
    const desired = desiredRun((await findRun(db, run!.id))!);
    await frontier.applyRun(desired);
    await frontier.enqueue(desired.run, [{ url: 'http://a.test/', depth: 0, hops: 0 }]);
    assert.deepEqual(await ask(), { entries: 1, unread: 1 });
    const entries = await frontier.readOutcomes('recorder', 10);
    assert.deepEqual(await ask(), { entries: 1, unread: 0 });
    await frontier.ackOutcomes(entries.map(({ id }) => id));
    assert.deepEqual(await ask(), { entries: 0, unread: 0 });
  } finally {
    await frontier.close();
  }
});

async function freshRun() {
  const name = api.freshHost();
  const { projectId } = api;
  const [policy] = await db.insert(policies).values({ projectId, name, rules: {} }).returning();
  const [job] = await db
    .insert(jobs)
    .values({
      projectId,
      name,
      scope: { kind: 'any', of: [], include: [], exclude: [] },
      policyId: policy!.id,
    })
    .returning();
  const [run] = await db
    .insert(runs)
    .values({ jobId: job!.id, policyVersion: 1, state: 'running' })
    .returning();
  return { job, run };
}
