import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frontier, openFrontier } from '@trunkline/frontier';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function ask(query: string, variables: Record<string, unknown> = {}, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(query, variables, as);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function world() {
  const host = api.freshHost();
  const { jobCreate } = await ask(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    { input: { seeds: [`http://${host}/`], rules: { pace: { delayMs: 700 } } } },
  );
  // Pausing and resuming brings the run into the frontier, as the conductor would.
  for (const verb of ['jobPause', 'jobResume'])
    await ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
  const frontier = await openFrontier(api.redisUrl);
  await frontier.enqueue(jobCreate.latestRun.shortId, [{ url: `http://${host}/`, depth: 0, hops: 0 }]);
  await frontier.close();
  const short = jobCreate.latestRun.shortId as string;
  const state = async () =>
    (
      await ask(
        `query($id: ID!, $host: String!) { run(id: $id) { host(host: $host) { host decidedBy delayMs crawlDelayMs crawlDelayCapped waiting limit nextAt
          policyPace { delayMs } rule { pattern blocked } operator { blocked paused pace { delayMs } } robots { origin } } } }`,
        { id: jobCreate.latestRun.id, host },
      )
    ).run.host;
  return { host, short, run: jobCreate.latestRun.id as string, job: jobCreate.id as string, state };
}

/** Claims until the robots.txt of the host is among what was handed out; what others left here goes back with the session. */
async function claimOf(frontier: Frontier, session: string, host: string) {
  for (let call = 0; ; call++) {
    const reply = await frontier.claim(session, `c${call}`, 256);
    assert.equal(reply.state, 'granted');
    if (reply.state !== 'granted') continue;
    const found = reply.claims.find((claim) => claim.host === host);
    if (found) return found;
  }
}

test('a host says its pace in force and what decides it: the policy, a longer rule, a block', async () => {
  const { host, state } = await world();
  const plain = await state();
  assert.deepEqual([plain.decidedBy, plain.delayMs, plain.waiting], ['POLICY', 700, 1]);
  assert.equal(plain.policyPace.delayMs, 700);
  const rule = (input: object) =>
    ask('mutation($input: HostRuleSetInput!) { hostRuleSet(input: $input) { __typename } }', { input });
  await rule({ pattern: host, pace: { delayMs: 9000 } });
  const slow = await state();
  assert.deepEqual([slow.decidedBy, slow.delayMs, slow.rule.pattern], ['RULE', 9000, host]);
  await rule({ pattern: host, blocked: true });
  assert.equal((await state()).decidedBy, 'BLOCKED');
});

test('what the operators say of a host is told to every project: that, and no name, pattern or group', async () => {
  const { host, state, run } = await world();
  const stranger = await api.keyFor(['jobs:write', 'operator'], 'strangers with rules');
  const rule = (input: object) =>
    ask(
      'mutation($input: HostRuleSetInput!) { hostRuleSet(input: $input) { __typename } }',
      { input },
      stranger,
    );
  await rule({ pattern: host, pace: { delayMs: 9000 }, group: 'theirs' });
  const slow = await state();
  assert.deepEqual([slow.decidedBy, slow.delayMs, slow.rule], ['RULE', 9000, null]);
  assert.deepEqual(slow.operator, { blocked: false, paused: false, pace: { delayMs: 9000 } });
  await rule({ pattern: host, blocked: true });
  const blocked = await state();
  assert.deepEqual([blocked.decidedBy, blocked.rule, blocked.operator.blocked], ['BLOCKED', null, true]);
  const explained = async () =>
    (
      await ask(
        `query($id: ID!, $url: String!) { explainUrl(run: $id, url: $url) { summary hostState { operator { paused } } } }`,
        {
          id: run,
          url: `http://${host}/`,
        },
      )
    ).explainUrl;
  assert.match((await explained()).summary, /the host is blocked by the operator of this installation/);
  await rule({ pattern: host, blocked: false });
  await ask(`mutation { hostPause(input: { host: "${host}" }) { __typename } }`, {}, stranger);
  assert.match((await explained()).summary, /the host is paused by the operator of this installation/);
  assert.equal((await explained()).hostState.operator.paused, true);
});

test('a host says what Crawl-delay its robots.txt asks for, and that the policy cuts it', async () => {
  const { host, short, state } = await world();
  assert.deepEqual([(await state()).crawlDelayMs, (await state()).crawlDelayCapped], [0, false]);
  const frontier = await openFrontier(api.redisUrl);
  const session = `of-${host}`;
  await frontier.openSession(session, 60_000);
  const robots = await claimOf(frontier, session, host);
  const verdict = { state: 'rules', body: '', crawlDelayMs: 400_000 } as const;
  await frontier.settle(session, 'once', [
    {
      ...{
        token: robots.token,
        run: short,
        host,
        startedAfterMs: 0,
        outcome: 'fetched',
        bytes: 0,
        record: null,
      },
      ...{ next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
      robots: { origin: `http://${host}`, verdict },
    },
  ]);
  await frontier.closeSession(session);
  await frontier.close();
  const { crawlDelayMs, crawlDelayCapped, delayMs, decidedBy, robots: read } = await state();
  assert.equal(read.length, 1);
  assert.deepEqual([crawlDelayMs, crawlDelayCapped, delayMs, decidedBy], [400_000, true, 300_000, 'ROBOTS']);
});

test('a host of which one origin cannot be reached says when the other may be asked, and how many wait for both', async () => {
  const { host, short, state } = await world();
  const frontier = await openFrontier(api.redisUrl);
  const session = `of-${host}`;
  await frontier.openSession(session, 60_000);
  const claim = await claimOf(frontier, session, host);
  await frontier.settle(session, 'once', [
    {
      ...{
        token: claim.token,
        run: short,
        host,
        startedAfterMs: null,
        outcome: 'failed',
        bytes: 0,
        record: null,
      },
      ...{ next: { do: 'settle' }, hostSignal: { kind: 'unreachable', code: 'CONNECT_REFUSED' } },
      robots: { origin: `http://${host}`, verdict: { state: 'unreachable', retryAfterMs: null } },
    },
  ]);
  await frontier.closeSession(session);
  assert.equal((await state()).decidedBy, 'BACK_OFF');
  await frontier.enqueue(short, [{ url: `https://${host}/`, depth: 0, hops: 0 }]);
  await frontier.close();
  const { decidedBy, waiting } = await state();
  assert.deepEqual([decidedBy, waiting], ['POLICY', 2]);
});

test('what others met at a host is not told to a project that has nothing to do with it', async () => {
  const { host, short, state } = await world();
  const frontier = await openFrontier(api.redisUrl);
  const session = `of-${host}`;
  await frontier.openSession(session, 60_000);
  const claim = await claimOf(frontier, session, host);
  const verdict = { state: 'rules', body: 'secret', crawlDelayMs: 60_000 } as const;
  await frontier.settle(session, 'once', [
    {
      ...{ token: claim.token, run: short, host, startedAfterMs: 0, outcome: 'fetched', bytes: 0 },
      ...{ record: null, next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
      robots: { origin: `http://${host}`, verdict },
    },
  ]);
  await frontier.closeSession(session);
  await frontier.close();
  assert.equal((await state()).crawlDelayMs, 60_000);
  const stranger = await api.keyFor(['admin'], `p-${host}`);
  const { jobCreate } = await ask(
    'mutation { jobCreate(input: { seeds: ["http://own.test/"], rules: { pace: { delayMs: 700 } } }) { ... on Job { id latestRun { id } } } }',
    {},
    stranger,
  );
  for (const verb of ['jobPause', 'jobResume'])
    await ask(
      `mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`,
      { id: jobCreate.id },
      stranger,
    );
  const { run } = await ask(
    `query($id: ID!, $host: String!) { run(id: $id) { host(host: $host) {
      delayMs crawlDelayMs decidedBy inFlight backOffUntil fetchingRobots robots { verdict } } } }`,
    { id: jobCreate.latestRun.id, host },
    stranger,
  );
  assert.deepEqual(run.host, {
    ...{ delayMs: 700, crawlDelayMs: 0, decidedBy: 'POLICY', inFlight: 0 },
    ...{ backOffUntil: null, fetchingRobots: false, robots: [] },
  });
});

test('what operators say of a host is not told to a project that has nothing to do with it; a pattern is no host', async () => {
  const { host } = await world();
  const stranger = await api.keyFor(['admin'], `q-${host}`);
  const operator = await api.keyFor(['jobs:write', 'operator'], `r-${host}`);
  const { jobCreate } = await ask(
    'mutation { jobCreate(input: { seeds: ["http://own.test/"], rules: { pace: { delayMs: 700 } } }) { ... on Job { id latestRun { id } } } }',
    {},
    stranger,
  );
  for (const verb of ['jobPause', 'jobResume'])
    await ask(
      `mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`,
      { id: jobCreate.id },
      stranger,
    );
  const look = (of: string) =>
    api.ask<Result>(
      `query($id: ID!, $host: String!) { run(id: $id) { host(host: $host) {
        delayMs decidedBy limit operator { blocked paused } rule { pattern } } } }`,
      { id: jobCreate.latestRun.id, host: of },
      stranger,
    );
  const before = (await look(host)).data.run.host;
  const secret = `*.${host}`;
  for (const pattern of [host, secret])
    await ask(
      'mutation($input: HostRuleSetInput!) { hostRuleSet(input: $input) { __typename } }',
      { input: { pattern, blocked: true, pace: { delayMs: 9000 } } },
      operator,
    );
  await ask(`mutation { hostPause(input: { host: "${host}" }) { __typename } }`, {}, operator);
  assert.deepEqual((await look(host)).data.run.host, before);
  assert.deepEqual((await look(`a.${host}`)).data.run.host, before);
  assert.deepEqual([before.operator, before.delayMs, before.decidedBy], [null, 700, 'POLICY']);
  const { errors } = await look(secret);
  assert.match(errors![0]!.message, /is a pattern: name one host/);
});

test('a host is paused for a job, which repeats nothing, and resumed; for every run only by an operator', async () => {
  const { host, job, state } = await world();
  const say = async (verb: string, input: object, as?: string) =>
    (
      await ask(
        `mutation($input: Host${verb}Input!) { host${verb}(input: $input) { __typename ... on HostPaused { paused host job { id } } ... on UserError { code } } }`,
        { input },
        as,
      )
    )[`host${verb}`];
  for (const _ of [1, 2])
    assert.deepEqual(await say('Pause', { host, jobId: job, reason: 'asked' }), {
      ...{ __typename: 'HostPaused', paused: true, host, job: { id: job } },
    });
  assert.deepEqual([(await state()).decidedBy, (await state()).limit], ['PAUSED', 0]);
  const { auditLog } = await ask(
    'query($id: ID!) { auditLog(filter: { subjectId: $id, action: ["hostPause"] }) { totalCount } }',
    { id: job },
  );
  assert.equal(auditLog.totalCount, 1);
  assert.equal((await say('Resume', { host, jobId: job })).paused, false);
  assert.equal((await state()).decidedBy, 'POLICY');

  const admin = await api.keyFor(['admin']);
  assert.equal((await say('Pause', { host }, admin)).code, 'FORBIDDEN');
  assert.equal((await say('Pause', { host })).paused, true);
  assert.equal((await state()).decidedBy, 'PAUSED');
  const stranger = await api.keyFor(['admin'], `p-${host}`);
  assert.equal((await say('Pause', { host, jobId: job }, stranger)).code, 'NOT_FOUND');
});
