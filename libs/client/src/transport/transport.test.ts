import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../client.ts';
import { type Answer, scriptedApi } from '../testing.ts';
import { TrunklineError } from './errors.ts';

const cut: Answer = (response) => response.destroy();
const created: Answer = { json: { data: { jobCreate: { __typename: 'Job', id: 'job_1', name: 'a job' } } } };

test('the key is sent as a bearer token, and /graphql is found', async () => {
  await using api = await scriptedApi({ json: { data: { hello: 'world' } } });
  const client = createClient({ url: api.url, apiKey: 'tl_a_b' });
  assert.deepEqual(await client.query('{ hello }', {}), { hello: 'world' });
  assert.equal(api.calls[0]?.authorization, 'Bearer tl_a_b');
});

test('where the server has the manifest documents go by their hashes alone, and other texts as they are', async () => {
  await using api = await scriptedApi({ json: { data: { viewer: {} } } });
  const client = createClient({ url: api.url, byHash: true });
  await client.viewer();
  await client.query('{ hello }', {});
  await createClient({ url: api.url }).viewer();
  const [byHash, text, both] = api.calls;
  assert.deepEqual([byHash?.query, byHash?.documentId?.slice(0, 7)], [undefined, 'sha256:']);
  assert.deepEqual([text?.query, text?.documentId], ['{ hello }', undefined]);
  assert.deepEqual([both?.query?.includes('query Viewer'), both?.documentId], [true, byHash?.documentId]);
});

test('a creation whose answer is lost is repeated under the same idempotency key', async () => {
  await using api = await scriptedApi(cut, cut, created);
  const job = await createClient({ url: api.url }).jobs.create({ seeds: ['http://a.test/'] });
  const keys = api.calls.map(
    (call) => (call.variables['input'] as Record<string, unknown>)['idempotencyKey'],
  );
  assert.equal(job.id, 'job_1');
  assert.equal(keys.length, 3);
  assert.equal(new Set(keys).size, 1);
  assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
});

test('a start is not repeated by itself: a repeat would be a second run', async () => {
  await using api = await scriptedApi(cut, created);
  await assert.rejects(createClient({ url: api.url }).jobs.start('job_1'), { code: 'UNREACHABLE' });
  assert.equal(api.calls.length, 1);
});

test('a refusal of the API is an error with its code, path and every bad seed', async () => {
  const refusal = {
    __typename: 'BadSeedsError',
    code: 'BAD_SEEDS',
    message: '1 of 2 seeds cannot be crawled.',
    path: ['input', 'seeds'],
    rows: [{ row: 1, url: 'ftp://x', problem: 'only http and https' }],
  };
  await using api = await scriptedApi({ json: { data: { jobCreate: refusal } } });
  const error = await createClient({ url: api.url })
    .jobs.create({ seeds: [] })
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  assert.ok(error instanceof TrunklineError);
  assert.deepEqual([error.code, error.path], ['BAD_SEEDS', ['input', 'seeds']]);
  assert.deepEqual(error.all, [
    { code: 'BAD_SEEDS', message: 'ftp://x: only http and https', path: ['input', 'seeds', 1] },
  ]);
});

test('top-level errors keep code, path, status and request id, and are not retried unless transient', async () => {
  const errors = [
    { message: 'No.', path: ['jobs', 0], extensions: { code: 'FORBIDDEN', requestId: 'r1' } },
    { message: 'Nor that.' },
  ];
  await using api = await scriptedApi({ status: 403, json: { errors } });
  await assert.rejects(createClient({ url: api.url }).viewer(), {
    name: 'TrunklineError',
    code: 'FORBIDDEN',
    message: 'No.',
    path: ['jobs', 0],
    status: 403,
    requestId: 'r1',
    all: [
      { code: 'FORBIDDEN', message: 'No.', path: ['jobs', 0] },
      { code: 'INTERNAL', message: 'Nor that.', path: null },
    ],
  });
  assert.equal(api.calls.length, 1);
});

test('an answer that is not GraphQL says so instead of failing inside', async () => {
  for (const answer of [
    ((response) => response.end('<html>')) as Answer,
    { status: 502, json: 'bad gateway' },
    { json: [] },
    { json: { data: null } },
    { json: { errors: [] } },
  ]) {
    await using api = await scriptedApi(answer);
    await assert.rejects(createClient({ url: api.url, retries: 0 }).viewer(), { code: 'BAD_RESPONSE' });
  }
});

test('no server, no answer and an aborted call are three different errors', async () => {
  const gone = await scriptedApi(created);
  await gone[Symbol.asyncDispose]();
  await assert.rejects(createClient({ url: gone.url, retries: 0 }).viewer(), { code: 'UNREACHABLE' });

  await using silent = await scriptedApi(() => {});
  const client = createClient({ url: silent.url, retries: 0, timeoutMs: 30 });
  await assert.rejects(client.viewer(), { code: 'TIMEOUT' });
  await assert.rejects(client.viewer({ signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('the signal of a client ends what is under way, repeats and watches too', async () => {
  await using silent = await scriptedApi(() => {});
  const abort = new AbortController();
  const client = createClient({ url: silent.url, signal: abort.signal });
  const open = [client.viewer(), client.jobs.watch('job_1').next(), client.bulk.watch('bulk_1').next()];
  const ends = open.map((one) => assert.rejects(one, { name: 'AbortError' }));
  while (silent.calls.length < 3) await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  await Promise.all(ends);
  await assert.rejects(client.viewer({ signal: new AbortController().signal }), { name: 'AbortError' });
});

test('the key never follows a path to another server', async () => {
  await using api = await scriptedApi(created);
  const client = createClient({ url: api.url, apiKey: 'tl_a_b' });
  await assert.rejects(client.captures.body({ bodyUrl: 'http://elsewhere.test/x' }), TypeError);
  await assert.rejects(client.captures.body({ bodyUrl: '//elsewhere.test/x' }), TypeError);
});

test('an address that is none is refused at once', () => {
  for (const url of ['', 'java.test', 'ftp://java.test/', 'localhost:4000'])
    assert.throws(() => createClient({ url }), TypeError, url);
});

test('a list reads pages as they are needed, each once', async () => {
  const page = (ids: string[], endCursor: string | null): Answer => ({
    json: {
      data: {
        jobs: { nodes: ids.map((id) => ({ id })), pageInfo: { hasNextPage: endCursor !== null, endCursor } },
      },
    },
  });
  await using api = await scriptedApi(page(['a', 'b'], 'after-b'), page(['c'], null));
  const seen: string[] = [];
  for await (const job of createClient({ url: api.url }).jobs.list()) {
    seen.push(job.id);
    if (job.id === 'b') assert.equal(api.calls.length, 1);
  }
  assert.deepEqual(seen, ['a', 'b', 'c']);
  assert.deepEqual(
    api.calls.map((call) => call.variables['after']),
    [null, 'after-b'],
  );
});
