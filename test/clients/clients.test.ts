import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { ApolloClient, gql, HttpLink, InMemoryCache, split } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { type Origin, type Stack, startOrigin, startStack, without } from '@trunkline/test-support';
import { fetchExchange, Client as UrqlClient } from '@urql/core';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createJob } from '../crawl/job.ts';

// The GraphQL clients people have already, as they come, against the real server.

const run = promisify(execFile);
let stack: Stack;
let origin: Origin;
let endpoint: string;
let headers: Record<string, string>;
before(async () => {
  [stack, origin] = await Promise.all([startStack(), startOrigin({ pages: 60 })]);
  endpoint = `${stack.url}/graphql`;
  headers = { authorization: `Bearer ${stack.key}` };
});

type Event = {
  jobProgress: { __typename: string; progress: { state: string; counters: { finished: number } } };
};

const watch = `subscription Watch($id: ID!) {
  jobProgress(id: $id, intervalMs: 250) { __typename progress { state counters { finished } } }
}`;
const names = 'query Names { jobs(first: 3) { nodes { id name state } } }';
const pause =
  'mutation Pause($id: ID!) { jobPause(input: { id: $id }) { __typename ... on Job { id state } ... on UserError { code } } }';

/** The events of a run from its snapshot to its end. */
function isWhole(events: Event[]): void {
  const kinds = events.map((event) => event.jobProgress.__typename);
  assert.deepEqual([kinds[0], kinds.at(-1)], ['JobProgressSnapshot', 'JobProgressDone']);
  const finished = events.map((event) => event.jobProgress.progress.counters.finished);
  assert.deepEqual(
    finished,
    finished.toSorted((a, b) => a - b),
  );
  assert.ok(finished.at(-1)! > 60);
}

const newJob = () => createJob(stack, origin.url, { perSecond: 100, concurrency: 4 });

test('urql asks, changes, and follows a run over SSE', async () => {
  const client = new UrqlClient({
    ...{ url: endpoint, exchanges: [fetchExchange], preferGetMethod: false, fetchSubscriptions: true },
    fetchOptions: { headers },
  });
  const job = await newJob();
  const asked = await client.query(names, {}).toPromise();
  assert.equal(asked.error, undefined);
  assert.ok(asked.data.jobs.nodes.some(({ id }: { id: string }) => id === job));
  const events: Event[] = [];
  await new Promise<void>((resolve, reject) => {
    const { unsubscribe } = client.subscription<Event>(watch, { id: job }).subscribe(({ data, error }) => {
      if (error) return reject(error);
      if (data) events.push(data);
      if (data?.jobProgress.__typename !== 'JobProgressDone') return;
      resolve();
      queueMicrotask(() => unsubscribe());
    });
  });
  isWhole(events);
  const refused = await client.mutation(pause, { id: job }).toPromise();
  assert.equal(refused.data.jobPause.code, 'WRONG_STATE');
});

test('Apollo Client asks over HTTP, caches by id, and follows a run over WebSocket', async () => {
  const socket = createWs({
    ...{ url: endpoint.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 },
    connectionParams: { authorization: headers['authorization'] },
  });
  const client = new ApolloClient({
    cache: new InMemoryCache({
      possibleTypes: {
        UserError: ['WrongStateError', 'NotFoundError', 'BadInputError'],
        JobProgressEvent: ['JobProgressSnapshot', 'JobProgressUpdate', 'JobStateChanged', 'JobProgressDone'],
      },
    }),
    link: split(
      ({ query }) => {
        const definition = getMainDefinition(query);
        return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
      },
      new GraphQLWsLink(socket),
      new HttpLink({ uri: endpoint, headers }),
    ),
  });
  try {
    const job = await newJob();
    const { data } = await client.query<{ jobs: { nodes: { id: string }[] } }>({ query: gql(names) });
    assert.ok(data?.jobs.nodes.some(({ id }) => id === job));
    assert.ok(JSON.stringify(client.cache.extract()).includes(`Job:${job}`), 'global ids make cache keys');
    const events: Event[] = [];
    await new Promise<void>((resolve, reject) => {
      client.subscribe<Event>({ query: gql(watch), variables: { id: job } }).subscribe({
        next: ({ data: event, error }) => {
          if (error) reject(error);
          if (event) events.push(event);
        },
        error: reject,
        complete: resolve,
      });
    });
    isWhole(events);
    const refused = await client.mutate<{ jobPause: { code: string } }>({
      mutation: gql(pause),
      variables: { id: job },
    });
    assert.equal(refused.data?.jobPause.code, 'WRONG_STATE');
  } finally {
    client.stop();
    await socket.dispose();
  }
});

test('graphql-sse follows a run to its end', async () => {
  const client = createSse({ url: endpoint, headers, retryAttempts: 0 });
  const events: Event[] = [];
  const job = await newJob();
  for await (const { data, errors } of client.iterate<Event>({ query: watch, variables: { id: job } })) {
    assert.equal(errors, undefined);
    events.push(data!);
  }
  isWhole(events);
  client.dispose();
});

test('graphql-ws follows a run to its end, and queries over the same socket', async () => {
  const client = createWs({
    ...{ url: endpoint.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 },
    connectionParams: { authorization: headers['authorization'] },
  });
  const job = await newJob();
  const events: Event[] = [];
  for await (const { data, errors } of client.iterate<Event>({ query: watch, variables: { id: job } })) {
    assert.equal(errors, undefined);
    events.push(data!);
  }
  isWhole(events);
  for await (const { data } of client.iterate<{ jobs: { nodes: unknown[] } }>({ query: names }))
    assert.ok(data!.jobs.nodes.length > 0);
  await client.dispose();
});

test('curl asks, is told what is wrong, and follows a run', { skip: without('curl') }, async () => {
  const curl = async (body: object, ...more: string[]) => {
    const key = ['-H', `authorization: ${headers['authorization']}`, '-H', 'content-type: application/json'];
    const { stdout } = await run('curl', ['-sS', endpoint, ...key, ...more, '-d', JSON.stringify(body)]);
    return stdout;
  };
  const job = await newJob();
  const { data } = JSON.parse(await curl({ query: names }));
  assert.ok(data.jobs.nodes.some(({ id }: { id: string }) => id === job));
  const { errors } = JSON.parse(await curl({ query: '{ job { id } }' }));
  assert.match(errors[0].message, /ID!.* is required/);
  const stream = await curl(
    { query: watch, variables: { id: job } },
    '-N',
    '-H',
    'accept: text/event-stream',
  );
  const events = [...stream.matchAll(/^event: next\ndata: (.*)$/gm)].map(
    ([, text]) => (JSON.parse(text!) as { data: Event }).data,
  );
  isWhole(events);
  assert.match(stream, /^event: complete$/m);
});
