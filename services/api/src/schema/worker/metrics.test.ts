import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  jobs,
  keepSeriesPartitions,
  runs,
  type SeriesSubject,
  subjectIds,
  takeSeriesHead,
  urlHash,
  writeSecond,
} from '@trunkline/database';
import { addNumber, addSlow, addTimes, emptySample, packSample, type Sample } from '@trunkline/telemetry';
import { eq } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';
import { keyOf } from '../kit/ids.ts';

const api = await testApi();
const { db, pool } = api.database;
const second = 1000;
const START = Math.floor(Date.now() / 10_000) * 10_000 - 60 * second;

/** A job of a key, with a run. */
async function job(seed: string, as?: string) {
  const { data } = await api.ask<{ jobCreate: { id: string; latestRun: { id: string } } }>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id } } } }',
    { input: { seeds: [seed] } },
    as,
  );
  const { id, latestRun } = data.jobCreate;
  const [row] = await db
    .select()
    .from(runs)
    .where(eq(runs.id, keyOf('Run', latestRun.id)!));
  return { id, runId: latestRun.id, run: row!.serial };
}

let last: Date | null = null;

/** Writes what was measured in a second. */
async function measured(at: number, samples: [SeriesSubject, (sample: Sample) => void][], ms = second) {
  const when = new Date(START + at * second);
  if (last === null) {
    last = new Date(START - second);
    await keepSeriesPartitions(pool, when, {});
    assert.ok(await takeSeriesHead(pool, 'test', last, null));
  }
  const ids = await subjectIds(
    pool,
    when,
    samples.map(([subject]) => subject),
  );
  const rows = samples.map(([, fill], i) => {
    const sample = emptySample(ms);
    fill(sample);
    return { subject: ids[i]!, ...packSample(sample) };
  });
  assert.ok(await writeSecond(pool, { owner: 'test', last, at: when }, rows));
  last = when;
}

const of = (kind: string, run: number, key: string): SeriesSubject => ({ kind, run, key, name: key });
const stranger = await api.keyFor(['admin'], 'strangers');
const mine = await job('http://a.test/');
const also = await job('http://b.test/');
const theirs = await job('http://c.test/', stranger);

const done = (n: number) => (sample: Sample) => addNumber(sample, 'visits:fetched', n);
await measured(0, [
  [of('run', mine.run, ''), done(10)],
  [of('run', also.run, ''), done(5)],
  [of('run', theirs.run, ''), done(1000)],
  [of('worker', 0, 'w'), (sample) => sample.numbers.set('elu', 0.5)],
]);
await measured(1, [
  [of('run', mine.run, ''), done(20)],
  [
    of('run', also.run, ''),
    (sample) => {
      addTimes(sample, 'stageService:dns', [[8, 9]]);
      addTimes(sample, 'stageService:headers', [[120, 1]]);
      addSlow(sample, 'headers', { ms: 700, hash: urlHash('http://b.test/slow'), attempt: 1 });
    },
  ],
]);
// Nobody looked for two seconds.
await measured(4, [[of('run', mine.run, ''), done(60)]], 3 * second);
await measured(5, [
  [of('run', mine.run, ''), (sample) => addNumber(sample, 'waiting:PACE', 40)],
  [of('host', mine.run, 'a.test'), (sample) => addNumber(sample, 'requests', 3)],
]);

type Answer = {
  metrics: {
    unit: string;
    step: number;
    left: number;
    aggregation: string;
    series: {
      labels: { name: string; value: string }[];
      points: {
        t: string;
        v: number | null;
        exemplar: { ms: number; url: string | null; runId: string } | null;
      }[];
    }[];
  };
};

/** What is told from the beginning, as [labels, values by the second]. */
async function told(args: string, { to = 6, as }: { to?: number; as?: string } = {}) {
  const from = JSON.stringify(new Date(START).toISOString());
  const until = JSON.stringify(new Date(START + to * second).toISOString());
  const { data, errors } = await api.ask<Answer>(
    `{ metrics(from: ${from}, to: ${until}, ${args}) { unit step left aggregation
      series { labels { name value } points { t v exemplar { ms url runId } } } } }`,
    {},
    as,
  );
  const said = { error: errors?.[0]?.extensions.code, message: errors?.[0]?.message ?? '' };
  if (errors) return { ...said, values: [], points: [], series: [] };
  const { series } = data.metrics;
  const values = series.map(({ labels, points }) => [
    labels.map(({ value }) => value),
    points.map(({ v }) => v),
  ]);
  return { ...said, ...data.metrics, values, points: series[0]?.points ?? [] };
}

test('counts are told per second, of all runs of the project and of no other; what nobody saw is no value, and what came meanwhile came in that time', async () => {
  const { values, ...answer } = await told('name: VISITS, step: 1');
  assert.deepEqual(values, [[[], [15, 20, null, null, 20, 0]]]);
  assert.deepEqual('unit' in answer && [answer.unit, answer.left], ['visits/s', 0]);
  assert.deepEqual((await told('name: VISITS, step: 1', { as: stranger })).values, [
    [[], [1000, null, null, null, null, null]],
  ]);
});

test('series are told apart by run and label, the greatest first', async () => {
  const { values } = await told('name: VISITS, step: 1, groupBy: [RUN, OUTCOME], aggregation: SUM');
  const short = (run: number) => run.toString(36);
  assert.deepEqual(values, [
    [
      [mine.runId, short(mine.run), 'fetched'],
      [10, 20, null, null, 60, 0],
    ],
    [
      [also.runId, short(also.run), 'fetched'],
      [5, 0, null, null, null, null],
    ],
  ]);
  const waiting = await told(`name: WAITING, step: 1, groupBy: CAUSE, filter: { runs: ["${mine.runId}"] }`);
  assert.deepEqual(waiting.values, [[['PACE'], [0, 0, null, null, 0, 40]]]);
  const hosts = await told('name: REQUESTS, step: 1, groupBy: HOST');
  assert.deepEqual(hosts.values, [[['a.test'], [null, null, null, null, null, 3]]]);
});

test('a longer step sums counts up and merges times; a visit is behind a slow point', async () => {
  const visits = await told('name: VISITS, step: 10, aggregation: SUM');
  assert.deepEqual(visits.values, [[[], [95]]]);
  const p99 = await told('name: STAGE_SERVICE, step: 10, groupBy: STAGE, aggregation: P99');
  assert.deepEqual(
    p99.series.map(({ labels }) => labels[0]!.value),
    ['headers', 'dns'],
  );
  assert.deepEqual(p99.points[0]!.exemplar, { ms: 700, url: null, runId: also.runId });
});

test('figures of workers are for operators, and those of a job for who owns it', async () => {
  const key = await api.keyFor(['jobs:read']);
  assert.deepEqual((await told('name: ELU, step: 1, groupBy: WORKER', { as: key })).error, 'FORBIDDEN');
  assert.deepEqual((await told('name: ELU, step: 1, groupBy: WORKER', { to: 1 })).values, [[['w'], [0.5]]]);
  const other = await told(`name: VISITS, step: 1, groupBy: JOB, filter: { jobs: ["${mine.id}"] }`, {
    as: stranger,
  });
  assert.deepEqual(other.values, []);
  await db
    .update(jobs)
    .set({ archivedAt: new Date() })
    .where(eq(jobs.id, keyOf('Job', also.id)!));
  assert.deepEqual((await told('name: VISITS, step: 1', { to: 1 })).values, [[[], [10]]]);
});

test('what cannot be told is refused with what to do', async () => {
  for (const [args, message] of [
    ['name: ELU, groupBy: RUN', /ELU is not measured of a run/],
    ['name: VISITS, groupBy: STAGE', /not told by stage. It is by: outcome/],
    ['name: VISITS, aggregation: P95', /Pass one of: RATE, SUM/],
    ['name: VISITS, step: 0', /pass seconds from 1/],
    ['name: HOSTS, filter: { labels: ["x"] }', /has no labels/],
    ['name: VISITS, filter: { runs: ["run_none"] }', /is not the id of a run/],
  ] as const) {
    const answer = await told(args);
    assert.match(String(answer.error), /BAD_INPUT|NOT_FOUND/, args);
    assert.match(answer.message, message);
  }
  const days = `from: "${new Date(Date.now() - 80 * 86_400_000).toISOString()}"`;
  const { errors } = await api.ask(`{ metrics(name: VISITS, ${days}, step: 60) { unit } }`, {});
  assert.match(errors![0]!.message, /Pass a step of 691\d s or more/);
});
