import type { StageTable, StageTotals } from '../sample.ts';

/**
 * One stage over a window, in the words of Little's law: `l` visits were there (in service or waiting for a place) on average, `lambda`
 * left it a second, so each was there for `w` ms.
 */
export type StageRow = {
  stage: string;
  l: number;
  /** Of `l` those that waited for a place. */
  queued: number;
  lambda: number;
  /** Those that left it within the window. */
  left: number;
  /** ms; of a stage that nobody left, what can be said: at least so long. */
  w: number;
  /** Part of all slots that it held, 0 to 1. */
  utilisation: number;
  /** Visits that ended in it a second, and by code within the window. */
  failed: number;
  failedBy: Record<string, number>;
};

export type Reading = { at: number; stages: StageTable };

/** The stages between the first and the last of these readings, which are in order of time; none without two of them. */
export function stageRows(readings: readonly Reading[], slots: number): StageRow[] {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || last.at <= first.at) return [];
  const ms = last.at - first.at;
  return Object.entries(last.stages).map(([stage, end]) => {
    const begin = first.stages[stage] ?? nothing;
    const held = integral(readings, stage, 'inFlight', 'busyMs');
    const queuedMs = integral(readings, stage, 'waiting', 'queuedMs');
    const left = since(begin.done + begin.failed, end.done + end.failed);
    const l = (held + queuedMs) / ms;
    return {
      stage,
      l,
      queued: queuedMs / ms,
      lambda: (left * 1000) / ms,
      left,
      w: (l * ms) / Math.max(1, left),
      utilisation: slots > 0 ? Math.min(1, l / slots) : 0,
      failed: (since(begin.failed, end.failed) * 1000) / ms,
      failedBy: failuresSince(begin.failedBy, end.failedBy),
    };
  });
}

const nothing: StageTotals = {
  inFlight: 0,
  waiting: 0,
  done: 0,
  failed: 0,
  serviceMs: 0,
  busyMs: 0,
  queuedMs: 0,
};

/** Totals of a worker that began anew are smaller than before: what came since is at least what they say. */
export const since = (before: number, now: number): number =>
  now >= before ? now - before : Math.max(0, now);

function failuresSince(
  before: Record<string, number> = {},
  now: Record<string, number> = {},
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(now)
      .map(([code, count]) => [code, since(before[code] ?? 0, count)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** Visits × ms in a stage: as workers count it, else what their readings say of the time between them. */
function integral(
  readings: readonly Reading[],
  stage: string,
  now: 'inFlight' | 'waiting',
  total: 'busyMs' | 'queuedMs',
): number {
  const [first, last] = [readings[0]!, readings.at(-1)!];
  const [begin, end] = [first.stages[stage] ?? nothing, last.stages[stage] ?? nothing];
  if (begin[total] !== undefined && end[total] !== undefined) return since(begin[total], end[total]);
  let sum = 0;
  for (let i = 1; i < readings.length; i++) {
    const [a, b] = [readings[i - 1]!, readings[i]!];
    const mean = ((a.stages[stage]?.[now] ?? 0) + (b.stages[stage]?.[now] ?? 0)) / 2;
    sum += Math.max(0, mean) * (b.at - a.at);
  }
  return sum;
}
