import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeys, jobSeeds, newKey, projects } from '@trunkline/database';
import { and, eq, isNull } from 'drizzle-orm';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { decodeId } from '../schema/kit/ids.ts';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const startJob =
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { __typename ... on Job { id } } }';

async function tenant() {
  const name = api.freshHost();
  const { data } = await api.ask<Result>(
    `mutation { projectCreate(input: { name: "${name}" }) { ... on ProjectCreated { secret project { id } } } }`,
  );
  const { secret, project } = data.projectCreate;
  const job = (await api.ask<Result>(startJob, {}, secret)).data.jobCreate.id as string;
  return { name, secret: secret as string, id: project.id as string, job };
}

const suspend = (id: string) => api.ask(`mutation { projectSuspend(input: { id: "${id}" }) { __typename } }`);
const remove = (id: string, name: string) =>
  api.ask(`mutation { projectDelete(input: { id: "${id}", name: "${name}", force: true }) { __typename } }`);
const codeOf = async (secret: string, query = startJob) =>
  (await api.ask<Result>(query, {}, secret)).errors?.[0]?.extensions.code;

/** A body that goes on until it is ended: resolves when the server has let it in. */
async function upload(secret: string, job: string) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const body = writable.getWriter();
  const answer = fetch(`${api.url}/jobs/${job}/seeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' },
    body: readable,
    duplex: 'half',
  } as RequestInit);
  const send = (text: string) => body.write(new TextEncoder().encode(text));
  // A whole batch, so that what is in the database tells that it was let in.
  await send('"http://first.test/"\n'.repeat(20_000));
  while ((await seeds(job)) < 2);
  return { answer, send, end: () => body.close() };
}

const seeds = (job: string) => db.$count(jobSeeds, eq(jobSeeds.jobId, decodeId(job).id));

test('a socket opened before its project was suspended reads and changes nothing from then on', async () => {
  const { secret, id } = await tenant();
  let opened = 0;
  const client = createClient({
    ...{ url: `${api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket },
    connectionParams: { authorization: `Bearer ${secret}` },
    lazy: false,
    on: { connected: () => opened++ },
  });
  const over = async (query: string): Promise<Result> => {
    for await (const result of client.iterate({ query })) return result;
  };
  assert.equal((await over(startJob)).data.jobCreate.__typename, 'Job');
  await suspend(id);
  // A new connection is refused when what was believed of the key is a second old; so is the old one then.
  while ((await codeOf(secret)) === undefined);
  const { errors } = await over(startJob);
  assert.equal(errors?.[0]?.extensions.code, 'FORBIDDEN');
  assert.equal((await over('{ viewer { project { state } } }')).data.viewer.project.state, 'SUSPENDED');
  assert.equal(opened, 1);
  await client.dispose();
});

test('an upload that goes on while its project is suspended adds nothing more', async () => {
  const { secret, id, job } = await tenant();
  const { answer, send, end } = await upload(secret, job);
  await suspend(id);
  while ((await codeOf(secret)) === undefined);
  await send('"http://late.test/"\n');
  await end();
  assert.equal((await answer).status, 403);
  assert.equal(await seeds(job), 2);
});

test('an upload ends with its key: revoked, expired, or of a project that is deleted', async () => {
  const revoked = await tenant();
  const first = await upload(revoked.secret, revoked.job);
  const gone = await tenant();
  const second = await upload(gone.secret, gone.job);
  await remove(revoked.id, revoked.name);
  // Nothing more is sent: it is not waited for.
  assert.equal((await first.answer).status, 401);
  const own = gone.secret.split('_')[1]!;
  await db.update(apiKeys).set({ expiresAt: new Date() }).where(eq(apiKeys.id, own));
  while ((await codeOf(gone.secret)) === undefined);
  await second.send('"http://late.test/"\n');
  await second.end();
  assert.equal((await second.answer).status, 401);
  assert.equal(await seeds(gone.job), 2);
});

test('a project that is deleted has no live key, and nothing is made in it, whatever was asked at the same time', async () => {
  for (let round = 0; round < 3; round++) {
    const { secret, id, name } = await tenant();
    const create = `mutation { apiKeyCreate(input: { name: "k", scopes: [ADMIN] }) { ... on ApiKeyCreated { secret } } }`;
    const [removed, ...made] = await Promise.all([
      remove(id, name),
      ...Array.from({ length: 8 }, () => api.ask<Result>(create, {}, secret)),
    ]);
    assert.equal(removed.errors, undefined);
    const projectId = decodeId(id).id;
    const live = and(eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt));
    assert.equal(await db.$count(apiKeys, live), 0);
    for (const { data } of made)
      if (data?.apiKeyCreate.secret) assert.equal(await codeOf(data.apiKeyCreate.secret), 'UNAUTHENTICATED');
  }
  const { secret, id } = await tenant();
  const projectId = decodeId(id).id;
  // What is believed of the key is from before, as in another process.
  assert.equal(await codeOf(secret, '{ viewer { keyName } }'), undefined);
  await db.update(projects).set({ deletedAt: new Date() }).where(eq(projects.id, projectId));
  assert.equal(await codeOf(secret), 'UNAUTHENTICATED');
  const late = newKey();
  await db
    .insert(apiKeys)
    .values({ id: late.id, projectId, name: 'late', hash: late.hash, scopes: ['admin'] });
  assert.equal(await codeOf(late.key, '{ viewer { keyName } }'), 'UNAUTHENTICATED', 'not even to read');
});
