import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { holds, runs } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const frontier = await openFrontier(api.redisUrl);
after(() => frontier.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const FORECAST =
  'unknown boundBy known missesTarget sentence finish { earliest likely latest } host { host waiting delayMs }';

async function ask(text: string, variables: Record<string, unknown>, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(text, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function create(more: Record<string, unknown>): Promise<Result> {
  const { jobCreate } = await ask(
    `mutation($input: JobCreateInput!) { jobCreate(input: $input) { __typename
      ... on Job { id finishBy policy { id } warnings { code message } latestRun { id shortId } } ... on UserError { message } } }`,
    { input: more },
  );
  assert.equal(jobCreate.__typename, 'Job', jobCreate.message);
  return jobCreate;
}

/** A job whose run goes, with so many URLs of one host in the frontier. */
async function going(urls: number, more: Record<string, unknown> = {}) {
  const host = api.freshHost();
  const job = await create({
    ...{ seeds: [`http://${host}/`], limits: { maxDepth: 0 }, rules: { pace: { delayMs: 10_000 } } },
    ...more,
  });
  // Pausing and resuming brings it into the frontier, as the conductor would.
  for (const verb of ['jobPause', 'jobResume'])
    await ask(
      `mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename ... on UserError { message } } }`,
      { id: job.id },
    );
  await api.database.db
    .update(runs)
    .set({ state: 'running' })
    .where(eq(runs.serial, Number.parseInt(job.latestRun.shortId, 36)));
  await api.database.db.update(holds).set({ closedAt: new Date() });
  const list = Array.from({ length: urls }, (_, n) => ({ url: `http://${host}/${n}`, depth: 0, hops: 0 }));
  await frontier.enqueue(job.latestRun.shortId, list);
  return { job, host };
}

const forecastOf = async (run: string, what = '') =>
  (await ask(`query($id: ID!) { run(id: $id) { forecast { ${FORECAST} } ${what} } }`, { id: run })).run;

test('a plan that cannot work is said when the job is created, and again when its target is known', async () => {
  const seeds = [`http://${api.freshHost()}/`];
  const slow = await create({
    seeds,
    limits: { maxPages: 180_000 },
    rules: { pace: { delayMs: 10_000 } },
    start: false,
  });
  const said = slow.warnings.map(({ message }: Result) => message).join('\n');
  assert.match(said, /180,000 URLs of \S+ at 10 s take 21 days\./);
  const finishBy = new Date(Date.now() + 86_400_000).toISOString();
  const late = await create({
    seeds,
    limits: { maxPages: 180_000 },
    rules: { pace: { delayMs: 10_000 } },
    start: false,
    finishBy,
  });
  assert.equal(late.finishBy, finishBy);
  assert.ok(
    late.warnings.some(({ code }: Result) => code === 'MISSES_TARGET'),
    JSON.stringify(late.warnings),
  );
});

test('jobPlan answers how long it takes, what bounds it and how many workers it needs', async () => {
  const { jobPlan } = await ask(
    `query($input: JobPlanInput!) { jobPlan(input: $input) { sentence boundBy workersNeeded urls mostPagesPerSecond
      finish { likely } host { host urls delayMs } warnings { code message } } }`,
    {
      input: {
        ...{
          hosts: 10_000,
          urls: 1_000_000,
          rules: { pace: { delayMs: 1000 } },
          workers: 1,
          slots: 64,
          visitMs: 500,
        },
        finishBy: new Date(Date.now() + 3_600_000).toISOString(),
      },
    },
  );
  assert.equal(jobPlan.boundBy, 'WORKERS');
  assert.equal(jobPlan.workersNeeded, 3);
  assert.equal(jobPlan.warnings[0].code, 'MISSES_TARGET');
  const { errors } = await api.ask<Result>(
    'query($input: JobPlanInput!) { jobPlan(input: $input) { urls } }',
    {
      input: { urls: 2, hosts: 5 },
    },
  );
  assert.match(errors![0]!.message, /5 hosts/);
});

test('a run is forecast by what waits at its hosts, what if tells what would help, and a stranger learns nothing', async () => {
  const { job, host } = await going(500, { finishBy: new Date(Date.now() + 600_000).toISOString() });
  const run = job.latestRun.id;
  const nobody = await forecastOf(run);
  assert.equal(nobody.forecast.unknown, 'NO_WORKERS');
  const what = await forecastOf(
    run,
    `whatIf(input: { workers: 1, slots: 16 }) { ${FORECAST} }
    faster: whatIf(input: { workers: 1, pace: { delayMs: 1000 } }) { ${FORECAST} }`,
  );
  assert.equal(what.whatIf.boundBy, 'POLITENESS');
  assert.equal(what.whatIf.host.host, host);
  assert.equal(what.whatIf.missesTarget, true);
  const left = (of: Result) => Date.parse(of.finish.likely) - Date.now();
  assert.ok(Math.abs(left(what.whatIf) / 5_010_000 - 1) < 0.05, what.whatIf.sentence);
  assert.ok(Math.abs(left(what.faster) / 501_000 - 1) < 0.1, what.faster.sentence);
  assert.equal(what.faster.missesTarget, false);
  const stranger = await api.keyFor(['admin'], `p-${api.freshHost()}`);
  const { errors } = await api.ask<Result>(
    'query($id: ID!) { run(id: $id) { forecast { sentence } } }',
    { id: run },
    stranger,
  );
  assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND');
  const plan = await api.ask<Result>(
    'query($id: ID!) { jobPlan(input: { jobId: $id }) { urls } }',
    { id: job.id },
    stranger,
  );
  assert.ok(plan.errors);
});
