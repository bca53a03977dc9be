import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { runs, shortRun } from '@trunkline/database';
import { type Frontier, openFrontier } from '@trunkline/frontier';
import { createBus } from '@trunkline/telemetry';
import { eq } from 'drizzle-orm';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const frontier: Frontier = await openFrontier(api.redisUrl);
const bus = createBus(api.redisUrl);
after(async () => {
  await frontier.close();
  await bus.close();
});

// biome-ignore lint/suspicious/noExplicitAny: events are checked field by field
type Event = any;

const WATCH = `subscription($id: ID!, $intervalMs: Int) { jobProgress(id: $id, intervalMs: $intervalMs) {
  __typename dropped
  progress { state pagesPerSecond bytesPerSecond counters { accepted finished fetched failed waiting inFlight bytes }
    stages { stage inFlight done } }
  ... on JobStateChanged { from to }
  ... on JobProgressSnapshot { run { id state } }
  ... on JobProgressDone { run { id state finishedAt } }
} }`;

/** A job whose run is in the frontier as the conductor would have brought it there. */
async function running() {
  const host = api.freshHost();
  const { data } = await api.ask<Event>(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }`,
    { input: { seeds: [`http://${host}/`], rules: { pace: { delayMs: 0 }, allowPrivateNetworks: true } } },
  );
  const { id, latestRun } = data.jobCreate;
  // Pausing and resuming brings the run into the frontier; then what the conductor does once the seeds are in.
  await api.ask(`mutation($id: ID!) { jobPause(input: { id: $id }) { __typename } }`, { id });
  await api.ask(`mutation($id: ID!) { jobResume(input: { id: $id }) { __typename } }`, { id });
  await moveTo(latestRun.shortId, 'running');
  return { id, host, run: latestRun.shortId as string, runId: latestRun.id as string };
}

async function moveTo(run: string, state: 'running' | 'done', more: Partial<typeof runs.$inferInsert> = {}) {
  const serial = Number.parseInt(run, 36);
  const [row] = await api.database.db
    .update(runs)
    .set({ state, ...more })
    .where(eq(runs.serial, serial))
    .returning();
  await bus.publish('runState', {
    runId: row!.id,
    run: shortRun(row!.serial),
    state,
    version: row!.version,
    over: state === 'done',
  });
}

/** Crawls as a worker does, without fetching: claims and settles until `count` pages are over. */
async function crawl(run: string, host: string, count: number) {
  const session = randomUUID();
  await frontier.openSession(session, 10_000);
  const from = (await frontier.sizes(run))!.counters.finished;
  const urls = Array.from({ length: count }, (_, i) => ({
    url: `http://${host}/${from}-${i}`,
    depth: 0,
    hops: 0,
  }));
  await frontier.enqueue(run, urls);
  for (let settled = 0; settled < count; ) {
    const reply = await frontier.claim(session, randomUUID(), 64);
    assert.equal(reply.state, 'granted');
    if (reply.state !== 'granted') return;
    const items = reply.claims.map((claim) => ({
      ...{ token: claim.token, run: claim.run, host: claim.host, startedAfterMs: 1 },
      ...{
        next: { do: 'settle' as const },
        hostSignal: { kind: 'answered' as const },
        outcome: 'fetched' as const,
      },
      ...{ bytes: 1000, record: claim.kind === 'robots' ? null : '{}' },
      ...(claim.kind === 'robots'
        ? { robots: { origin: `http://${host}`, verdict: { state: 'allowAll' as const } } }
        : {}),
    }));
    await frontier.settle(session, randomUUID(), items);
    settled += reply.claims.filter((claim) => claim.kind === 'page').length;
  }
  await frontier.closeSession(session);
}

function overSse(id: string, intervalMs: number) {
  const client = createSseClient({
    url: `${api.url}/graphql`,
    headers: { authorization: `Bearer ${api.key}` },
  });
  return client.iterate<Event>({ query: WATCH, variables: { id, intervalMs } });
}

function overWs(id: string, intervalMs: number) {
  const client = createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${api.key}` },
  });
  return client.iterate<Event>({ query: WATCH, variables: { id, intervalMs } });
}

for (const [transport, watch] of [
  ['SSE', overSse],
  ['WebSocket', overWs],
] as const)
  test(`jobProgress over ${transport}: a snapshot, what changes, state changes, and the end`, async () => {
    const { id, host, run } = await running();
    const events = watch(id, 250)[Symbol.asyncIterator]();
    const next = async (): Promise<Event> => {
      const { value, done } = await events.next();
      assert.equal(done, false, 'the subscription ended early');
      assert.equal(value.errors, undefined, JSON.stringify(value.errors));
      return value.data.jobProgress;
    };
    const until = async (holds: (event: Event) => boolean) => {
      for (;;) {
        const event = await next();
        if (holds(event)) return event;
      }
    };

    const snapshot = await next();
    assert.equal(snapshot.__typename, 'JobProgressSnapshot');
    assert.equal(snapshot.progress.state, 'RUNNING');
    assert.equal(snapshot.progress.counters.finished, 0);
    assert.equal(snapshot.progress.stages.length, 9);

    await crawl(run, host, 100);
    const moved = await until((event) => event.progress.counters.finished === 100);
    assert.equal(moved.__typename, 'JobProgressUpdate');
    assert.equal(moved.progress.counters.fetched, 100);
    assert.equal(moved.progress.counters.bytes >= 100_000, true);
    assert.equal(moved.progress.counters.inFlight, 0);
    assert.equal(moved.progress.pagesPerSecond > 0, true);

    await api.ask(`mutation($id: ID!) { jobPause(input: { id: $id }) { __typename } }`, { id });
    const paused = await until((event) => event.__typename === 'JobStateChanged');
    assert.deepEqual([paused.from, paused.to, paused.progress.state], ['RUNNING', 'PAUSED', 'PAUSED']);

    const counters = (await frontier.sizes(run))!.counters;
    await moveTo(run, 'done', { finishedAt: new Date(), counters: { ...counters, finished: 101 } });
    const done = await until((event) => event.__typename === 'JobProgressDone');
    assert.equal(done.run.state, 'DONE');
    assert.equal(done.progress.counters.finished, 101, 'final counters are those of the row');
    assert.equal((await events.next()).done, true);
  });

test('watching a run that is over gives its snapshot and its end', async () => {
  const { id, run } = await running();
  await moveTo(run, 'done', { finishedAt: new Date(), counters: {} });

  test('a run that is over is told with its mean rate, from its start to its end', async () => {
    const { id, run } = await running();
    const finishedAt = new Date();
    const startedAt = new Date(finishedAt.getTime() - 10_000);
    await moveTo(run, 'done', { startedAt, finishedAt, counters: { finished: 500, bytes: 70_000 } });
    for await (const event of overSse(id, 1000)) {
      const { pagesPerSecond, bytesPerSecond } = (event as Event).data.jobProgress.progress;
      assert.deepEqual([pagesPerSecond, bytesPerSecond], [50, 7000]);
    }
  });
  const kinds: string[] = [];
  for await (const event of overSse(id, 1000)) kinds.push((event as Event).data.jobProgress.__typename);
  assert.deepEqual(kinds, ['JobProgressSnapshot', 'JobProgressDone']);
});

test('one poller serves all watchers of a run, and stops when the last one leaves', async () => {
  const { id } = await running();
  const watchers = [overSse(id, 1000), overWs(id, 1000), overSse(id, 250)].map((one) =>
    one[Symbol.asyncIterator](),
  );
  for (const watcher of watchers) assert.equal((await watcher.next()).done, false);
  assert.equal(api.api.following().runs, 1);
  for (const watcher of watchers) await watcher.return?.();
  while (api.api.following().runs > 0) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('ids of other projects and bad intervals are refused', async () => {
  const { id, runId } = await running();
  const stranger = await api.keyFor(['admin'], api.freshHost());
  for (const [variables, as, code] of [
    [{ id }, stranger, 'NOT_FOUND'],
    [{ id: runId }, stranger, 'NOT_FOUND'],
    [{ id: 'nonsense' }, api.key, 'NOT_FOUND'],
    [{ id, intervalMs: 10 }, api.key, 'BAD_INPUT'],
  ] as const) {
    const client = createSseClient({ url: `${api.url}/graphql`, headers: { authorization: `Bearer ${as}` } });
    const answers: Event[] = [];
    for await (const answer of client.iterate({ query: WATCH, variables })) answers.push(answer);
    assert.equal(answers[0].errors[0].extensions.code, code);
  }
});

test('a WebSocket without a good key is closed with 4403 and the reason', async () => {
  for (const connectionParams of [undefined, { authorization: 'Bearer tl_0000000000000000_' }]) {
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(connectionParams ? { connectionParams } : {}),
    });
    const answers = client.iterate({ query: '{ viewer { keyName } }' });
    await assert.rejects(answers.next(), (close: { code: number; reason: string }) => {
      assert.equal(close.code, 4403);
      assert.match(close.reason, /^UNAUTHENTICATED/);
      return true;
    });
  }
});
