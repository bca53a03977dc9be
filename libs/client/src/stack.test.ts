import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Origin, type Stack, startOrigin, startStack } from '@trunkline/test-support';
import { type Client, createClient } from './client.ts';
import type { Topic } from './methods/topics.ts';

let stack: Stack;
let origin: Origin;
let client: Client;
before(async () => {
  stack = await startStack();
  origin = await startOrigin({ pages: 60 });
  client = createClient({ url: stack.url, apiKey: stack.key });
});

const fast = { pace: { mode: 'RATE', perSecond: 200, concurrency: 8 }, allowPrivateNetworks: true } as const;

test('a job is created, watched to its end, and its captures are what the origin served', async () => {
  const job = await client.jobs.create({ seeds: [origin.url], rules: fast });
  const kinds: string[] = [];
  let finished = -1;
  for await (const event of client.jobs.watch(job.id, { intervalMs: 250 })) {
    kinds.push(event.__typename);
    assert.ok(event.progress.counters.finished >= finished, 'finished never falls');
    finished = event.progress.counters.finished;
  }
  assert.deepEqual([kinds[0], kinds.at(-1)], ['JobProgressSnapshot', 'JobProgressDone']);

  const run = await client.runs.get(job.latestRun!.id);
  assert.equal(run.state, 'DONE');
  assert.equal(run.progress.counters.finished, run.progress.counters.accepted);

  const pages = new Map<string, string>();
  for await (const capture of client.captures.ofRun(run.id, { status: [200], contentType: 'text/html' }))
    pages.set(new URL(capture.url).pathname, capture.bodyUrl);
  assert.deepEqual([...pages.keys()].sort(), origin.pages.toSorted());
  for (const path of ['/', '/p/7.html']) {
    const body = await client.captures.body({ bodyUrl: pages.get(path)! });
    assert.deepEqual(Buffer.concat(await Array.fromAsync(body)), origin.bodyOf(path), path);
  }
});

test('many topics come over one connection, each with a snapshot first; those of a run end with it', async () => {
  const rules = { ...fast, pace: { ...fast.pace, perSecond: 40 } };
  const job = await client.jobs.create({ seeds: [origin.url], rules, name: 'followed' });
  const { host } = new URL(origin.url);
  const run = job.latestRun!.id;
  const topics: Topic[] = [
    { jobs: { first: 5 } },
    { run: { id: run, name: 'progress' } },
    { runEvents: { id: run, kinds: ['STATE'] } },
    { captures: { id: run } },
  ];
  const heard = new Map<string, string[]>();
  for await (const { topic, event } of client.live(topics, { intervalMs: 250 })) {
    heard.set(topic, [...(heard.get(topic) ?? []), event.__typename]);
    const ended = [...heard.values()].filter((all) => all.at(-1) === 'LiveTopicEnded');
    if (ended.length === 3) break;
  }
  const first = (name: string) => heard.get(name)?.[0];
  assert.deepEqual(['jobs', 'progress', 'runEvents', 'captures'].map(first), [
    'LiveJobs',
    'JobProgressSnapshot',
    'RunEventsSnapshot',
    'LiveCaptures',
  ]);
  assert.equal(heard.get('progress')?.at(-2), 'JobProgressDone');
  assert.equal((await client.hosts.robotsHistory(host).page()).items[0]?.origin, new URL(origin.url).origin);
  assert.deepEqual(await client.hosts.rules(host), []);
  assert.deepEqual(await Array.fromAsync(client.inFlight.ofRun(run)), []);
});

test('a job is paused, its policy changed, resumed and cancelled', async () => {
  const slow = { pace: { mode: 'DELAY', delayMs: 60_000 }, allowPrivateNetworks: true } as const;
  const job = await client.jobs.create({ seeds: [origin.url], rules: slow, name: 'slow' });
  assert.equal((await client.jobs.pause(job.id)).state, 'PAUSED');
  assert.equal((await client.jobs.pause(job.id)).state, 'PAUSED', 'pausing twice changes nothing');

  const { id, version } = job.policy;
  const changed = await client.policies.update({
    id,
    expectedVersion: version,
    rules: { pace: { delayMs: 50_000 } },
  });
  assert.equal(changed.rules.pace.delayMs, 50_000);
  await assert.rejects(client.policies.update({ id, expectedVersion: version, name: 'late' }), {
    code: 'VERSION_CONFLICT',
  });

  assert.match((await client.jobs.resume(job.id)).state, /^(RUNNING|STARTING)$/);
  await client.jobs.cancel(job.id);
  const last = (await Array.fromAsync(client.jobs.watch(job.id))).at(-1);
  assert.equal(last?.progress.state, 'CANCELLED');
});

test('a repeat under the same idempotency key is the same job; another input under it is refused', async () => {
  const input = { seeds: [origin.url], rules: fast, start: false, idempotencyKey: 'once' };
  const [one, two] = [await client.jobs.create(input), await client.jobs.create(input)];
  assert.equal(one.id, two.id);
  await assert.rejects(client.jobs.create({ ...input, name: 'other' }), { code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('what the API refuses has the code of its schema', async () => {
  await assert.rejects(client.jobs.create({ seeds: ['ftp://a.test/'] }), { code: 'BAD_SEEDS' });
  await assert.rejects(client.jobs.get('job_nonsense'), { code: 'NOT_FOUND' });
  await assert.rejects(Array.fromAsync(client.jobs.watch('job_nonsense')), { code: 'NOT_FOUND' });
  await assert.rejects(createClient({ url: stack.url, apiKey: 'tl_no_no' }).viewer(), {
    code: 'UNAUTHENTICATED',
  });
});

test('lists hold what was made, whole and once', async () => {
  const names = (await Array.fromAsync(client.jobs.list({ name: 'slow' }))).map((job) => job.name);
  assert.deepEqual(names, ['slow']);
  const all = await Array.fromAsync(client.jobs.list());
  assert.equal(new Set(all.map((job) => job.id)).size, all.length);
  assert.ok((await Array.fromAsync(client.workers.list())).length > 0);
  assert.ok((await Array.fromAsync(client.policies.list())).length >= 2);
});
