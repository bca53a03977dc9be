import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../client.ts';
import { scriptedApi, stream } from '../testing.ts';

const event = (__typename: string, finished: number) => ({
  jobProgress: { __typename, progress: { counters: { finished } } },
});

test('a watch goes on after its connection was cut, and ends with the run', async () => {
  await using api = await scriptedApi(
    stream([event('JobProgressSnapshot', 1), event('JobProgressUpdate', 2)], 'cut'),
    { status: 503, json: { errors: [{ message: 'starting', extensions: { code: 'UNAVAILABLE' } }] } },
    stream([event('JobProgressSnapshot', 5), event('JobProgressDone', 9)], 'silent'),
  );
  const connections: string[] = [];
  const seen: number[] = [];
  const watch = createClient({ url: api.url }).jobs.watch('job_1', {
    onConnection: (connection) => connections.push(connection.state),
  });
  for await (const { progress } of watch) seen.push(progress.counters.finished);
  assert.deepEqual(seen, [1, 2, 5, 9]);
  assert.deepEqual(connections, ['connected', 'waiting', 'waiting', 'connected']);
});

test('a connection that falls silent is made again', async () => {
  await using api = await scriptedApi(
    stream([event('JobProgressSnapshot', 1)], 'silent'),
    stream([event('JobProgressDone', 2)], 'complete'),
  );
  const watch = createClient({ url: api.url }).jobs.watch('job_1', { silenceMs: 1000 });
  const seen = await Array.fromAsync(watch, ({ progress }) => progress.counters.finished);
  assert.deepEqual(seen, [1, 2]);
});

test('what the API refuses ends the watch with its error', async () => {
  const errors = [{ message: 'There is no job with this id.', extensions: { code: 'NOT_FOUND' } }];
  await using api = await scriptedApi({ json: { errors } });
  await assert.rejects(Array.fromAsync(createClient({ url: api.url }).jobs.watch('job_x')), {
    code: 'NOT_FOUND',
  });
  assert.equal(api.calls.length, 1);
});

for (const status of [200, 401])
  test(`an error inside a stream of status ${status} ends the watch too`, async () => {
    await using api = await scriptedApi((response) => {
      response.writeHead(status, { 'content-type': 'text/event-stream' });
      response.write(
        'event: next\ndata: {"errors":[{"message":"revoked","extensions":{"code":"UNAUTHENTICATED"}}]}\n\n',
      );
    });
    await assert.rejects(Array.fromAsync(createClient({ url: api.url }).jobs.watch('job_1')), {
      code: 'UNAUTHENTICATED',
    });
  });

test('a fault of the server is outlived where events came before, and ends a watch that had none', async () => {
  const fault = { json: { errors: [{ message: 'Oh.', extensions: { code: 'INTERNAL' } }] } };
  await using api = await scriptedApi(
    stream([event('JobProgressSnapshot', 1)], 'cut'),
    fault,
    stream([event('JobProgressDone', 2)], 'complete'),
    fault,
  );
  const client = createClient({ url: api.url });
  const seen = await Array.fromAsync(
    client.jobs.watch('job_1'),
    ({ progress }) => progress.counters.finished,
  );
  assert.deepEqual(seen, [1, 2]);
  await assert.rejects(Array.fromAsync(client.jobs.watch('job_1')), { code: 'INTERNAL' });
});

test('leaving the loop or aborting closes the connection', async () => {
  let closed = 0;
  await using api = await scriptedApi((response) => {
    response.on('close', () => closed++);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: next\ndata: ${JSON.stringify({ data: event('JobProgressSnapshot', 1) })}\n\n`);
  });
  const client = createClient({ url: api.url });
  for await (const _ of client.jobs.watch('job_1')) break;

  const abort = new AbortController();
  await assert.rejects(
    async () => {
      for await (const _ of client.jobs.watch('job_1', { signal: abort.signal })) abort.abort();
    },
    { name: 'AbortError' },
  );
  while (closed < 2) await new Promise((resolve) => setImmediate(resolve));
});

test('a watch of events goes on after the last event it gave, so that each comes once', async () => {
  const happened = (cursor: string, __typename = 'RunStateChanged') => ({
    runEvents: { __typename, cursor },
  });
  await using api = await scriptedApi(
    stream([happened('1', 'RunEventsSnapshot'), happened('2')], 'cut'),
    stream([happened('3')], 'cut'),
    stream([happened('9', 'RunEventsResync'), happened('10')], 'complete'),
  );
  const seen: string[] = [];
  for await (const { cursor } of createClient({ url: api.url }).runs.watch('run_1')) seen.push(cursor);
  assert.deepEqual(seen, ['1', '2', '3', '9', '10']);
  assert.deepEqual(
    api.calls.map(({ variables }) => variables['after']),
    [null, '2', '3'],
  );
});
