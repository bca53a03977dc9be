import { activeRun } from '@trunkline/control';
import { type OpenDatabase, runs as runRows, shortRun } from '@trunkline/database';
import type { Frontier, RunCauses, RunSizes } from '@trunkline/frontier';
import type { Redis } from '@trunkline/redis';
import { readRunTotals, readWorkers, type StageReport, type WorkerReport } from '@trunkline/telemetry';
import { asc, sql } from 'drizzle-orm';

/** Runs of which samples are taken in a second; of more some stand back for a second. */
const MOST_RUNS = 100;
const AT_ONCE = 4;
/** The size of the database is asked for so often, ms. */
const SIZE_MS = 60_000;

export type LookParts = {
  database: Pick<OpenDatabase, 'db' | 'pool'>;
  redis: Redis;
  frontier: Pick<Frontier, 'sizesOf' | 'causes' | 'outcomesBacklog' | 'memory' | 'time'>;
};

export type LookedRun = {
  serial: number;
  sizes: RunSizes;
  /** Null: nothing waits. */
  causes: RunCauses | null;
  /** What each worker that was ever at it has counted: `<worker>.<generation>`, and its stages. */
  stages: [who: string, stages: StageReport][];
};

/** Everything that a second's samples are made of. */
export type Look = {
  workers: (WorkerReport & { worker: string })[];
  runs: LookedRun[];
  backlog: { length: number; oldestMs: number };
  memory: Awaited<ReturnType<Frontier['memory']>>;
  redisMs: number;
  postgresMs: number;
  /** Null: it was not asked for this time. */
  postgresBytes: number | null;
};

/** Looks at everything once. What has not changed since the last look is not read again, and is the same object. */
export function createLook({ database: { db, pool }, redis, frontier }: LookParts) {
  let parsed = new Map<string, { text: string; stages: StageReport }>();
  let first = 0;
  let sizedAt = Number.NEGATIVE_INFINITY;

  /** Those of this second: of too many some, and the next ones the next time. */
  async function someRuns(): Promise<number[]> {
    const found = await db
      .select({ serial: runRows.serial })
      .from(runRows)
      .where(activeRun)
      .orderBy(asc(runRows.serial));
    const serials = found.map(({ serial }) => serial);
    if (serials.length <= MOST_RUNS) return serials;
    first = (first + MOST_RUNS) % serials.length;
    return [...serials.slice(first), ...serials.slice(0, first)].slice(0, MOST_RUNS);
  }

  async function lookAtRuns(): Promise<LookedRun[]> {
    const serials = await someRuns();
    const shorts = serials.map((serial) => shortRun(serial));
    const [sizes, totals] = await Promise.all([frontier.sizesOf(shorts), readRunTotals(redis, shorts)]);
    const read: typeof parsed = new Map();
    const looked = serials.flatMap((serial, at): LookedRun[] => {
      const size = sizes[at];
      if (!size) return [];
      const stages = Object.entries(totals.get(shorts[at]!) ?? {}).map(
        ([who, text]): [string, StageReport] => {
          const key = `${serial} ${who}`;
          const known = parsed.get(key);
          const one = known?.text === text ? known : { text, stages: JSON.parse(text) as StageReport };
          read.set(key, one);
          return [who, one.stages];
        },
      );
      return [{ serial, sizes: size, causes: null, stages }];
    });
    parsed = read;
    const left = looked.filter(({ sizes }) => sizes.counters.waiting > 0).values();
    const lane = async () => {
      for (const run of left) run.causes = await frontier.causes(shortRun(run.serial));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return looked;
  }

  async function timed(call: () => Promise<unknown>): Promise<number> {
    const from = performance.now();
    await call();
    return performance.now() - from;
  }

  async function databaseSize(): Promise<number | null> {
    if (performance.now() - sizedAt < SIZE_MS) return null;
    sizedAt = performance.now();
    const { rows } = await pool.query<{ size: string }>(
      'select pg_database_size(current_database()) as size',
    );
    return Number(rows[0]!.size);
  }

  return async (): Promise<Look> => {
    // One after another: so the round trips are those of a quiet connection.
    const redisMs = await timed(() => frontier.time());
    const postgresMs = await timed(() => db.execute(sql`select 1`));
    const [workers, runs, backlog, memory, postgresBytes] = await Promise.all([
      readWorkers(redis),
      lookAtRuns(),
      frontier.outcomesBacklog(),
      frontier.memory(),
      databaseSize(),
    ]);
    return { workers, runs, backlog, memory, redisMs, postgresMs, postgresBytes };
  };
}
