import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { captures, createRunPartitions, runs, shortRun, urlHash } from '@trunkline/database';
import { createBus, type RunEvent } from '@trunkline/telemetry';
import { eq } from 'drizzle-orm';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const bus = createBus(api.redisUrl);
after(() => bus.close());

// biome-ignore lint/suspicious/noExplicitAny: events are checked field by field
type Event = any;

const sse = (key = api.key) =>
  createSseClient({
    url: `${api.url}/graphql`,
    headers: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
  });

/** Events of a subscription with one root field. */
async function* follow(
  query: string,
  variables: object = {},
  key?: string,
): AsyncGenerator<Event, undefined> {
  const asked = { query, variables: variables as Record<string, unknown> };
  for await (const { data, errors } of sse(key).iterate<Event>(asked)) {
    assert.equal(errors, undefined, JSON.stringify(errors));
    yield Object.values(data)[0];
  }
  return undefined;
}

async function nextOf(events: AsyncGenerator<Event, undefined>): Promise<Event> {
  const { value, done } = await events.next();
  assert.equal(done, false, 'the subscription ended early');
  return value;
}

async function made() {
  const { data } = await api.ask<Event>(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }`,
    { input: { seeds: [`http://${api.freshHost()}/`] } },
  );
  const { id, latestRun } = data.jobCreate;
  const serial = Number.parseInt(latestRun.shortId, 36);
  await createRunPartitions(api.database.db, serial, 1);
  return { id: id as string, runId: latestRun.id as string, run: latestRun.shortId as string, serial };
}

async function moveTo(serial: number, state: 'running' | 'paused' | 'done') {
  const [row] = await api.database.db
    .update(runs)
    .set({ state, ...(state === 'done' && { finishedAt: new Date(), counters: {} }) })
    .where(eq(runs.serial, serial))
    .returning();
  const { id, version } = row!;
  await bus.publish('runState', { runId: id, run: shortRun(serial), state, version, over: state === 'done' });
}

const trouble = (n: number): RunEvent => ({
  ...{ kind: 'trouble', at: Date.now(), url: `http://x/${n}`, outcome: 'failed', code: 'RESET' },
  ...{ detail: null, status: null, attempt: 1, final: true, unseen: n },
});

async function capture(serial: number, path: string, status = 200) {
  const url = `http://x.test/${path}`;
  await api.database.db.insert(captures).values({
    ...{
      runSerial: serial,
      jobSerial: 1,
      hash: urlHash(url),
      capturedAt: new Date(),
      bytes: 1,
      wireBytes: 1,
    },
    ...{ offset: 0, length: 1, links: 0, attempt: 1, status, url, segment: 'x', digest: 'sha1:x' },
  });
}

/** Waits until nothing is followed for anybody any more. */
async function silence() {
  for (;;) {
    const { listens, ...counts } = api.api.following();
    if (!listens && Object.values(counts).every((n) => n === 0)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const EVENTS = `subscription($id: ID!, $after: String, $kinds: [RunEventKind!]) { runEvents(id: $id, after: $after, kinds: $kinds) {
  __typename cursor at dropped
  ... on RunEventsSnapshot { run { id state } progress { state counters { accepted } } }
  ... on RunEventsResync { run { id } }
  ... on RunStateChanged { from to }
  ... on RunTrouble { url outcome code attempt final unseen }
  ... on RunDiscovery { url discoveredFrom depth unseen }
} }`;

test('runEvents: a snapshot, each event as it comes, and the end of the run', async () => {
  const { id, runId, run, serial } = await made();
  const events = follow(EVENTS, { id });
  const snapshot = await nextOf(events);
  assert.equal(snapshot.__typename, 'RunEventsSnapshot');
  assert.equal(snapshot.run.id, runId);
  await moveTo(serial, 'running');
  assert.deepEqual([(await nextOf(events)).to], ['RUNNING']);
  await bus.record(run, [
    trouble(7),
    { kind: 'discovery', at: 1, url: 'http://x/new', from: null, depth: 2, unseen: 3 },
  ]);
  const failed = await nextOf(events);
  assert.deepEqual(
    [failed.__typename, failed.url, failed.outcome, failed.code, failed.unseen],
    ['RunTrouble', 'http://x/7', 'failed', 'RESET', 7],
  );
  assert.equal((await nextOf(events)).url, 'http://x/new');
  await moveTo(serial, 'done');
  const last = await nextOf(events);
  assert.deepEqual([last.__typename, last.from, last.to], ['RunStateChanged', 'RUNNING', 'DONE']);
  assert.equal((await events.next()).done, true);
  await silence();
});

test('runEvents after a cursor: what came since comes first, also of a run that is over, and only the kinds asked for', async () => {
  const { id, run, serial } = await made();
  await bus.record(run, [trouble(1), trouble(2)]);
  await moveTo(serial, 'running');
  const first = follow(EVENTS, { id, after: Buffer.from('0.0-0').toString('base64url') });
  await nextOf(first);
  const { cursor } = await nextOf(first);
  await first.return(undefined);
  // More than memory holds and than is read at once.
  for (let i = 0; i < 6; i++)
    await bus.record(
      run,
      Array.from({ length: 100 }, (_, n) => trouble(i * 100 + n)),
    );
  await moveTo(serial, 'done');
  const seen: Event[] = [];
  for await (const event of follow(EVENTS, { id, after: cursor })) seen.push(event);
  assert.deepEqual(
    seen.map((event) => event.__typename + (event.unseen ?? event.to ?? '')),
    [
      'RunEventsSnapshot',
      'RunTrouble2',
      'RunStateChangedRUNNING',
      ...Array.from({ length: 600 }, (_, n) => `RunTrouble${n}`),
      'RunStateChangedDONE',
    ],
  );
  const states: Event[] = [];
  for await (const event of follow(EVENTS, { id, after: cursor, kinds: ['STATE'] })) states.push(event.to);
  assert.deepEqual(states, [undefined, 'RUNNING', 'DONE']);
});

test('a cursor that is older than the log answers with RESYNC, how much is gone, and what is left', async () => {
  const { id, run, serial } = await made();
  await bus.record(run, [trouble(0)]);
  const first = follow(EVENTS, { id, after: Buffer.from('0.0-0').toString('base64url') });
  await nextOf(first);
  const { cursor } = await nextOf(first);
  await first.return(undefined);
  for (let i = 0; i < 25; i++)
    await bus.record(
      run,
      Array.from({ length: 100 }, () => trouble(1)),
    );
  const later = follow(EVENTS, { id, after: cursor });
  await nextOf(later);
  const resync = await nextOf(later);
  assert.equal(resync.__typename, 'RunEventsResync');
  assert.ok(resync.dropped >= 300 && resync.dropped <= 500, `${resync.dropped}`);
  let left = 0;
  await moveTo(serial, 'done');
  for await (const event of later) if (event.__typename === 'RunTrouble') left++;
  assert.equal(left + resync.dropped, 2500);
});

test('a cursor of a log that Redis lost answers with RESYNC', async () => {
  const { id, run, serial } = await made();
  await bus.record(run, [trouble(1)]);
  const after = Buffer.from('900.1-1').toString('base64url');
  const events = follow(EVENTS, { id, after });
  await nextOf(events);
  assert.equal((await nextOf(events)).__typename, 'RunEventsResync');
  assert.equal((await nextOf(events)).url, 'http://x/1');
  await moveTo(serial, 'done');
  assert.equal((await nextOf(events)).to, 'DONE');
});

const TAIL = `subscription($id: ID!, $filter: CaptureFilter, $most: Int) {
  captures(id: $id, filter: $filter, most: $most, intervalMs: 250) { snapshot dropped captures { url status } } }`;

test('captures: the newest at once, then those that match the filter of the list, each once, to the end of the run', async () => {
  const { id, serial } = await made();
  await capture(serial, 'old');
  await capture(serial, 'gone', 404);
  const events = follow(TAIL, { id, filter: { status: [200], urlStartsWith: 'http://x.test/' } });
  const urls = (event: Event) => event.captures.map(({ url }: { url: string }) => url.slice(14));
  const snapshot = await nextOf(events);
  assert.deepEqual([snapshot.snapshot, urls(snapshot)], [true, ['old']]);
  for (const path of ['a', 'b', 'c']) await capture(serial, path, path === 'b' ? 500 : 200);
  const seen: string[] = [];
  while (seen.length < 2) seen.push(...urls(await nextOf(events)));
  await capture(serial, 'last');
  await moveTo(serial, 'done');
  for await (const event of events) seen.push(...urls(event));
  assert.deepEqual(seen, ['a', 'c', 'last']);
  await silence();
});

test('captures that come faster than they are sent: the newest are kept and the rest is counted', async () => {
  const { id, serial } = await made();
  const events = follow(TAIL, { id, most: 5 });
  await nextOf(events);
  await api.database.db.transaction(async (tx) => {
    for (let i = 0; i < 130; i++) {
      const url = `http://x.test/${i}`;
      await tx.insert(captures).values({
        ...{
          runSerial: serial,
          jobSerial: 1,
          hash: urlHash(url),
          capturedAt: new Date(),
          bytes: 1,
          wireBytes: 1,
        },
        ...{ offset: 0, length: 1, links: 0, attempt: 1, status: 200, url, segment: 'x', digest: 'sha1:x' },
      });
    }
  });
  const event = await nextOf(events);
  assert.deepEqual(
    [event.dropped, event.captures.map(({ url }: { url: string }) => url)],
    [125, [125, 126, 127, 128, 129].map((n) => `http://x.test/${n}`)],
  );
  await events.return(undefined);
});

const LIVE = `subscription($topics: [LiveTopic!]!) { live(topics: $topics, intervalMs: 250) { topic event {
  __typename dropped
  ... on JobProgressEvent { progress { state } }
  ... on RunStateChanged { to }
  ... on LiveJobs { jobs { id state latestRun { progress { counters { accepted } } } } hasMore }
  ... on LiveWorkers { workers { name } }
  ... on LiveHosts { hosts { host delayMs } }
  ... on LiveCaptures { captures { url } }
} } }`;

test('live: a snapshot of every topic, their events under their names, topics that end, and the end with the last', async () => {
  const { id, runId, run, serial } = await made();
  const topics = [
    { run: { id } },
    { runEvents: { id: runId, name: 'what happens', kinds: ['STATE'] } },
    { captures: { id } },
    { hosts: { id, hosts: ['x.test'] } },
  ];
  const events = follow(LIVE, { topics });
  const first: Event[] = [];
  for (let i = 0; i < 4; i++) first.push(await nextOf(events));
  assert.deepEqual(first.map(({ topic, event }) => `${topic} ${event.__typename}`).sort(), [
    'captures LiveCaptures',
    'hosts LiveHosts',
    'run JobProgressSnapshot',
    'what happens RunEventsSnapshot',
  ]);
  await bus.record(run, [trouble(1)]);
  await moveTo(serial, 'done');
  const ended = new Set<string>();
  const told: Event[] = [];
  for (;;) {
    const { topic, event } = await nextOf(events);
    told.push(event);
    if (event.__typename === 'LiveTopicEnded') ended.add(topic);
    if (ended.size === 3) break;
  }
  assert.deepEqual([...ended].sort(), ['captures', 'run', 'what happens']);
  assert.deepEqual(
    told.filter(({ to }) => to),
    [{ __typename: 'RunStateChanged', dropped: 0, to: 'DONE' }],
  );
  await events.return(undefined);
  await silence();
});

test('live over WebSocket follows the jobs and workers of the project, without an end', async () => {
  const { id } = await made();
  const client = createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${api.key}` },
  });
  const topics = [{ jobs: { first: 3 } }, { workers: {} }];
  const events = client.iterate<Event>({ query: LIVE, variables: { topics } });
  const seen = new Map<string, Event>();
  while (!seen.has('jobs') || !seen.has('workers')) {
    const { value } = await events.next();
    assert.equal(value.errors, undefined, JSON.stringify(value.errors));
    seen.set(value.data.live.topic, value.data.live.event);
  }
  assert.equal(seen.get('jobs').jobs[0].id, id);
  await api.ask(`mutation($id: ID!) { jobCancel(input: { id: $id }) { __typename } }`, { id });
  for (;;) {
    const { value } = await events.next();
    const { topic, event } = value.data.live;
    if (topic === 'jobs' && event.jobs[0].state === 'CANCELLING') break;
  }
  await events.return!();
  await client.dispose();
  await silence();
});

test('what is asked for wrongly, and what belongs to another project, is refused before anything is followed', async () => {
  const { id, runId } = await made();
  const stranger = await api.keyFor(['admin'], api.freshHost());
  const topic = { run: { id } };
  for (const [query, variables, key, code] of [
    [LIVE, { topics: [] }, api.key, 'BAD_INPUT'],
    [LIVE, { topics: [topic, topic] }, api.key, 'BAD_INPUT'],
    [LIVE, { topics: Array(21).fill(topic) }, api.key, 'BAD_INPUT'],
    [EVENTS, { id, after: 'nonsense' }, api.key, 'BAD_INPUT'],
    [TAIL, { id, most: 101 }, api.key, 'BAD_INPUT'],
    [EVENTS, { id }, stranger, 'NOT_FOUND'],
    [TAIL, { id: runId }, stranger, 'NOT_FOUND'],
    ...['run', 'runEvents', 'captures', 'hosts'].map(
      (field) =>
        [
          LIVE,
          { topics: [{ workers: {} }, { [field]: { id, ...(field === 'hosts' && { hosts: ['x.test'] }) } }] },
          stranger,
          'NOT_FOUND',
        ] as const,
    ),
  ] as const) {
    const answers: Event[] = [];
    for await (const answer of sse(key).iterate({ query, variables: variables as never }))
      answers.push(answer);
    assert.equal(
      answers[0].errors?.[0].extensions.code,
      code,
      JSON.stringify([query.slice(0, 60), variables, answers]),
    );
  }
  await silence();
});

test('the list of jobs a stranger follows has none of mine', async () => {
  await made();
  const stranger = await api.keyFor(['admin'], api.freshHost());
  const events = follow('subscription { jobs { jobs { id } } }', {}, stranger);
  assert.deepEqual((await nextOf(events)).jobs, []);
  await events.return(undefined);
});

test('revoking a key ends its live subscriptions at once, over both transports, and no others', async () => {
  const { id, run } = await made();
  const { data } = await api.ask<Event>(
    'mutation { apiKeyCreate(input: { name: "x", scopes: [JOBS_READ] }) { ... on ApiKeyCreated { secret apiKey { id } } } }',
  );
  const { secret, apiKey } = data.apiKeyCreate;
  const mine = follow(EVENTS, { id });
  const theirs = follow(EVENTS, { id }, secret);
  const client = createWsClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${secret}` },
  });
  const overWs = client.iterate<Event>({ query: EVENTS, variables: { id } });
  await Promise.all([nextOf(mine), nextOf(theirs), overWs.next()]);
  const [ended, cut] = [theirs.next(), overWs.next()];
  for (const waiting of [ended, cut]) waiting.catch(() => {}); // they are looked at below
  await api.ask('mutation($id: ID!) { apiKeyRevoke(input: { id: $id }) { __typename } }', { id: apiKey.id });
  await assert.rejects(ended, /UNAUTHENTICATED/);
  await assert.rejects(cut, (close: { code: number }) => close.code === 4403);
  await bus.record(run, [trouble(1)]);
  assert.equal((await nextOf(mine)).url, 'http://x/1');
  await mine.return(undefined);
  await silence();
});

test('whoever hangs up before anything was sent leaves nothing behind', async () => {
  const { id } = await made();
  const cut = Array.from({ length: 50 }, async (_, i) => {
    const controller = new AbortController();
    const asked = fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
        authorization: `Bearer ${api.key}`,
      },
      body: JSON.stringify({ query: EVENTS, variables: { id } }),
      signal: controller.signal,
    });
    if (i % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    else await asked;
    controller.abort();
    await asked.catch(() => {});
  });
  await Promise.all(cut);
  await silence();
});
