import assert from 'node:assert/strict';
import { test } from 'node:test';
import { robotsVersions } from '@trunkline/database';
import { type Claim, type Frontier, openFrontier } from '@trunkline/frontier';
import type { RobotsVerdict } from '@trunkline/policy';
import { openRedis } from '@trunkline/redis';
import { claimsOf } from '../../testing/claims-of.ts';
import { testApi } from '../../testing/test-api.ts';

const DAY = 86_400_000;
const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
async function ask(query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const { data, errors } = await api.ask<object>(query, variables);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function settle(frontier: Frontier, { token, run, host }: Claim, verdict: RobotsVerdict) {
  const outcome = verdict.state === 'unreachable' ? 'failed' : 'fetched';
  await frontier.settle('w', `of-${token}`, [
    {
      ...{ token, run, host, startedAfterMs: 0, outcome, bytes: 0, record: null },
      ...{ next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
      robots: { origin: `http://${host}`, verdict },
    },
  ]);
}

test('a robots.txt that cannot be had again: since when, why, and until when the copy that was read before decides', async (t) => {
  const host = api.freshHost();
  const url = `http://${host}/`;
  const { jobCreate } = await ask(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    { input: { seeds: [url], rules: { robots: { maxCopyAgeMs: 3 * DAY } } } },
  );
  for (const verb of ['jobPause', 'jobResume'])
    await ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
  const run = jobCreate.latestRun.shortId as string;
  const frontier = await openFrontier(api.redisUrl);
  const redis = openRedis(api.redisUrl, 'patient');
  t.after(() => Promise.all([frontier.close(), redis.quit()]));
  await frontier.enqueue(run, [{ url, depth: 0, hops: 0 }]);
  await frontier.openSession('w', 100 * DAY);
  const look = async () =>
    (
      await ask(
        `query($id: ID!, $url: String!) { explainUrl(run: $id, url: $url) { summary hostState {
          robots { origin } robotsFailures { origin since lastAt detail readAt decidesUntil } } } }`,
        { id: jobCreate.latestRun.id, url },
      )
    ).explainUrl;

  const [first] = await claimsOf(frontier, 'w', host);
  await settle(frontier, first!, { state: 'rules', body: 'User-agent: *\n', crawlDelayMs: null });
  const { at: readAt } = (await frontier.robots(`http://${host}`))!;
  const read = await look();
  assert.deepEqual([read.hostState.robots.length, read.hostState.robotsFailures], [1, []]);
  assert.doesNotMatch(read.summary, /robots/);

  // The clock of the frontier from here on.
  await redis.hset('{f0}:meta', 'fake', readAt + 2 * DAY);
  const [again] = await claimsOf(frontier, 'w', host);
  assert.equal(again?.kind, 'robots');
  await settle(frontier, again!, { state: 'unreachable', retryAfterMs: null });
  const at = (ms: number) => new Date(ms).toISOString();
  const failure = {
    origin: `http://${host}`,
    since: at(readAt + 2 * DAY),
    readAt: at(readAt),
    decidesUntil: at(readAt + 3 * DAY),
  };
  const failing = await look();
  assert.deepEqual(failing.hostState.robotsFailures, [{ ...failure, lastAt: null, detail: null }]);
  assert.ok(failing.summary.endsWith(`the copy that is kept decides until ${failure.decidesUntil}.`));

  const seen = { origin: url, state: 'unreachable' as const, projectId: api.projectId };
  const [before, now] = [new Date(readAt - DAY), new Date(readAt + 2 * DAY)];
  await api.database.db.insert(robotsVersions).values([
    { ...seen, firstSeenAt: before, lastSeenAt: before, detail: 'robots.txt answered 500' },
    { ...seen, firstSeenAt: now, lastSeenAt: now, detail: 'robots.txt answered 503' },
  ]);
  const told = { ...failure, lastAt: now.toISOString(), detail: 'robots.txt answered 503' };
  assert.deepEqual((await look()).hostState.robotsFailures, [told]);
});

test('a robots.txt that could never be had says that nothing is fetched until it can', async () => {
  const host = api.freshHost();
  const { jobCreate } = await ask(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    { input: { seeds: [`http://${host}/`] } },
  );
  for (const verb of ['jobPause', 'jobResume'])
    await ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
  const frontier = await openFrontier(api.redisUrl);
  await frontier.enqueue(jobCreate.latestRun.shortId, [{ url: `http://${host}/`, depth: 0, hops: 0 }]);
  const [claim] = await claimsOf(frontier, 'w', host);
  await settle(frontier, claim!, { state: 'unreachable', retryAfterMs: null });
  await frontier.close();
  const { explainUrl } = await ask(
    'query($id: ID!, $url: String!) { explainUrl(run: $id, url: $url) { summary hostState { robotsFailures { readAt decidesUntil } } } }',
    { id: jobCreate.latestRun.id, url: `http://${host}/` },
  );
  assert.match(explainUrl.summary, /robots\.txt cannot be had now, and nothing is fetched until it can\.$/);
  assert.deepEqual(explainUrl.hostState.robotsFailures, [{ readAt: null, decidesUntil: null }]);
});
