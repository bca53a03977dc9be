import type { Calls, Signal } from '../calls.ts';
import {
  MetricsGetDocument,
  type MetricsGetQueryVariables,
  type MetricsPartsFragment,
} from '../generated/graphql.ts';

/** What was measured over a time: series of points, one for each step; `v` null: nothing is known of that time. Hosts and URLs are hostile text. */
export type Metrics = MetricsPartsFragment;
/** Which figure, and of what: moments as ISO 8601, `step` in seconds. */
export type MetricsQuestion = MetricsGetQueryVariables;

/** The history of a figure. Those of workers, conductors and what they stand on need the scope `operator`. */
export const createMetrics =
  ({ ask }: Calls) =>
  async (
    name: MetricsQuestion['name'],
    options: Omit<MetricsQuestion, 'name'> & Signal = {},
  ): Promise<Metrics> => {
    const { signal, ...question } = options;
    return (await ask(MetricsGetDocument, { name, ...question }, { signal })).metrics;
  };
