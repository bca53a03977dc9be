import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { dropSpans, makeSpan } from '../series/partitions.ts';
import { startOf } from '../series/resolutions.ts';
import type { RequestRow } from './batch.ts';

/** Requests that a row keeps one by one: 20 a second. */
export const MOST_STARTS = 1200;
const MOST_FAILED = 20;
const MINUTE = 60_000;
/** How fine marks are. */
export const MARKS = 32_768;

/** Seconds of a partition, and how long they are kept. */
const SPAN = 86_400;
const KEPT = 90 * SPAN;
const table = 'host_requests';

/** Tells apart requests of one millisecond, and not one that is told of twice. */
export const markOf = (url: string): number => createHash('sha1').update(url).digest().readUInt16BE() % MARKS;

const made = new WeakMap<Pool, Set<number>>();

/** Makes the partitions that rows of these moments lie in, where they are missing. */
export async function keepRequestPartitions(
  pool: Pool,
  rows: readonly Pick<RequestRow, 'at'>[],
): Promise<void> {
  const there = made.get(pool) ?? new Set();
  made.set(pool, there);
  for (const span of new Set(rows.filter(isKept).map(({ at }) => startOf(new Date(at), SPAN).getTime()))) {
    if (there.has(span)) continue;
    const { rows: found } = await pool.query('select to_regclass($1) as name', [`${table}_${span / 1000}`]);
    if (found[0]?.name === null) await makeSpan(pool, table, new Date(span), SPAN);
    there.add(span);
  }
}

/** Drops the partitions whose rows are all older than they are kept. */
export const forgetRequests = (pool: Pool, now: Date): Promise<number> =>
  dropSpans(pool, table, SPAN, new Date(now.getTime() - KEPT * 1000));

/** Not one older than any is kept, or of a worker whose clock is far off. */
const isKept = ({ at }: Pick<RequestRow, 'at'>) =>
  at > Date.now() - KEPT * 1000 && at < Date.now() + SPAN * 1000;

type Sum = Omit<RequestRow, 'at' | 'failure' | 'mark' | 'isRequest'> & {
  minute: number;
  starts: Set<number>;
  failures: Set<string>;
};

/** Adds requests to the ledger of their hosts. Repeatable: a request that is there is not added again. */
export async function recordRequests(client: PoolClient, rows: readonly RequestRow[]): Promise<void> {
  const sums = new Map<string, Sum>();
  for (const { at, failure, mark, isRequest, ...of } of rows.filter(isKept)) {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    const key = [of.host, minute, of.run, of.kind, of.delayMs, of.concurrency, of.decidedBy].join(' ');
    const sum = sums.get(key) ?? { ...of, minute, starts: new Set(), failures: new Set() };
    sums.set(key, sum);
    const ms = Math.floor(at - minute);
    if (isRequest) sum.starts.add(ms * MARKS + mark);
    if (failure !== null && sum.failures.size < MOST_FAILED)
      sum.failures.add(`${ms} ${failure.slice(0, 60)}`);
  }
  if (sums.size === 0) return;
  // In one order, so that two recorders never wait for each other in a circle.
  const all = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  const column = <K extends keyof Sum>(name: K) => all.map((sum) => sum[name]);
  const arrays = (name: 'starts' | 'failures') => all.map((sum) => JSON.stringify([...sum[name]]));
  await client.query({
    name: 'host_requests',
    text: `insert into host_requests as known (host, at, run, kind, delay_ms, concurrency, decided_by, starts, failures)
      select host, to_timestamp(at / 1000.0), run, kind, delay_ms, concurrency, decided_by,
          array(select s::int from jsonb_array_elements_text(starts::jsonb) s order by s::int),
          array(select f from jsonb_array_elements_text(failures::jsonb) f order by f)
        from unnest($1::text[], $2::float8[], $3::bigint[], $4::text[], $5::real[], $6::smallint[], $7::text[], $8::text[], $9::text[])
          as given (host, at, run, kind, delay_ms, concurrency, decided_by, starts, failures)
      on conflict (host, at, run, kind, delay_ms, concurrency, decided_by) do update set
        starts = case when cardinality(known.starts) >= ${MOST_STARTS} then known.starts
          else array(select distinct s from unnest(known.starts || excluded.starts) s order by s) end,
        more = known.more + case when cardinality(known.starts) >= ${MOST_STARTS} then cardinality(excluded.starts) else 0 end,
        failures = (array(select distinct f from unnest(known.failures || excluded.failures) f order by f))[:${MOST_FAILED}]`,
    values: [
      ...[column('host'), column('minute'), column('run'), column('kind'), column('delayMs')],
      ...[column('concurrency'), column('decidedBy'), arrays('starts'), arrays('failures')],
    ],
  });
}
