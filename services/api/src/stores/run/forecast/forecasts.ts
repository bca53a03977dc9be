import { type ForecastParts, forecastRun } from '@trunkline/control';
import type { Change, Forecast } from '@trunkline/diagnosis';

/** A forecast is good for so long for everybody, ms; and so many are remembered. */
const FRESH_MS = 2000;
const REMEMBERED = 1000;

export type Forecasts = {
  /** When a run will be done, as it was so long ago at most, two seconds unless said otherwise; null: nothing of it is ahead. */
  of(runId: string, maxAgeMs?: number): Promise<Forecast | null>;
  /** Had somebody changed something just now. */
  whatIf(runId: string, change: Change): Promise<Forecast | null>;
};

/** Forecasts of runs for all who ask: many look at the same ones. */
export function createForecasts(
  parts: ForecastParts,
  now: () => number = () => performance.now(),
): Forecasts {
  const known = new Map<string, { at: number; forecast: Promise<Forecast | null> }>();
  return {
    of(runId, maxAgeMs = FRESH_MS) {
      const before = known.get(runId);
      if (before && now() - before.at < maxAgeMs) return before.forecast;
      const forecast = forecastRun(parts, runId);
      known.delete(runId);
      known.set(runId, { at: now(), forecast });
      if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
      // That there is none may change at any moment: its run has just begun.
      const forget = () => known.delete(runId);
      forecast.then((made) => made ?? forget(), forget);
      return forecast;
    },
    whatIf: (runId, change) => forecastRun(parts, runId, change),
  };
}
