import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPauses, jobs, markOf, type RequestRow, recordBatch, runs } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db, pool } = api.database;
const tenant = await api.keyFor(['admin'], 'tenant of ledgers');

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function run(host: string, as = api.key) {
  const { data } = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { latestRun { shortId } } } }',
    { input: { seeds: [`http://${host}/`], start: true } },
    as,
  );
  return Number.parseInt(data.jobCreate.latestRun.shortId, 36);
}

const minute = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
const record = (requests: RequestRow[]) =>
  recordBatch(pool, { discovered: [], visits: [], drops: [], dead: [], requests });
const request = (serial: number, host: string, ms: number, more: Partial<RequestRow> = {}): RequestRow => ({
  ...{ run: serial, host, kind: 'page', at: minute + ms, delayMs: 1000, concurrency: 1, decidedBy: 'policy' },
  ...{ isRequest: true, mark: markOf(`${ms}`), failure: null, ...more },
});

const fields = `isOfAll isComplete requests pages robots leastGapMs leastGapAt mostInAMinute violations violationSamples { gapMs delayMs }
  windows { at kind requests leastGapMs delayMs decidedBy reason run policyVersion failures { code } }`;
const ledger = async (host: string, as = api.key, more: object = {}) => {
  const { data, errors } = await api.ask<Result>(
    `query($host: String!, $from: DateTime, $to: DateTime) { hostLedger(host: $host, from: $from, to: $to) { ${fields} } }`,
    { host, ...more },
    as,
  );
  return errors?.[0] ?? data.hostLedger;
};

/** The tenant's project knows the host, as by a page of its. */
async function known(host: string, serial: number) {
  const [job] = await db
    .select()
    .from(jobs)
    .innerJoin(runs, eq(runs.jobId, jobs.id))
    .where(eq(runs.serial, serial));
  await db
    .insert(hostPauses)
    .values({ projectId: job!.jobs.projectId, host, jobId: job!.jobs.id, paused: false });
}

test('a host says how often it was asked, the least gap, each pace with its reason and version, and that none was broken', async () => {
  const host = api.freshHost();
  const own = await run(host, tenant);
  await known(host, own);
  await record([
    request(own, host, 0, { kind: 'robots' }),
    request(own, host, 1000),
    request(own, host, 2001, { failure: 'throttled 429' }),
    request(own, host, 90_000, { decidedBy: 'backOff', delayMs: 1000 }),
    request(own, host, 99_000, { decidedBy: 'rule', delayMs: 9000 }),
  ]);
  const told = await ledger(host, tenant);
  assert.deepEqual(
    [told.isOfAll, told.isComplete, told.requests, told.pages, told.robots],
    [false, true, 5, 4, 1],
  );
  assert.deepEqual([told.leastGapMs, told.violations, told.mostInAMinute], [1000, 0, 3]);
  assert.equal(Date.parse(told.leastGapAt), minute + 1000);
  assert.deepEqual(
    told.windows.map(({ kind, requests, decidedBy, policyVersion }: Result) => [
      kind,
      requests,
      decidedBy,
      policyVersion,
    ]),
    [
      ['PAGE', 2, 'POLICY', 1],
      ['ROBOTS', 1, 'POLICY', 1],
      ['PAGE', 1, 'BACK_OFF', 1],
      ['PAGE', 1, 'RULE', 1],
    ],
  );
  assert.deepEqual(told.windows[0].failures, [{ code: 'throttled 429' }]);
  assert.match(told.windows[0].reason, /^1 s from one to the next: the policy of the job, version 1$/);
});

test('a request that came too soon is counted: of a rule after any run, of a policy after its own', async () => {
  const host = api.freshHost();
  const [one, other] = [await run(host), await run(host)];
  await record([
    request(one, host, 0),
    request(other, host, 400),
    request(one, host, 990),
    request(one, host, 2100),
  ]);
  const told = await ledger(host);
  assert.deepEqual([told.violations, told.violationSamples], [1, [{ gapMs: 990, delayMs: 1000 }]]);
  const ruled = api.freshHost();
  const of = { decidedBy: 'rule', delayMs: 500 };
  await record([request(one, ruled, 0, of), request(other, ruled, 400, of)]);
  assert.deepEqual((await ledger(ruled)).violationSamples, [{ gapMs: 400, delayMs: 500 }]);
});

test('of several at once a rate is held: so many in a second, and no more', async () => {
  const host = api.freshHost();
  const own = await run(host);
  const fast = { delayMs: 100, concurrency: 4 };
  await record(Array.from({ length: 12 }, (_, n) => request(own, host, n * 90, fast)));
  assert.equal((await ledger(host)).violations, 0);
});

test('a project is told of its own requests, an operator of all, without whose they are', async () => {
  const host = api.freshHost();
  const [mine, others] = [await run(host, tenant), await run(host)];
  await known(host, mine);
  await record([request(mine, host, 0), request(others, host, 30_000)]);
  assert.deepEqual((await ledger(host, tenant)).requests, 1);
  const all = await ledger(host);
  assert.deepEqual([all.isOfAll, all.requests], [true, 2]);
  assert.deepEqual(
    all.windows.map((one: Result) => one.run === null),
    [true, false],
  );
  const stranger = await api.keyFor(['admin'], 'strangers to ledgers');
  assert.equal((await ledger(host, stranger)).extensions.code, 'NOT_FOUND');
});

test('only what lies in the time is counted; a time that cannot be is refused', async () => {
  const host = api.freshHost();
  const own = await run(host);
  await record([request(own, host, 1000), request(own, host, 5000), request(own, host, 70_000)]);
  const at = (ms: number) => new Date(minute + ms).toISOString();
  assert.equal((await ledger(host, api.key, { from: at(2000), to: at(60_000) })).requests, 1);
  assert.equal((await ledger(host, api.key, { from: at(2), to: at(1) })).extensions.code, 'BAD_INPUT');
  assert.equal((await ledger(host, api.key, { from: '2020-01-01T00:00:00Z' })).extensions.code, 'BAD_INPUT');
});

test('every minute is exported as CSV and NDJSON, to whoever may ask for it', async () => {
  const host = api.freshHost();
  const own = await run(host);
  await record([request(own, host, 1000), request(own, host, 61_000, { failure: 'CONNECT_REFUSED' })]);
  const get = (query: string, key = api.key) =>
    fetch(`${api.url}/export/${encodeURIComponent(host)}/ledger${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  const csv = (await (await get('?format=csv')).text()).trimEnd().split('\r\n');
  assert.equal(csv.length, 3);
  assert.match(csv[0]!, /^at,kind,requests,leastGapMs/);
  const [first] = (await (await get('')).text()).split('\n').map((line) => line && JSON.parse(line));
  assert.deepEqual([first.kind, first.requests, first.decidedBy], ['page', 1, 'policy']);
  assert.equal((await get('?from=nonsense')).status, 400);
  const stranger = await api.keyFor(['jobs:read'], 'strangers to exports');
  assert.equal((await get('', stranger)).status, 404);
});
