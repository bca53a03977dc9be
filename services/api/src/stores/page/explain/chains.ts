import { origins, pages, urlHash, visits } from '@trunkline/database';
import { canonicalUrl } from '@trunkline/web/url';
import { sql } from 'drizzle-orm';
import type { Parts } from '../../parts.ts';
import type { CaptureValue } from '../../values.ts';
import type { HopValue, StepValue, TryValue } from './explanation.ts';

/** Most pages between a URL and its seed that are told, and hops of redirects. */
const MOST_PARENTS = 30;
const MOST_HOPS = 10;

type Row = {
  hash: string;
  url: string;
  depth: number;
  first_seen: number;
  sitemap: number | null;
  up: string | null;
  outcome: string | null;
  status: number | null;
  detail: string | null;
  attempt: number | null;
  started_at: Date | null;
};
export type Ancestor = StepValue & Pick<Row, 'hash' | 'detail' | 'attempt'> & { at: Date | null };

/** The page itself and who named it first, from the one that is asked for up to a seed; what `run` last did with each. */
export async function ancestors(
  { db }: Pick<Parts, 'db'>,
  job: number,
  run: number | null,
  hash: string,
): Promise<Ancestor[]> {
  const { rows } = await db.execute<Row>(sql`
    with recursive chain as (
      select p.hash, p.discovered_from as up, p.origin, p.path, p.depth, p.first_seen, p.sitemap, 0 as n
        from ${pages} p where p.job = ${job} and p.hash = ${hash}
      union all
      select p.hash, p.discovered_from, p.origin, p.path, p.depth, p.first_seen, p.sitemap, chain.n + 1
        from chain join ${pages} p on p.job = ${job} and p.hash = chain.up where chain.n < ${MOST_PARENTS})
    select chain.hash, chain.up, o.origin || chain.path as url, chain.depth, chain.first_seen, chain.sitemap,
        v.outcome, v.status, v.detail, v.attempt, v.started_at
      from chain join ${origins} o on o.id = chain.origin
      left join lateral (select * from ${visits} v where v.run = ${run ?? -1} and v.hash = chain.hash
        order by v.attempt desc limit 1) v on true
      order by chain.n`);
  return rows.map((row, at) => {
    const parent = rows[at + 1];
    return {
      ...{ hash: row.hash, url: row.url, depth: row.depth, detail: row.detail, attempt: row.attempt },
      ...{ outcome: row.outcome, status: row.status, at: row.started_at && new Date(row.started_at) },
      firstSeenAt: new Date(row.first_seen * 1000),
      kind: row.up === null ? 'seed' : parent === undefined ? 'link' : kindOf(parent, row.url),
    };
  });
}

function kindOf(parent: Row, url: string): StepValue['kind'] {
  if (parent.sitemap !== null) return 'sitemap';
  return parent.outcome === 'redirected' && targetOf(parent) === url ? 'redirect' : 'link';
}

const targetOf = ({ detail, url }: Pick<Row, 'detail' | 'url'>) =>
  detail === null ? null : canonicalUrl(detail, url);

/** The redirects that led to a URL in a run, and those it leads on by, in order; empty: there are none. */
export async function redirectsOf(
  { db }: Pick<Parts, 'db'>,
  run: number,
  url: string,
  chain: readonly Ancestor[],
  tries: readonly TryValue[],
  captureOf: (hash: string, attempt: number) => Promise<CaptureValue | null>,
): Promise<HopValue[]> {
  const before: HopValue[] = [];
  for (let at = 1; at < chain.length && chain[at - 1]?.kind === 'redirect' && at <= MOST_HOPS; at++) {
    const { hash, url: from, at: when, outcome, status, attempt } = chain[at]!;
    if (when === null || outcome === null || attempt === null) break;
    const capture = await captureOf(hash, attempt);
    before.unshift({ url: from, at: when, outcome, status, target: chain[at - 1]!.url, capture });
  }
  const hops: HopValue[] = [];
  let here = url;
  let made: readonly TryValue[] = tries;
  for (let hop = 0; hop <= MOST_HOPS && made.length > 0; hop++) {
    for (const each of made) {
      const target = each.outcome === 'redirected' ? targetOf({ detail: each.detail, url: here }) : null;
      const { startedAt: at, outcome, status, capture } = each;
      hops.push({ url: here, at, outcome, status, target, capture });
    }
    const last = hops.at(-1)!;
    if (last.target === null || last.target === here) break;
    here = last.target;
    const hash = urlHash(here);
    const rows = await db
      .select()
      .from(visits)
      .where(sql`${visits.runSerial} = ${run} and ${visits.hash} = ${hash}`)
      .orderBy(visits.attempt)
      .limit(5);
    made = await Promise.all(
      rows.map(async (row) => ({ ...row, capture: await captureOf(hash, row.attempt) })),
    );
  }
  const isChain = before.length > 0 || hops.some(({ outcome }) => outcome === 'redirected');
  return isChain ? [...before, ...hops] : [];
}
