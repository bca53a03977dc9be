import { type Database, deadEntries, findings } from '@trunkline/database';
import { causes } from '@trunkline/diagnosis';
import type { Frontier } from '@trunkline/frontier';
import { createMetrics, type Metrics } from '@trunkline/telemetry';
import { count, isNull } from 'drizzle-orm';
import type { Loop } from '../../loop.ts';
import { createFrontierSizes } from './frontier-sizes.ts';

type Parts = {
  frontier: Pick<Frontier, 'sizes' | 'causes' | 'sessions' | 'outcomesBacklog'>;
  db: Database;
  loops: readonly Pick<Loop, 'name' | 'failingMs' | 'failingItems'>[];
  onTrouble: (error: Error) => void;
};

/** What a conductor tells Prometheus. Of the frontier every conductor tells the same: take the greatest, not the sum. */
export async function conductorMetrics({ frontier, db, loops, onTrouble }: Parts): Promise<Metrics> {
  const metrics = await createMetrics({ onTrouble });
  const sizes = createFrontierSizes({ frontier, db });

  metrics.gauge('trunkline_runs', 'Runs that have not ended.', ['state'], async () =>
    [...(await sizes()).runs].map(([state, count]) => [{ state }, count] as const),
  );
  metrics.gauge(
    'trunkline_frontier_urls',
    'URLs of these runs that are not finished.',
    ['state'],
    async () => {
      const { waiting, delayed, inFlight } = (await sizes()).urls;
      return [
        [{ state: 'waiting' }, waiting],
        [{ state: 'delayed' }, delayed],
        [{ state: 'in_flight' }, inFlight],
      ];
    },
  );
  metrics.gauge('trunkline_frontier_waiting', 'Waiting URLs by why they wait.', ['cause'], async () =>
    Object.entries((await sizes()).waiting).map(([cause, urls]) => [{ cause }, urls] as const),
  );
  metrics.gauge(
    'trunkline_frontier_sessions',
    'Sessions of workers.',
    [],
    async () => (await frontier.sessions()).length,
  );

  metrics.gauge(
    'trunkline_recorder_backlog_entries',
    'Entries of outcomes that are not in Postgres yet.',
    [],
    async () => (await frontier.outcomesBacklog()).length,
  );
  metrics.gauge(
    'trunkline_recorder_lag_seconds',
    'Age of the oldest of them.',
    [],
    async () => (await frontier.outcomesBacklog()).oldestMs / 1000,
  );
  metrics.gauge('trunkline_recorder_dead_entries', 'What could not be recorded and was put aside.', [], () =>
    db.$count(deadEntries),
  );
  metrics.gauge(
    'trunkline_findings_open',
    'Runs of which this is found to hold their URLs up, or to add to them.',
    ['cause'],
    async () => {
      const open = await db
        .select({ cause: findings.cause, runs: count() })
        .from(findings)
        .where(isNull(findings.closedAt))
        .groupBy(findings.cause);
      const runs = new Map(open.map((one) => [one.cause, one.runs]));
      return causes.map((cause) => [{ cause }, runs.get(cause) ?? 0] as const);
    },
  );
  metrics.gauge(
    'trunkline_duty_failing_seconds',
    'How long a duty of this conductor has failed by now; 0: it works.',
    ['duty'],
    () => loops.map(({ name, failingMs }) => [{ duty: name }, failingMs() / 1000] as const),
  );
  metrics.gauge(
    'trunkline_duty_failing_items',
    'Runs, host rules, host pauses and the like that a duty fails with while the others go on; its log says why.',
    ['duty'],
    () => loops.map(({ name, failingItems }) => [{ duty: name }, failingItems()] as const),
  );
  return metrics;
}
