/**
 * npm run bench -- explain [waiting] [seconds]
 *
 * How fast any URL is explained while a million wait: in one run 100,000 of them at one host, the others spread over 5,000 hosts, all in
 * the ledger too. Asked one after another over HTTP, as the CLI asks: the next of a host, the middle and the end of the long queue, one
 * in flight, one that was fetched, one that was given up, one never seen, one out of scope. The last line on stdout is JSON: of each the
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
const HOSTS = 5000;
const BATCH = 5000;

const started = performance.now();
const api = await startApi({ TRUNKLINE_COST_PER_SECOND: '0' });
const frontier = await openFrontier({ url: api.redisUrl, shards: 1 });
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

const urlOf = (n: number) => (n < LONG ? `http://long.test/${n}` : `http://h${n % HOSTS}.test/${n}`);
for (let from = 0; from < waiting; from += BATCH) {
  const urls = Array.from({ length: Math.min(BATCH, waiting - from) }, (_, i) => urlOf(from + i));
  await frontier.enqueue(
    run,
    urls.map((url) => ({ url, depth: 1, hops: 0 })),
  );
  const discovered = urls.map((url) => ({
    ...{
      job,
      url,
      hash: urlHash(url),
      depth: 1,
      discoveredFrom: urlHash('http://long.test/0'),
      firstSeenAt: Date.now(),
    },
  }));
  await recordBatch(pool, { discovered, visits: [], drops: [], dead: [] });
}
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
await recordBatch(pool, {
  ...{ discovered: [], drops: [], dead: [] },
  visits: [visit('http://done.test/', {}), visit('http://dead.test/', failed)],
});
await frontier.openSession('w', 600_000);
const reply = await frontier.claim('w', 'c1', 64);
const out = reply.state === 'granted' ? reply.claims[0]!.url : urlOf(LONG);
await pool.query('analyze');
console.error(`${waiting} wait after ${((performance.now() - started) / 1000).toFixed(0)} s`);

const middle = Math.floor(LONG / 2);
const asked: Record<string, (n: number) => string> = {
  next: (n) => urlOf(LONG + (n % HOSTS)),
  middle_of_queue: (n) => urlOf(middle + (n % 1000)),
  end_of_queue: (n) => urlOf(LONG - 1 - (n % 1000)),
  in_flight: () => out,
  fetched: () => 'http://done.test/',
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
