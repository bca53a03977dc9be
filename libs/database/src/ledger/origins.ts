import type { Pool } from 'pg';

/** Most origins remembered per pool; beyond, all are looked up anew. */
const MOST_KNOWN = 100_000;

const known = new WeakMap<Pool, Map<string, number>>();

/** A canonical URL in the two parts that the ledger keeps: up to and with the slash after the authority, and the rest. */
export function splitOrigin(url: string): { origin: string; path: string } {
  const end = url.indexOf('/', url.indexOf('//') + 2) + 1;
  return end === 0 ? { origin: url, path: '' } : { origin: url.slice(0, end), path: url.slice(end) };
}

/** The politeness key of an origin: host name, plus the port unless 80 or 443. */
export function hostOf(origin: string): string {
  const host = origin.replace(/^[^/]*\/\//, '').replace(/\/$/, '');
  // Canonical URLs name no default port: what is left is https on 80 or http on 443.
  return /^(http:.*:443|https:.*:80)\/?$/.test(origin) ? host.slice(0, host.lastIndexOf(':')) : host;
}

/**
 * Ids of origins, made where they are new. In a transaction of their own: recorders that meet new origins in different order
 * would wait for each other in a circle, and an origin without pages harms nobody.
 */
export async function originIds(pool: Pool, origins: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const before = known.get(pool);
  const ids = before && before.size <= MOST_KNOWN ? before : new Map<string, number>();
  known.set(pool, ids);
  const missing = [...new Set(origins)].filter((origin) => !ids.has(origin)).sort();
  if (missing.length === 0) return ids;
  await pool.query(
    `insert into origins (origin, host) select * from unnest($1::text[], $2::text[]) as given(origin, host)
      where not exists (select from origins o where o.origin = given.origin) on conflict do nothing`,
    [missing, missing.map(hostOf)],
  );
  const { rows } = await pool.query<{ origin: string; id: number }>(
    'select origin, id from origins where origin = any($1)',
    [missing],
  );
  for (const { origin, id } of rows) ids.set(origin, id);
  return ids;
}
