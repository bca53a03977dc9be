import {
  createRunPartitions,
  ensureProject,
  jobs,
  migrate,
  openDatabase,
  policies,
  recordBatch,
  runs,
  shortRun,
  urlHash,
} from '@trunkline/database';
import { testDatabase } from '@trunkline/test-support';

const HOSTS = 1000;
const OTHER_RUNS = 20;

/** One page and what a run made of it; its URL and hash are of the kind that is looked up. */
export const knownUrl = 'http://h7.test/known/page.html';

/**
 * A job with `rows` pages, all of them visited and captured by its last run, beside earlier runs of it that are small. Rows are made
 * by Postgres itself, as the recorder would have written them; indexes are built when they are in.
 */
export async function bigLedger(rows: number) {
  const { url } = await testDatabase();
  await migrate(url);
  const { projectId, key } = await ensureProject(url);
  const database = openDatabase(url);
  const { db, pool } = database;
  const rules = { retention: { runs: 3, days: null } };
  const [policy] = await db.insert(policies).values({ projectId, name: 'p', rules }).returning();
  const [job] = await db
    .insert(jobs)
    .values({ projectId, name: 'j', scope: {}, policyId: policy!.id })
    .returning();
  const made: (typeof runs.$inferSelect)[] = [];
  for (let n = 0; n <= OTHER_RUNS; n++) {
    const values = { jobId: job!.id, policyVersion: 1, state: 'done' as const };
    const [run] = await db
      .insert(runs)
      .values({ ...values, finishedAt: new Date(), releasedAt: new Date() })
      .returning();
    await createRunPartitions(db, run!.serial, job!.serial);
    made.push(run!);
  }
  const run = made.at(-1)!;
  const [j, r] = [job!.serial, run.serial];
  await pool.query(
    `insert into origins (origin, host) select 'http://h' || n || '.test/', 'h' || n || '.test' from generate_series(1, ${HOSTS}) n`,
  );

  const started = 1_795_000_000;
  const hash = 'hashint8extended(n, 1)';
  const segment = `'${shortRun(r)}/20261124000000000-w1-' || lpad((n / 100000)::text, 5, '0') || '.warc.gz'`;
  const path = `'d/' || md5(n::text) || '/concurrent-' || n || '.html'`;
  const at = `to_timestamp(${started} + n / 1000.0)`;
  const fills: Record<string, string> = {
    [`pages_${j}`]: `insert into pages_${j} (hash, discovered_from, job, origin, first_seen, depth, path)
      select ${hash}, hashint8extended(n / 7, 1), ${j}, 1 + n % ${HOSTS}, ${started} + n / 1000, 3, ${path} from generate_series(1, ${rows}) n`,
    [`page_states_${j}`]: `insert into page_states_${j} (hash, last_run, last_visit_at, due_at, capture_run, capture_id, captured_at,
        settled_run, job, interval_s, last_status, last_outcome, digest, capture_status, title)
      select ${hash}, ${r}, ${at}, ${at} + make_interval(secs => (n * 7919::bigint) % 1000000), ${r}, n, ${at}, ${r}, ${j}, 86400, 200, 'fetched',
        'sha1:' || upper(md5(n::text)), 200, 'Page ' || n from generate_series(1, ${rows}) n`,
    [`captures_${r}`]: `insert into captures_${r} (id, run, hash, captured_at, bytes, wire_bytes, "offset", length, job, links, attempt,
        status, url, segment, digest, content_type, charset, title, language)
      overriding system value
      select n, ${r}, ${hash}, ${at}, 26000, 26000, (n % 100000) * 7000, 6800, ${j}, 80, 1, case when n % 500 = 0 then 404 else 200 end,
        'http://h' || 1 + n % ${HOSTS} || '.test/' || ${path}, ${segment}, 'sha1:' || upper(md5(n::text)),
        case when n % 1000 = 1 then 'application/pdf' else 'text/html' end, 'utf-8', 'Page ' || n, 'en' from generate_series(1, ${rows}) n`,
    [`visits_${r}`]: `insert into visits_${r} (run, hash, started_at, job, attempt, depth, hops, status, final, outcome, code, detail,
        dead_reason, worker, timings)
      select ${r}, ${hash}, ${at}, ${j}, 1, 3, 0, 200, n % 50 <> 1, case when n % 100 = 0 then 'failed' when n % 1000 = 1 then 'redirected' else 'fetched' end,
        case when n % 100 = 0 then 'TIMEOUT' end, case when n % 1000 = 1 then 'http://h1.test/' end,
        case when n % 100 = 0 then 'retries' end, 'w1', '{"dns": [0, 1], "headers": [0, 20]}' from generate_series(1, ${rows}) n`,
  };
  for (let n = 0; n < OTHER_RUNS; n++) {
    const serial = made[n]!.serial;
    fills[`captures_${serial}`] = fills[`captures_${r}`]!.replaceAll(`captures_${r}`, `captures_${serial}`)
      .replace(`select n, ${r},`, `select n, ${serial},`)
      .replace(`(1, ${rows})`, '(1, 1000)');
  }
  // Two at a time: there are two cores.
  const tables = Object.entries(fills).values();
  await Promise.all(
    [0, 1].map(async () => {
      for (const [table, fill] of tables) await filled(table, fill);
    }),
  );
  await pool.query(`select setval(pg_get_serial_sequence('captures', 'id'), ${rows})`);
  await record();
  await pool.query('analyze');
  await pool.query(`select brin_summarize_new_values(indexrelid) from pg_index join pg_class c on c.oid = indexrelid
    where indrelid = 'captures_${r}'::regclass and c.relam = (select oid from pg_am where amname = 'brin')`);
  return { database, url, key: key!, projectId, job: job!, run, rows, middle: Math.floor(rows / 2) };

  async function filled(table: string, fill: string): Promise<void> {
    const began = performance.now();
    const { rows: indexes } = await pool.query<{ indexname: string; indexdef: string }>(
      `select indexname, indexdef from pg_indexes where tablename = $1 and not exists (select from pg_constraint where conname = indexname)`,
      [table],
    );
    for (const { indexname } of indexes) await pool.query(`drop index ${indexname} cascade`).catch(() => {});
    await pool.query(fill);
    for (const { indexname, indexdef } of indexes)
      if (!(await pool.query('select to_regclass($1) as found', [indexname])).rows[0].found)
        await pool.query(indexdef);
    if (performance.now() - began > 2000)
      console.error(`${table}: ${Math.round((performance.now() - began) / 1000)} s`);
  }

  /** The page that is looked up by its URL, with a change. */
  async function record(): Promise<void> {
    for (const [n, serial] of [made.at(-2)!.serial, r].entries()) {
      const startedAt = (started + n * 86_400) * 1000;
      const none = { code: null, detail: null, deadReason: null, address: null };
      const unsaid = { charset: null, language: null, etag: null, lastModified: null, truncated: null };
      const visit = {
        ...{
          run: serial,
          job: j,
          url: knownUrl,
          hash: urlHash(knownUrl),
          attempt: 1,
          depth: 0,
          hops: 0,
          startedAt,
        },
        ...{ final: true, status: 200, outcome: 'fetched', worker: 'w1', timings: {}, ...none },
        capture: {
          ...{
            capturedAt: startedAt,
            status: 200,
            bytes: 10,
            wireBytes: 10,
            links: 0,
            digest: `sha1:${n}`,
            title: `${n}`,
          },
          ...{
            contentType: 'text/html',
            segment: 's',
            offset: 0,
            length: 10,
            refersToRun: null,
            refersTo: null,
            ...unsaid,
          },
        },
      };
      await recordBatch(pool, { discovered: [], visits: [visit], drops: [], dead: [] });
    }
  }
}
