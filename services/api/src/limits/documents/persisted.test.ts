import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLogger } from '@trunkline/service';
import { createClient as sse } from 'graphql-sse';
import { createClient as overSocket } from 'graphql-ws';
import { WebSocket } from 'ws';
import { testApi } from '../../testing/test-api.ts';
import { idOf, openPersistedDocuments } from './persisted.ts';

const folder = await mkdtemp(join(tmpdir(), 'trunkline-persisted-'));
after(() => rm(folder, { recursive: true, force: true }));
const log = createLogger('api', 'silent');

const viewer = '{ viewer { keyName } }';
const workers = 'subscription { workers { __typename } }';
const other = '{ viewer { scopes } }';
const file = join(folder, 'documents.json');
const write = (...texts: string[]) =>
  writeFile(file, JSON.stringify(Object.fromEntries(texts.map((text) => [idOf(text), text]))));
await write(viewer, workers);
const api = await testApi({ persistedDocuments: [file], persistedOnly: true });
const open = await testApi({ persistedDocuments: [file] });

type Said = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
const said = async (response: Response) => [response.status, (await response.json()) as Said] as const;
const refused = async (response: Response) => {
  const [status, { errors }] = await said(response);
  return [status, errors?.map(({ extensions }) => extensions.code)];
};
const first = async (events: AsyncIterable<unknown>) => {
  for await (const event of events) return event as Said;
  return null;
};
const socket = (url: string, key: string) =>
  overSocket({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
  });

test('a persisted document is run by its hash, in both spellings, over POST and GET', async () => {
  const hash = idOf(viewer).slice('sha256:'.length);
  for (const asked of [
    { documentId: idOf(viewer) },
    { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } },
  ])
    for (const { post } of [api, open])
      assert.deepEqual(await said(await post(asked)).then(([status, { data }]) => [status, data]), [
        200,
        { viewer: { keyName: 'admin' } },
      ]);
  const response = await fetch(`${api.url}/graphql?documentId=${idOf(viewer)}`, {
    headers: { authorization: `Bearer ${api.key}`, accept: 'application/graphql-response+json' },
  });
  assert.deepEqual((await said(response))[1].data, { viewer: { keyName: 'admin' } });
});

test('a hash that is not known is NOT_PERSISTED, unless its text comes with it to a server that runs any', async () => {
  assert.deepEqual(await refused(await open.post({ documentId: idOf(other) })), [400, ['NOT_PERSISTED']]);
  assert.deepEqual(await refused(await open.post({ documentId: 7 })), [400, ['NOT_PERSISTED']]);
  assert.equal((await said(await open.post({ documentId: idOf(other), query: other })))[0], 200);
  assert.deepEqual(await refused(await api.post({ documentId: idOf(other), query: other })), [
    400,
    ['NOT_PERSISTED'],
  ]);
});

test('where persisted documents only are run, a text is refused unless it is one of them, and there is no playground', async () => {
  assert.deepEqual(await refused(await api.post({ query: other })), [400, ['NOT_PERSISTED']]);
  assert.deepEqual(await refused(await api.post({ query: '{ __schema { types { name } } }' })), [
    400,
    ['NOT_PERSISTED'],
  ]);
  assert.equal((await said(await api.post({ query: viewer })))[0], 200);
  const page = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
  assert.deepEqual(await refused(page), [404, ['NOT_PERSISTED']]);
});

test('the text that was persisted is run, not one that is sent under its hash', async () => {
  for (const { post } of [api, open]) {
    const [, { data }] = await said(await post({ documentId: idOf(viewer), query: other }));
    assert.deepEqual(data, { viewer: { keyName: 'admin' } });
  }
});

test('who may not come in learns nothing of documents', async () => {
  const response = await api.post({ documentId: idOf(other) }, { authorization: 'Bearer tl_no_no' });
  assert.deepEqual(await refused(response), [401, ['UNAUTHENTICATED']]);
});

test('an event stream is opened by hash, and by nothing else where only those are run', async () => {
  const events = {
    url: `${api.url}/graphql`,
    headers: { authorization: `Bearer ${api.key}` },
    retryAttempts: 0,
  };
  assert.deepEqual(await first(sse(events).iterate({ documentId: idOf(workers) } as never)), {
    data: { workers: { __typename: 'LiveWorkers' } },
  });
  const accept = { accept: 'text/event-stream' };
  const other = await api.post({ query: `${workers} #` }, accept);
  assert.match(await other.text(), /NOT_PERSISTED/);
});

test('a WebSocket runs documents by hash, and nothing else where only those are run', async () => {
  const client = socket(api.url, api.key);
  const ask = (payload: object) => first(client.iterate({ query: '', ...payload } as never));
  const known = await ask({ documentId: idOf(workers) });
  assert.deepEqual(known?.data, { workers: { __typename: 'LiveWorkers' } });
  for (const payload of [
    { query: other },
    { documentId: idOf(other) },
    { documentId: idOf(other), query: other },
  ])
    await assert.rejects(
      ask(payload),
      ([error]: Said['errors'] & object) => error?.extensions.code === 'NOT_PERSISTED',
    );
  await client.dispose();
});

test('a manifest that is written again is in force at the first unknown hash; one that is wrong changes nothing', async () => {
  const documents = await openPersistedDocuments({ files: [file], only: true, log, rereadMs: 0 });
  await assert.rejects(documents.textOf({ documentId: idOf(other) }), /reload the page or update/);
  await write(other);
  assert.equal(await documents.textOf({ documentId: idOf(other) }), other);
  await writeFile(file, '{"sha256:00": ""}');
  await assert.rejects(documents.textOf({ query: viewer }), /persisted documents only/);
  assert.equal(await documents.textOf({ query: other }), other);
  await assert.rejects(openPersistedDocuments({ files: [file], only: false, log }), /is no manifest/);
  await writeFile(file, JSON.stringify({ [idOf(other)]: viewer }));
  await assert.rejects(openPersistedDocuments({ files: [file], only: false, log }), /is not the hash/);
});

test('a server of persisted documents only does not start without any', async () => {
  const nowhere = join(folder, 'nowhere.json');
  await assert.rejects(openPersistedDocuments({ files: [nowhere], only: true, log }), /Build the dashboard/);
  const documents = await openPersistedDocuments({ files: [nowhere], only: false, log });
  assert.equal(await documents.textOf({ query: other }), other);
});
