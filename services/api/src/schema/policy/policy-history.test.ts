import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions, jobs, origins, pages, urlHash } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';
import { decodeId } from '../kit/ids.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const update = (input: Record<string, unknown>) =>
  ask(
    `mutation($input: PolicyUpdateInput!) { policyUpdate(input: $input) { __typename ... on Policy { id version } } }`,
    { input },
  );
const rollBack = async (input: Record<string, unknown>) =>
  (
    await ask(
      `mutation($input: PolicyRollBackInput!) { policyRollBack(input: $input) {
        ... on Policy { version rules { pace { delayMs } contentTypes } } ... on UserError { code path } } }`,
      { input },
    )
  ).policyRollBack;

async function job(seed: string) {
  const { jobCreate } = await ask(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id policy { id } latestRun { id shortId } } } }`,
    { input: { seeds: [seed] } },
  );
  return jobCreate;
}

test('every version is kept with its author and reason, and any of them can be rolled back to', async () => {
  const { policy } = await job('http://a.test/');
  await update({
    id: policy.id,
    rules: { pace: { delayMs: 9 }, contentTypes: ['text/html'] },
    reason: 'faster',
  });
  const back = await rollBack({ id: policy.id, toVersion: 1, reason: 'too fast', expectedVersion: 2 });
  assert.deepEqual(back, { version: 3, rules: { pace: { delayMs: 1000 }, contentTypes: [] } });
  assert.equal((await rollBack({ id: policy.id, toVersion: 1 })).version, 3, 'the rules are those already');
  assert.deepEqual(await rollBack({ id: policy.id, toVersion: 77 }), {
    code: 'NOT_FOUND',
    path: ['input', 'toVersion'],
  });
  const data = await ask(
    'query($id: ID!) { policy(id: $id) { versions(first: 2) { totalCount pageInfo { hasNextPage } nodes { version author reason rules { pace { delayMs } } } } } }',
    { id: policy.id },
  );
  assert.deepEqual(data.policy.versions, {
    totalCount: 3,
    pageInfo: { hasNextPage: true },
    nodes: [
      { version: 3, author: 'admin', reason: 'too fast', rules: { pace: { delayMs: 1000 } } },
      { version: 2, author: 'admin', reason: 'faster', rules: { pace: { delayMs: 9 } } },
    ],
  });
});

test('a preview says which hosts change and what that does to rate and finish time, and changes nothing', async () => {
  const { id, policy, latestRun } = await job('http://a.test/');
  const serial = Number.parseInt(latestRun.shortId, 36);
  const [row] = await db
    .select()
    .from(jobs)
    .where(eq(jobs.policyId, (await db.select().from(jobs).orderBy(jobs.serial)).at(-1)!.policyId));
  await createRunPartitions(db, serial, row!.serial);
  for (const [host, count] of Object.entries({ 'a.test': 10, 'b.test': 4, 'slow.test': 2 })) {
    const [origin] = await db
      .insert(origins)
      .values({ origin: `http://${host}/`, host })
      .returning();
    const rows = Array.from({ length: count }, (_, n) => ({
      ...{ hash: urlHash(`http://${host}/${n}`), jobSerial: row!.serial, originId: origin!.id },
      ...{ firstSeen: 1, depth: 0, path: String(n) },
    }));
    await db.insert(pages).values(rows);
  }
  await ask(
    'mutation { hostRuleSet(input: { pattern: "slow.test", pace: { delayMs: 60000 } }) { ... on HostRule { id } } }',
  );
  const { policyPreview } = await ask(
    `query($id: ID!) { policyPreview(id: $id, rules: { pace: { delayMs: 4000 } }) { rules { pace { delayMs } }
      runs { run { id } waiting changedHosts startsPerSecondBefore startsPerSecondAfter finishBeforeMs finishAfterMs
        hosts { host waiting before { delayMs } after { delayMs } finishAfterMs } } } }`,
    { id: policy.id },
  );
  assert.equal(policyPreview.rules.pace.delayMs, 4000);
  const [run] = policyPreview.runs;
  assert.equal(run.run.id, latestRun.id);
  assert.deepEqual([run.waiting, run.changedHosts], [16, 2]);
  assert.ok(Math.abs(run.startsPerSecondBefore - (1 + 1 + 1 / 60)) < 1e-9);
  assert.ok(Math.abs(run.startsPerSecondAfter - (0.25 + 0.25 + 1 / 60)) < 1e-9);
  assert.deepEqual(
    [run.finishBeforeMs, run.finishAfterMs],
    [120_000, 120_000],
    'the rule for slow.test binds',
  );
  assert.deepEqual(run.hosts[0], {
    ...{ host: 'a.test', waiting: 10, before: { delayMs: 1000 }, after: { delayMs: 4000 } },
    finishAfterMs: 40_000,
  });
  const data = await ask('query($id: ID!) { job(id: $id) { policy { version } } }', { id });
  assert.equal(data.job.policy.version, 1);
});

test('a policy is deleted once no job crawls under it, at the version that was meant', async () => {
  const run = async (verb: string, input: object) => {
    const name = `policy${verb}`;
    const { data, errors } = await api.ask<Result>(
      `mutation($input: Policy${verb}Input!) { ${name}(input: $input) { __typename ${verb === 'Create' ? '... on Policy { id }' : ''} ... on UserError { code } } }`,
      { input },
    );
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data[name];
  };
  const { id } = await run('Create', { name: 'to be deleted', reason: 'a try' });
  const made = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id } } }',
    { input: { seeds: ['http://a.test/'], policyId: id, start: false } },
  );
  assert.equal((await run('Delete', { id })).code, 'WRONG_STATE');
  await api.database.db.delete(jobs).where(eq(jobs.policyId, decodeId(id).id));
  assert.equal((await run('Delete', { id, expectedVersion: 7 })).code, 'VERSION_CONFLICT');
  assert.equal((await run('Delete', { id, expectedVersion: 1 })).__typename, 'PolicyDeleted');
  assert.equal((await run('Delete', { id })).code, 'NOT_FOUND');
  assert.ok(made.data.jobCreate.id);
});
