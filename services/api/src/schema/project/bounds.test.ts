import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobSeeds, projects } from '@trunkline/database';
import { count, eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
async function ask(query: string, variables: Record<string, unknown>, as: string): Promise<any> {
  const { data, errors } = await api.ask<object>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** A project with its keys: one that writes, and one of an operator. */
async function project(name: string) {
  const operator = await api.keyFor(['operator', 'admin'], name);
  const { db } = api.database;
  const [row] = await db.select().from(projects).where(eq(projects.name, name));
  const set = (change: Partial<typeof projects.$inferInsert>) =>
    db.update(projects).set(change).where(eq(projects.id, row!.id));
  return { operator, row: row!, set };
}

test('a project has generous limits until an operator says others, or none', async () => {
  const { operator, row } = await project('limits');
  const quotas = (
    await ask(
      '{ viewer { project { quotas { maxUrls maxHosts maxWebhooks maxSeedsPerUpload } } } }',
      {},
      operator,
    )
  ).viewer.project.quotas;
  assert.deepEqual(quotas, {
    ...{ maxUrls: 100_000_000, maxHosts: 5_000_000, maxWebhooks: 100, maxSeedsPerUpload: 10_000_000 },
  });
  const update = async (input: object) =>
    (
      await ask(
        `mutation($input: ProjectUpdateInput!) { projectUpdate(input: $input) {
          ... on Project { quotas { maxUrls maxHosts } } ... on UserError { code path } } }`,
        { input },
        operator,
      )
    ).projectUpdate;
  assert.deepEqual((await update({ maxUrls: 5, maxHosts: null })).quotas, { maxUrls: 5, maxHosts: null });
  assert.deepEqual((await update({ maxUrls: 0 })).path, ['input', 'maxUrls']);
  const [stored] = await api.database.db.select().from(projects).where(eq(projects.id, row.id));
  assert.deepEqual([stored!.maxUrls, stored!.maxHosts, stored!.maxWebhooks], [5, null, 100]);
});

test('a project has as many webhooks as it may, also when many are made at once; others have theirs', async () => {
  const { operator, set } = await project('webhooks');
  const { operator: other } = await project('others');
  await set({ maxWebhooks: 2 });
  const create = async (as: string) =>
    (
      await ask(
        `mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) {
          __typename ... on WebhookCreated { webhook { id } } ... on UserError { code message } } }`,
        { input: { url: 'https://93.184.216.34/hook', events: ['RUN_DONE'] } },
        as,
      )
    ).webhookCreate;
  const made = await Promise.all([1, 2, 3, 4].map(() => create(operator)));
  const refused = made.filter(({ code }) => code === 'QUOTA_EXCEEDED');
  assert.equal(refused.length, 2, JSON.stringify(made));
  assert.match(refused[0].message, /has 2 webhooks and may have 2/);
  assert.equal((await create(other)).__typename, 'WebhookCreated');
  const id = made.find(({ webhook }) => webhook).webhook.id;
  await ask('mutation($id: ID!) { webhookDelete(input: { id: $id }) { __typename } }', { id }, operator);
  assert.equal((await create(operator)).__typename, 'WebhookCreated');
  assert.equal((await create(operator)).code, 'QUOTA_EXCEEDED');
});

test('of an upload of seeds as many lines are taken as the project may send at once; the answer says so, and no more rows are there', async () => {
  const { operator, set } = await project('uploads');
  await set({ maxSeedsPerUpload: 1500 });
  const { jobCreate } = await ask(
    'mutation { jobCreate(input: { seeds: ["http://a.test/"], scope: { kind: ANY } }) { ... on Job { id } ... on UserError { code message } } }',
    {},
    operator,
  );
  const rows = async () => (await api.database.db.select({ n: count() }).from(jobSeeds))[0]!.n;
  const before = await rows();
  const upload = async (lines: number, from: number) => {
    const body = Array.from({ length: lines }, (_, i) => `"http://a.test/${from + i}"\n`).join('');
    const response = await fetch(`${api.url}/jobs/${jobCreate.id}/seeds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/x-ndjson' },
      body,
    });
    return { status: response.status, ...((await response.json()) as { added: number; errors?: unknown }) };
  };
  const { status, added, errors } = await upload(6000, 0);
  assert.deepEqual([status, added, (await rows()) - before], [413, 1500, 1500]);
  const [error] = errors as { message: string; extensions: { code: string } }[];
  assert.equal(error!.extensions.code, 'QUOTA_EXCEEDED');
  assert.match(error!.message, /the first 1500 were taken, and 4500 passed over/);
  const fits = await upload(1500, 10_000);
  assert.deepEqual([fits.status, fits.added, fits.errors], [200, 1500, undefined]);
});
