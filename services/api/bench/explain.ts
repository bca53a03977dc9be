/**
 * npm run bench -- explain [waiting] [seconds]
 *
 * How fast any URL is explained while a million wait: in one run 100,000 of them at one host, the others spread over 5,000 hosts, all in
 * the ledger too. Asked one after another over HTTP, as the CLI asks: the next of a host, the middle and the end of the long queue, one
 * in flight, one that was fetched, also one of the long queue's host, one that was given up, one never seen, one out of scope. The last line on stdout is JSON: of each the
 * median and the 99th percentile, ms, the CPU time of the API for one, and `p99_ms` over all.
 */
import {
  createRunPartitions,
  jobs,
  openDatabase,
  recordBatch,
  runs,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import { startApi } from './parts/world.ts';

const [waiting = 1_000_000, seconds = 3] = process.argv.slice(2).map(Number);
const LONG = Math.min(100_000, waiting / 2);
const HOSTS = Math.min(5000, waiting - LONG);
const BATCH = 5000;

const started = performance.now();
const api = await startApi({ TRUNKLINE_COST_PER_SECOND: '0' });
// Nobody records what is found meanwhile.
const frontier = await openFrontier({ url: api.redisUrl, shards: 1, maxBacklog: waiting });
const { db, pool, close } = openDatabase(api.databaseUrl);
type Made = { jobCreate: { id: string; latestRun: { shortId: string } } };
const { jobCreate } = await api.ask<Made>(
  'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { shortId } } } }',
  {
    input: {
      seeds: ['http://long.test/'],
      scope: { kind: 'ANY', exclude: ['*.zip'] },
      rules: { robots: { obey: false } },
    },
  },
);
for (const verb of ['jobPause', 'jobResume'])
  await api.ask(`mutation($id: ID!) { ${verb}(input: { id: $id }) { __typename } }`, { id: jobCreate.id });
const run = jobCreate.latestRun.shortId;
const serial = Number.parseInt(run, 36);
const [row] = await db
  .select({ job: jobs.serial })
  .from(jobs)
  .innerJoin(runs, eq(runs.jobId, jobs.id))
  .where(eq(runs.serial, serial));
const job = row!.job;
await createRunPartitions(db, serial, job);

const hostOf = (n: number) => (n < LONG ? 'long' : `h${n % HOSTS}`);
const urlOf = (n: number) => `http://${hostOf(n)}.test/${n}`;

/** In the order of their hosts, so that a call has few of them. */
async function enqueueAll(): Promise<void> {
  let batch: string[] = [];
  const send = async () => {
    const urls = batch.map((url) => ({ url, depth: 1, hops: 0 }));
    const { accepted } = await frontier.enqueue(run, urls);
    if (accepted < urls.length) throw new Error(`only ${accepted} of ${urls.length} URLs were accepted`);
    batch = [];
  };
  const add = async (n: number) => void (batch.push(urlOf(n)) === BATCH && (await send()));
  for (let n = 0; n < LONG; n++) await add(n);
  for (let host = 0; host < HOSTS; host++)
    for (let n = LONG + ((host - (LONG % HOSTS) + HOSTS) % HOSTS); n < waiting; n += HOSTS) await add(n);
  if (batch.length > 0) await send();
}

/** Postgres makes the rows itself, as the recorder would have written them; indexes are built when they are in. */
async function recordAll(): Promise<void> {
  const hash = (url: string) =>
    `('x' || encode(substr(sha256((${url})::bytea), 1, 8), 'hex'))::bit(64)::bigint`;
  await pool.query(`insert into origins (origin, host) select 'http://' || h || '/', h
    from (select 'long.test' as h union all select 'h' || n || '.test' from generate_series(0, ${HOSTS - 1}) n) hosts
    on conflict do nothing`);
  const indexes = await pool.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where tablename = 'pages_${job}'
      and not exists (select from pg_constraint where conname = indexname)`,
  );
  for (const { indexname } of indexes.rows) await pool.query(`drop index ${indexname} cascade`);
  await pool.query(`insert into pages_${job} (hash, discovered_from, job, origin, first_seen, depth, path)
    select ${hash(`o.origin || n`)}, ${hash(`'http://long.test/0'`)}, ${job}, o.id, extract(epoch from now())::int, 1, n::text
      from generate_series(0, ${waiting - 1}) n
      join origins o on o.host = case when n < ${LONG} then 'long' else 'h' || n % ${HOSTS} end || '.test'`);
  for (const { indexdef } of indexes.rows) await pool.query(indexdef);
}
await Promise.all([enqueueAll(), recordAll()]);

const visit = (url: string, more: Partial<VisitRow>): VisitRow => ({
  ...{
    run: serial,
    job,
    url,
    hash: urlHash(url),
    attempt: 1,
    depth: 1,
    hops: 0,
    startedAt: Date.now(),
    final: true,
  },
  ...{
    status: 200,
    outcome: 'fetched',
    code: null,
    detail: null,
    deadReason: null,
    address: null,
    worker: 'w',
  },
  ...{ timings: {}, capture: null, ...more },
});
const failed = { outcome: 'failed', status: null, code: 'RESET', deadReason: 'RESET' };
await frontier.openSession('w', 600_000);
const reply = await frontier.claim('w', 'c1', 64);
if (reply.state !== 'granted') throw new Error(`no claim was granted: ${reply.state}`);
const ofLong = reply.claims.find(({ host }) => host === 'long.test');
const out = reply.claims.find((claim) => claim !== ofLong)!.url;
// One that has ended while its whole host waits.
if (ofLong) {
  const settled = { token: ofLong.token, run, host: 'long.test', startedAfterMs: 0, bytes: 0, record: null };
  await frontier.settle('w', 's1', [
    { ...settled, outcome: 'fetched', next: { do: 'settle' }, hostSignal: { kind: 'answered' } },
  ]);
}
const beside = ofLong?.url ?? 'http://done.test/';
await recordBatch(pool, {
  ...{ discovered: [], drops: [], dead: [] },
  visits: [visit('http://done.test/', {}), visit('http://dead.test/', failed), visit(beside, {})],
});
await pool.query('analyze');
console.error(`${waiting} wait after ${((performance.now() - started) / 1000).toFixed(0)} s`);

const middle = Math.floor(LONG / 2);
const asked: Record<string, (n: number) => string> = {
  next: (n) => urlOf(LONG + (n % HOSTS)),
  middle_of_queue: (n) => urlOf(middle + (n % 1000)),
  end_of_queue: (n) => urlOf(LONG - 1 - (n % 1000)),
  in_flight: () => out,
  fetched: () => 'http://done.test/',
  fetched_of_long: () => beside,
  dead: () => 'http://dead.test/',
  never_seen: (n) => `http://h${n % HOSTS}.test/never/${n}`,
  out_of_scope: (n) => `http://elsewhere.test/${n}.zip`,
};
const query = `query($job: ID, $url: String!) { explainUrl(job: $job, url: $url) { summary place position next { sentence }
  checks { check passes sentence } robots { sentence } holds { sentence } visits { outcome capture { id } } dead { sentence } omissions { reason }
  parents { url } redirects { url } wait { parts { kind ms } } policyVersion { version } hostState { decidedBy nextAt } } }`;
const all: number[] = [];
const at = (times: number[], share: number) =>
  Math.round(times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)]! * 10) / 10;
// A process that has just begun is slower than one that serves.
for (let n = 0; n < 100; n++) await api.ask(query, { job: jobCreate.id, url: urlOf(n) });
const places: Record<
  string,
  { p50_ms: number; p99_ms: number; cpu_ms: number; place: string; position: number | null }
> = {};
for (const [name, url] of Object.entries(asked)) {
  const times: number[] = [];
  let told: { place: string; position: number | null } | undefined;
  const [until, cpu] = [performance.now() + seconds * 1000, api.cpuMs()];
  let n = 0;
  for (; performance.now() < until; n++) {
    const sent = performance.now();
    const { explainUrl } = await api.ask<{ explainUrl: typeof told }>(query, {
      job: jobCreate.id,
      url: url(n),
    });
    if (n >= 10) times.push(performance.now() - sent);
    told = explainUrl;
  }
  all.push(...times);
  places[name] = {
    p50_ms: at(times, 0.5),
    p99_ms: at(times, 0.99),
    cpu_ms: Math.round(((api.cpuMs() - cpu) / n) * 10) / 10,
    place: told!.place,
    position: told!.position,
  };
  console.error(name, places[name]);
}
await frontier.close();
await close();
await api.stop();
console.log(
  JSON.stringify({ bench: 'explain', waiting, places, p50_ms: at(all, 0.5), p99_ms: at(all, 0.99) }),
);
process.exit(0);
