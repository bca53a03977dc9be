import { isOver } from '@trunkline/control';
import type { ProgressValue } from '../../stores/values.ts';
import { Forecast } from '../forecast/forecast.ts';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';
import { RunCountersType } from './counters.ts';
import { RunState } from './run-state.ts';
import { StageSummary } from './stages.ts';

/** Who follows a run needs no new forecast with every event. */
const LIVE_MS = 10_000;

export const RunProgress = builder.objectRef<ProgressValue>('RunProgress').implement({
  description: 'One look at a run: absolute values, so a look that was missed costs nothing.',
  fields: (t) => ({
    ...shown(t, {
      at: ['DateTime', 'When the look was taken.'],
      state: [RunState, 'State of the run.'],
      counters: [RunCountersType, 'Counters of the run.'],
    }),
    pagesPerSecond: t.float({
      description:
        'Visits finished a second, over the last seconds; over its whole life once the run has ended.',
      resolve: async (look) => (await look.rates()).pagesPerSecond,
    }),
    bytesPerSecond: t.float({
      description: 'Body bytes a second, likewise.',
      resolve: async (look) => (await look.rates()).bytesPerSecond,
    }),
    forecast: t.field({
      type: Forecast,
      nullable: true,
      complexity: 10,
      description:
        'When the run will be done, as it was some seconds ago at most; null: it is over or ending.',
      resolve: ({ runId, state }, _args, { stores }) =>
        isOver(state) ? null : stores.runs.forecast(runId, LIVE_MS),
    }),
    stages: t.field({
      type: [StageSummary],
      // In memory and always as many as there are stages: not a list to be afraid of.
      complexity: { field: 5, multiplier: 1 },
      description: 'Every stage of a visit, in order, all workers together.',
      resolve: (look) => look.stages(),
    }),
  }),
});
