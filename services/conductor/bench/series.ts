import { readdirSync, readFileSync } from 'node:fs';
import { runs as runRows, shortRun } from '@trunkline/database';
import { clocked } from '@trunkline/policy';
import { openRedis } from '@trunkline/redis';
import { createLogger } from '@trunkline/service';
import { createStageClock, telemetryKeys, type WorkerReport } from '@trunkline/telemetry';
import { testDatabase, testRedis } from '@trunkline/test-support';
import { createSeries } from '../src/watch/series/series.ts';
import { frontierMaker, startedRun } from '../src/world-for-tests.ts';
import { pageUrl, randomOf } from './made-up.ts';

// What it costs to keep series: `npm run bench -- series [workers] [runs] [seconds]`. Workers say what they would at 20 visits a second of
// each run; of each second the time and CPU of the conductor are measured, and what Postgres works and writes.

const [workers, runs, seconds] = [4, 20, 70].map((usual, i) => Number(process.argv[2 + i] ?? usual)) as [
  number,
  number,
  number,
];
const VISITS = 20;
const random = randomOf(1);
const log = createLogger('bench', 'error');

const { url } = await testDatabase({ durable: true });
const world = await startedRun({ seeds: [pageUrl(0)], databaseUrl: url });
const { db, database } = world;
const { pool } = database;
const { url: redisUrl } = await testRedis();
const redis = openRedis(redisUrl, 'patient');
const frontier = frontierMaker(redisUrl)();
const serials = await startRuns();
const START = Date.now();
let second = 0;
const clocks = Array.from({ length: workers }, () => createStageClock<string>(clocked, () => now()));
const now = () => 1e6 + second * 1000;

const known = {
  ...{
    sizesOf: async (ids: readonly string[]) => ids.map(sizesOf),
    outcomesBacklog: frontier.outcomesBacklog,
  },
  ...{ memory: frontier.memory, time: frontier.time },
  causes: async () =>
    ({ waiting: 1000, urls: { PACE: 900, BACKOFF: 60, WORKERS_BUSY: 40 }, error: 0 }) as never,
};
const pass = createSeries({
  ...{ database, redis, frontier: known, owner: 'bench', log },
  now: () => new Date(START + second * 1000),
});

await work();
await pass();
const spent: number[] = [];
const wal = await walAt();
const postgres = postgresMs();
for (second = 1; second <= seconds; second++) {
  await work();
  const before = process.cpuUsage();
  for (let more = true; more; ) more = await pass();
  const { user, system } = process.cpuUsage(before);
  spent.push((user + system) / 1000);
}
const sorted = spent.toSorted((a, b) => a - b);
const kept = await sizes();
const figures = {
  ...{ workers, runs, seconds },
  conductor_cpu_ms_per_s: round(spent.reduce((sum, ms) => sum + ms, 0) / seconds),
  conductor_cpu_ms_p99: round(sorted[Math.floor(seconds * 0.99)]!),
  postgres_cpu_ms_per_s: round((postgresMs() - postgres) / seconds),
  wal_bytes_per_s: Math.round(((await walAt()) - wal) / seconds),
  ...kept,
};
await pass.end();
await frontier.close();
redis.disconnect();
await database.close();
console.log(JSON.stringify(figures));

/** Runs beside the first, of jobs of their own. */
async function startRuns(): Promise<number[]> {
  const [first] = await db.select().from(runRows);
  for (let n = 1; n < runs; n++)
    await pool.query(
      `with job as (insert into jobs (project_id, name, scope, policy_id) select project_id, name || $1, scope, policy_id from jobs where id = $2 returning id)
       insert into runs (job_id, policy_version) select id, 1 from job`,
      [String(n), first!.jobId],
    );
  return (await db.select({ serial: runRows.serial }).from(runRows)).map(({ serial }) => serial);
}

/** A second's visits of every worker, and its report. */
async function work(): Promise<void> {
  for (const [n, clock] of clocks.entries()) {
    for (const serial of serials) visit(clock, shortRun(serial), serial);
    const { runs: told, ...measured } = clock.take();
    clock.told(told);
    const worker = `worker-${n}-aaaaaaaaaaaaaaaa`;
    const report = {
      ...{
        session: worker,
        name: `box:${n}`,
        version: '1',
        startedAt: START - 5e6,
        at: START + second * 1000,
      },
      ...{
        state: 'running',
        blockedBy: null,
        unclaimedMs: { NOTHING_DUE: second * 100 },
        slots: 256,
        inFlight: 200,
      },
      ...{ pages: second * 400, wireBytes: second * 1e7, decodedBytes: second * 4e7 },
      ...{
        eventLoopLagMs: { p50: 1, p99: 12, max: 20 },
        elu: 0.7,
        rssBytes: 3e8,
        heapBytes: 1e8,
        cpuMs: second * 700,
      },
      ...{ sockets: { open: 100, idle: 20 }, faults: {}, transfers: [] },
      redisMs: { n: 10, p50: 1, p99: 3, open: 0, oldestMs: 0, times: measured.stages['settle']!.service },
      archive: { lagMs: 10, waiting: 3, freeBytes: 1e11, full: false },
      bandwidth: { capBytesPerS: null, waiting: 0, waitMs: 0 },
      ...measured,
      runs: Object.fromEntries(told.map(({ run, counts }) => [run, counts])),
    } satisfies WorkerReport;
    const calls = redis.pipeline().sadd(telemetryKeys.workers, worker);
    calls.set(telemetryKeys.worker(worker), JSON.stringify(report), 'PX', 60_000);
    for (const { run, generation, stages } of told)
      calls.hset(telemetryKeys.runStages(run), `${worker}.${generation}`, JSON.stringify(stages));
    await calls.exec();
  }
}

function visit(clock: (typeof clocks)[number], run: string, serial: number): void {
  const of = clock.of(run);
  const at = now();
  for (let n = 0; n < VISITS; n++) {
    const tally = of.tally(`host-${serial}-${n}.test`);
    tally.claimed();
    tally.tookSlot(at - 500);
    for (const stage of clocked) {
      of.wait(stage, at - 400);
      of.begin(stage, at - 400, at - 400 + random() * 3);
      of.end(stage, at - 390, at - 390 + 300 * random() ** 4, null, {
        ...{ run, url: pageUrl(n), token: null, attempt: 1 },
      });
    }
    tally.started();
    tally.firstByte(100 * random());
    tally.received(26_000);
    tally.stored(26_000, 90_000);
    tally.outcome(n === 0 ? 'failed' : 'fetched');
    if (n === 0) tally.failed('RESET');
    tally.gaveSlot(at - 500, at);
    tally.done();
  }
}

function sizesOf() {
  const done = second * workers * VISITS;
  const zero = { redirected: 0, refused: 0, throttled: 0, failed: 0, notModified: 0, dead: 0, dropped: 0 };
  return {
    ...{ state: 'running', version: 1, discovering: 0, retried: 0 },
    counters: {
      ...{
        accepted: done * 20,
        finished: done,
        waiting: 1000,
        delayed: 20,
        inFlight: 50,
        bytes: done * 26_000,
      },
      ...{ hosts: 40, known: done * 60, refusedAtEnqueue: done, fetched: done, ...zero },
    },
  } as never;
}

async function walAt(): Promise<number> {
  const { rows } = await pool.query<{ at: string }>("select pg_current_wal_lsn() - '0/0' as at");
  return Number(rows[0]!.at);
}

/** CPU of all processes of the server, ms. */
function postgresMs(): number {
  const parent = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const main = process.pid;
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!/postgres/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))) continue;
      let of = pid;
      while (Number(of) > 1 && Number(of) !== main) of = parent(of)[1]!;
      if (Number(of) !== main) continue;
      const stat = parent(pid);
      ticks += Number(stat[11]) + Number(stat[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks * 10;
}

/** Bytes of a row and of its share of the indexes, by kind and table. */
async function sizes() {
  const { rows } = await pool.query<{ kind: string; n: string; bytes: string }>(
    `select s.kind, count(*) as n, avg(pg_column_size(x.*)) + 4 as bytes from series_1s x join series_subjects s on s.id = x.subject group by 1`,
  );
  const { rows: minute } = await pool.query<{ kind: string; bytes: string }>(
    'select s.kind, avg(pg_column_size(x.*)) + 4 as bytes from series_1m x join series_subjects s on s.id = x.subject group by 1',
  );
  const { rows: index } = await pool.query<{ share: string }>(
    `select sum(pg_indexes_size(i.inhrelid)) / nullif((select count(*) from series_1s), 0) as share from pg_inherits i where i.inhparent = 'series_1s'::regclass`,
  );
  return {
    rows_per_s: round(rows.reduce((sum, { n }) => sum + Number(n), 0) / seconds),
    bytes_per_second_row: Object.fromEntries(
      rows.map(({ kind, bytes }) => [kind, Math.round(Number(bytes))]),
    ),
    bytes_per_minute_row: Object.fromEntries(
      minute.map(({ kind, bytes }) => [kind, Math.round(Number(bytes))]),
    ),
    index_bytes_per_row: Math.round(Number(index[0]!.share)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
