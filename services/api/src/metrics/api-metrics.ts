import type { OpenDatabase } from '@trunkline/database';
import { createMetrics, type Metrics } from '@trunkline/telemetry';
import type { OperationSeen } from './operations-plugin.ts';

type Parts = {
  pool: Pick<OpenDatabase['pool'], 'totalCount' | 'idleCount' | 'waitingCount'>;
  /** Live subscriptions, and what is read for them. */
  subscriptions: () => number;
  readers: () => { runs: number; logs: number; feeds: number; tails: number };
  onTrouble: (error: Error) => void;
};

/** What an API tells Prometheus: totals of all projects together, and of operations the field of the schema, not their text. */
export async function apiMetrics({ pool, subscriptions, readers, onTrouble }: Parts): Promise<{
  metrics: Metrics;
  seen: OperationSeen;
}> {
  const metrics = await createMetrics({ onTrouble });
  metrics.gauge('trunkline_live_subscriptions', 'Subscriptions that are open.', [], subscriptions);
  metrics.gauge(
    'trunkline_live_readers',
    'What is read for subscriptions: each once, however many follow it.',
    ['of'],
    () => {
      const { runs, logs, feeds, tails } = readers();
      return Object.entries({ runs, logs, feeds, tails }).map(([of, count]) => [{ of }, count] as const);
    },
  );
  metrics.gauge(
    'trunkline_database_connections',
    'Connections to Postgres; waiting: requests for one.',
    ['state'],
    () => [
      [{ state: 'idle' }, pool.idleCount],
      [{ state: 'busy' }, pool.totalCount - pool.idleCount],
      [{ state: 'waiting' }, pool.waitingCount],
    ],
  );
  const took = metrics.timer(
    'trunkline_graphql_operation_seconds',
    'How long operations took, by the first field they ask for; subscriptions until they began.',
    ['type', 'field', 'result'],
  );
  return {
    metrics,
    seen: ({ type, field, ok, ms }) => took({ type, field, result: ok ? 'ok' : 'error' }, ms),
  };
}
