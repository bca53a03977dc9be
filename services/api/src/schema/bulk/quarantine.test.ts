import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  auditLog,
  bulkOperations,
  createRunPartitions,
  jobs,
  origins,
  pages,
  traps,
  urlHash,
  visits,
} from '@trunkline/database';
import { createFrontier } from '@trunkline/frontier';
import { desc, eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

const [calendar, shop] = ['d.test cal #', 'd.test shop'];
const row = { pages: 97, fresh: 0, inside: 97 };
const evidence = { pages: 100, fresh: 0, row, found: 200, mistake: 1e-7, barren: [], pair: null };
const origin = (
  await db.insert(origins).values({ origin: 'http://d.test/', host: 'd.test' }).returning()
)[0]!;

/** A job whose run took two shapes for traps, and holds two URLs of the one and one of the other. */
async function job(name: string, as?: string) {
  const { data, errors } = await api.ask<Result>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } } }',
    { input: { name, seeds: ['http://a.test/'] } },
    as,
  );
  assert.equal(errors, undefined);
  const { id, shortId } = data.jobCreate.latestRun;
  const runSerial = Number.parseInt(shortId, 36);
  const [{ serial: jobSerial } = assert.fail()] = await db.select().from(jobs).where(eq(jobs.name, name));
  await createRunPartitions(db, runSerial, jobSerial);
  const of = { jobSerial, runSerial, state: 'held', evidence } as const;
  await db.insert(traps).values([calendar, shop].map((shape) => ({ ...of, shape })));
  for (const [n, shape] of [calendar, calendar, shop].entries()) {
    const hash = urlHash(`http://d.test/${n}`);
    await db
      .insert(pages)
      .values({ hash, jobSerial, originId: origin.id, firstSeen: 1, depth: 0, path: String(n) });
    await db.insert(visits).values({
      ...{ runSerial, hash, startedAt: new Date(), jobSerial, attempt: 1, depth: 1, hops: 0 },
      ...{ final: true, outcome: 'refused', code: 'quarantine', detail: shape, deadReason: 'quarantine' },
      ...{ worker: 'w', timings: {} },
    });
  }
  return { id, shortId, jobSerial };
}

async function decide(verb: 'Release' | 'Allow' | 'Keep', input: object, as?: string): Promise<Result> {
  const { data, errors } = await api.ask<Result>(
    `mutation($input: QuarantineInput!) { quarantine${verb}(input: $input) { __typename
      ... on QuarantineDecided { traps { shape state held } operation { kind state total } }
      ... on UserError { code path } } }`,
    { input },
    as,
  );
  return errors ?? data[`quarantine${verb}`];
}

const states = async (jobSerial: number) =>
  Object.fromEntries(
    (await db.select().from(traps).where(eq(traps.jobSerial, jobSerial))).map(({ shape, state }) => [
      shape,
      state,
    ]),
  );

async function configOf(short: string) {
  const frontier = createFrontier({ url: api.redisUrl });
  try {
    const { held, free } = (await frontier.runConfig(short))!.config;
    return { held, free };
  } finally {
    await frontier.close();
  }
}

test('shapes are shown with what is held; one of them is released: its frontier knows before the retry is asked for, the other stays', async () => {
  const { id, shortId, jobSerial } = await job('one');
  const { data } = await api.ask<Result>(
    'query($id: ID!) { run(id: $id) { quarantine { held traps { shape state held } } } }',
    { id },
  );
  assert.equal(data.run.quarantine.held, 3);
  assert.deepEqual(data.run.quarantine.traps, [
    { shape: calendar, state: 'HELD', held: 2 },
    { shape: shop, state: 'HELD', held: 1 },
  ]);
  const released = await decide('Release', { id, shape: [calendar], reason: 'it is one' });
  assert.deepEqual(released.traps, [{ shape: calendar, state: 'RELEASED', held: 2 }]);
  assert.deepEqual(released.operation, { kind: 'DEAD_RETRY', state: 'RUNNING', total: 2 });
  assert.deepEqual(await configOf(shortId), { held: [shop], free: [calendar] });
  assert.deepEqual(await states(jobSerial), { [calendar]: 'released', [shop]: 'held' });
  const [last] = await db.select().from(bulkOperations).orderBy(desc(bulkOperations.id)).limit(1);
  assert.deepEqual((last!.filter as { shape: string[] }).shape, [calendar]);
  const log = await db.select().from(auditLog).where(eq(auditLog.action, 'quarantineRelease'));
  assert.deepEqual([log.length, log[0]!.reason], [1, 'it is one']);
});

test('without a shape all that are held are kept or allowed; kept ones put nothing back', async () => {
  const { id, shortId, jobSerial } = await job('two');
  const kept = await decide('Keep', { id });
  assert.deepEqual([kept.traps.length, kept.operation], [2, null]);
  assert.deepEqual(await configOf(shortId), { held: [calendar, shop], free: undefined });
  const allowed = await decide('Allow', { id, shape: [shop] });
  assert.equal(allowed.operation.total, 1);
  assert.deepEqual(await configOf(shortId), { held: [calendar], free: [shop] });
  assert.deepEqual(await states(jobSerial), { [calendar]: 'kept', [shop]: 'allowed' });
});

test('another project’s run, and a shape that is none of the job, are not found, and nothing is decided', async () => {
  const { id, jobSerial } = await job('three');
  const stranger = await api.keyFor(['admin'], 'another');
  for (const verb of ['Release', 'Allow', 'Keep'] as const) {
    const foreign = await decide(verb, { id }, stranger);
    assert.deepEqual([foreign.code, foreign.path], ['NOT_FOUND', ['input', 'id']], verb);
    const unknown = await decide(verb, { id, shape: ['d.test none'] });
    assert.deepEqual([unknown.code, unknown.path], ['NOT_FOUND', ['input', 'shape']], verb);
  }
  assert.deepEqual(await states(jobSerial), { [calendar]: 'held', [shop]: 'held' });
  const own = await job('of another', stranger);
  const { code } = await decide('Release', { id: own.id });
  assert.equal(code, 'NOT_FOUND');
});
