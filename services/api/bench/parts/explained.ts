import type { OpenDatabase } from '@trunkline/database';

type Pool = OpenDatabase['pool'];
type Config = { text: string; values?: unknown[] };

/** What a query did: blocks of 8 kB it touched, rows it returned, and tables it read from end to end. */
export type Explained = {
  what: string;
  ms: number;
  blocks: number;
  rows: number;
  dropped: number;
  scanned: string[];
};

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
};

/** Rows of a table beyond which nothing may read it from end to end. */
const BIG = 10_000;

/** Explains each query that `work` sends through the pool, with its own parameters, as Postgres plans it for them. */
export async function explained(
  pool: Pool,
  what: string,
  work: () => Promise<unknown>,
): Promise<Explained[]> {
  const plain = pool.query.bind(pool) as (
    config: unknown,
    values?: unknown[],
  ) => Promise<{ rows: unknown[] }>;
  const sent: { text: string; values: unknown[] }[] = [];
  const spy = (config: string | Config, values?: unknown[]) => {
    sent.push(
      typeof config === 'string'
        ? { text: config, values: values ?? [] }
        : { text: config.text, values: values ?? config.values ?? [] },
    );
    return plain(config, values);
  };
  Object.assign(pool, { query: spy });
  try {
    await work();
  } finally {
    Object.assign(pool, { query: plain });
  }
  const found: Explained[] = [];
  for (const { text, values } of sent) {
    const { rows } = await plain(`explain (analyze, buffers, format json) ${text}`, values);
    const [{ Plan: plan, 'Execution Time': ms }] = (
      rows[0] as { 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }
    )['QUERY PLAN'];
    const nodes = nodesOf(plan);
    found.push({
      what,
      ms: Math.round(ms * 10) / 10,
      blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
      rows: plan['Actual Rows'],
      dropped: nodes.reduce(
        (sum, node) => sum + (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'],
        0,
      ),
      scanned: nodes
        .filter((node) => node['Node Type'] === 'Seq Scan' && readBy(node) > BIG)
        .map((node) => node['Relation Name'] ?? '?'),
    });
  }
  return found;
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const readBy = (node: Plan) =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
