import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobSeeds, runs } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq, like } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

const CREATE = `mutation($input: JobCreateInput!) { jobCreate(input: $input) {
  __typename
  ... on Job {
    id name state seedCount scope { kind of include exclude } limits { maxPages maxDepth }
    policy { id name rules { allowPrivateNetworks userAgent pace { mode delayMs perSecond concurrency } } }
    latestRun { id shortId state }
  }
  ... on UserError { code message path }
  ... on BadSeedsError { rows { row url problem } }
  ... on BadPolicyError { issues { path message } }
  ... on ForbiddenError { needs }
} }`;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function create(input: Record<string, unknown>, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(CREATE, { input }, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data.jobCreate;
}

async function verb(name: 'jobStart' | 'jobPause' | 'jobResume' | 'jobCancel', id: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(
    `mutation($input: J!) { ${name}(input: $input) { __typename ... on Job { id state } ... on UserError { code message path } } }`.replace(
      'J!',
      `J${name.slice(1)}Input!`,
    ),
    { input: { id } },
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

test('a job is created with canonical seeds, the scope of their hosts, a polite policy of its own, and a run', async () => {
  const host = api.freshHost();
  const job = await create({
    seeds: [`HTTP://${host}:80/a/../b`, `http://${host}/b#x`, ` http://${host}/c `],
  });
  assert.equal(job.__typename, 'Job');
  assert.equal(job.state, 'STARTING');
  assert.equal(job.seedCount, 2, 'two of the three are one URL');
  assert.deepEqual(job.scope, { kind: 'HOST', of: [host], include: [], exclude: [] });
  assert.deepEqual(job.policy.rules.pace, {
    mode: 'DELAY',
    delayMs: 1000,
    perSecond: null,
    concurrency: null,
  });
  assert.equal(job.latestRun.state, 'STARTING');
  const { data } = await api.ask<Result>(
    'query($id: ID!) { job(id: $id) { seeds { totalCount nodes { url } } } }',
    {
      id: job.id,
    },
  );
  assert.deepEqual(data.job.seeds, {
    totalCount: 2,
    nodes: [{ url: `http://${host}/b` }, { url: `http://${host}/c` }],
  });
});

test('a job that may use private networks on hosts of the user goes fast without being told', async () => {
  const job = await create({
    seeds: [`http://${api.freshHost()}/`, 'http://10.1.2.3/'],
    rules: { allowPrivateNetworks: true },
  });
  assert.deepEqual(job.policy.rules.pace, { mode: 'RATE', delayMs: null, perSecond: 100, concurrency: 8 });
  const mixed = await create({
    seeds: ['http://10.1.2.3/', 'http://93.184.216.34/'],
    rules: { allowPrivateNetworks: true },
  });
  assert.equal(mixed.policy.rules.pace.delayMs, 1000);
});

test('every bad seed is named with its row, and nothing is created', async () => {
  const before = await api.database.db.$count(jobSeeds);
  const error = await create({
    seeds: ['https://ok.example/', 'example.com', 'ftp://x/', '', 'http://[::', 'localhost:3000/x'],
  });
  assert.equal(error.__typename, 'BadSeedsError');
  assert.equal(error.code, 'BAD_SEEDS');
  assert.deepEqual(error.path, ['input', 'seeds']);
  assert.deepEqual(
    error.rows.map((row: Result) => row.row),
    [1, 2, 3, 4, 5],
  );
  assert.match(error.rows[0].problem, /did you mean "https:\/\/example.com"/);
  assert.match(error.rows[1].problem, /scheme "ftp"/);
  assert.match(error.rows[4].problem, /did you mean "http:\/\/localhost:3000\/x"/);
  assert.equal(await api.database.db.$count(jobSeeds), before);
});

test('a job may start from sitemaps, with seeds beside them or without', async () => {
  const host = api.freshHost();
  const sitemaps = [`http://${host}/sitemap.xml`, `http://${host}/a`];
  const both = await create({ seeds: [`http://${host}/a`, `http://${host}/b`], sitemaps });
  const rows = await api.database.db
    .select()
    .from(jobSeeds)
    .where(like(jobSeeds.url, `http://${host}/%`));
  const kept = rows.map(({ url, sitemap }) => `${url.slice(-1)} ${sitemap}`).sort();
  assert.deepEqual(kept, ['a true', 'b false', 'l true'], both.id);
  const alone = await create({ seeds: [], sitemaps: ['http://maps.example/all.txt'] });
  assert.deepEqual(alone.scope.of, ['maps.example']);
  assert.equal((await create({ seeds: [], sitemaps: ['all.txt'] })).code, 'BAD_SEEDS');
});

test('no seeds and more than 1,000 are refused', async () => {
  assert.equal((await create({ seeds: [] })).code, 'BAD_INPUT');
  const many = Array.from({ length: 1001 }, (_, i) => `http://h.test/${i}`);
  assert.match((await create({ seeds: many })).message, /1001 rows; pass 1 to 1000/);
});

test('every bad rule of a policy is named', async () => {
  const error = await create({
    seeds: ['http://a.test/'],
    rules: { pace: { delayMs: -5 }, retries: { attempts: 0 }, limits: { headerCount: 1 } },
  });
  assert.equal(error.__typename, 'BadPolicyError');
  assert.deepEqual(
    error.issues.map((issue: Result) => issue.path.join('.')),
    ['input.rules.pace.delayMs', 'input.rules.retries.attempts', 'input.rules.limits.headerCount'],
  );
  const both = await create({ seeds: ['http://a.test/'], rules: { pace: { delayMs: 5, perSecond: 2 } } });
  assert.match(both.message, /exclude each other/);
});

test('bad limits, weights, scopes and names are refused with their place', async () => {
  const seeds = ['http://a.test/'];
  const cases: [Record<string, unknown>, string][] = [
    [{ limits: { maxPages: 0 } }, 'input.limits.maxPages'],
    [{ limits: { maxDepth: -1 } }, 'input.limits.maxDepth'],
    [{ weight: 0 }, 'input.weight'],
    [{ scope: { include: ['/docs/*'] } }, 'input.scope'],
    [{ name: '  ' }, 'input.name'],
    [{ idempotencyKey: '' }, 'input.idempotencyKey'],
  ];
  for (const [more, path] of cases) {
    const error = await create({ seeds, ...more });
    assert.equal(error.code, 'BAD_INPUT', JSON.stringify(error));
    assert.equal(error.path.join('.'), path);
  }
});

test('the same idempotency key answers with the first job, and refuses another input', async () => {
  const input = { seeds: [`http://${api.freshHost()}/`], idempotencyKey: api.freshHost() };
  const [first, second] = await Promise.all([create(input), create(input)]);
  assert.equal(first.id, second.id);
  assert.equal((await create(input)).id, first.id);
  const other = await create({ ...input, seeds: ['http://other.test/'] });
  assert.equal(other.__typename, 'IdempotencyKeyReusedError');
});

test('private networks need the scope admin', async () => {
  const key = await api.keyFor(['jobs:read', 'jobs:write']);
  const error = await create({ seeds: ['http://a.test/'], rules: { allowPrivateNetworks: true } }, key);
  assert.equal(error.__typename, 'ForbiddenError');
  assert.equal(error.needs, 'admin');
  const admin = await create({ seeds: ['http://a.test/'], rules: { allowPrivateNetworks: true } });
  const shared = await create({ seeds: ['http://a.test/'], policyId: admin.policy.id }, key);
  assert.equal(shared.code, 'FORBIDDEN', 'nor by way of a policy of an admin');
});

test('pause, resume and cancel reach the frontier, and repeating them changes nothing', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const job = await create({ seeds: [`http://${api.freshHost()}/`] });
  const run = job.latestRun.shortId;
  const state = async () => (await frontier.sizes(run))?.state;

  assert.equal((await verb('jobPause', job.id)).state, 'PAUSED');
  assert.equal(await state(), 'paused');
  const { version } = (await frontier.sizes(run))!;
  assert.equal((await verb('jobPause', job.id)).state, 'PAUSED');
  assert.equal((await frontier.sizes(run))!.version, version);

  assert.equal((await verb('jobResume', job.id)).state, 'STARTING', 'its seeds are not in yet');
  assert.equal(await state(), 'running');
  assert.equal((await verb('jobStart', job.id)).state, 'STARTING');

  assert.equal((await verb('jobCancel', job.id)).state, 'CANCELLING');
  assert.equal(await state(), 'cancelled');
  assert.equal((await verb('jobCancel', job.id)).state, 'CANCELLING');
  const resumed = await verb('jobResume', job.id);
  assert.equal(resumed.code, 'WRONG_STATE');
  assert.match(resumed.message, /cancelling/);
});

test('a run that Redis has lost does not enter it anew, empty, with a change of its job', async () => {
  await using open = new AsyncDisposableStack();
  const frontier = open.adopt(await openFrontier(api.redisUrl), (f) => f.close());
  const job = await create({ seeds: [`http://${api.freshHost()}/`] });
  const run = job.latestRun.shortId;
  await verb('jobPause', job.id);
  assert.equal((await frontier.sizes(run))?.state, 'paused');
  await api.database.db
    .update(runs)
    .set({ startedAt: new Date() })
    .where(eq(runs.serial, Number.parseInt(run, 36)));
  while ((await frontier.forget(run)).left);
  assert.equal((await verb('jobCancel', job.id)).state, 'CANCELLING');
  assert.equal(await frontier.sizes(run), null);
});

test('a job that was not started has no run, and one that is over starts anew', async () => {
  const job = await create({ seeds: [`http://${api.freshHost()}/`], start: false });
  assert.equal(job.state, 'NEW');
  assert.equal(job.latestRun, null);
  assert.equal((await verb('jobPause', job.id)).code, 'WRONG_STATE');
  const starts = await Promise.all([verb('jobStart', job.id), verb('jobStart', job.id)]);
  assert.deepEqual(
    starts.map((one) => one.state),
    ['STARTING', 'STARTING'],
  );
  await api.database.db.update(runs).set({ state: 'done' }).where(eq(runs.state, 'starting'));
  assert.equal((await verb('jobStart', job.id)).state, 'STARTING');
  const { data } = await api.ask<Result>(
    'query($id: ID!) { job(id: $id) { runs { totalCount nodes { state } } } }',
    {
      id: job.id,
    },
  );
  assert.deepEqual(data.job.runs, { totalCount: 2, nodes: [{ state: 'STARTING' }, { state: 'DONE' }] });
});

test('ids that are none of ours are a typed NOT_FOUND in mutations', async () => {
  for (const id of [
    '',
    'nonsense',
    'job_',
    'job_AAAA',
    'policy_AaIK9Lq5c8iHYJ5k1ArEMQ',
    'job_AaIK9Lq5c8iHYJ5k1ArEMQ',
    "'; --",
  ]) {
    const error = await verb('jobPause', id);
    assert.equal(error.code, 'NOT_FOUND', id);
    assert.deepEqual(error.path, ['input', 'id']);
  }
});

test('jobs are listed newest first, filtered by state and name, and paged in both directions', async () => {
  const mark = api.freshHost();
  const made: string[] = [];
  for (let i = 0; i < 7; i++)
    made.unshift((await create({ name: `${mark} ${i}`, seeds: ['http://a.test/'], start: i === 3 })).id);
  const LIST = `query($first: Int, $after: String, $last: Int, $before: String, $filter: JobFilter) {
    jobs(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } } }`;
  const list = async (variables: Record<string, unknown>) =>
    (await api.ask<Result>(LIST, { filter: { name: mark.toUpperCase() }, ...variables })).data.jobs;

  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Result = await list({ first: 3, after });
    assert.equal(page.totalCount, 7);
    seen.push(...page.nodes.map((node: Result) => node.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  assert.deepEqual(seen, made);

  const last = await list({ last: 2 });
  assert.deepEqual(
    last.nodes.map((node: Result) => node.id),
    made.slice(5),
  );
  assert.equal(last.pageInfo.hasPreviousPage, true);
  const before = await list({ last: 2, before: last.pageInfo.startCursor });
  assert.deepEqual(
    before.nodes.map((node: Result) => node.id),
    made.slice(3, 5),
  );

  const started = await list({ filter: { name: mark, state: ['STARTING', 'RUNNING'] } });
  assert.deepEqual(
    started.nodes.map((node: Result) => node.id),
    [made[3]],
  );
});
