import type { WaitingCause } from '../causes.ts';
import { inWords } from '../forecast/words.ts';
import type { RunView } from '../window/run-view.ts';
import type { Action, Sign } from './rule.ts';

export { inWords, span } from '../forecast/words.ts';

export const percent = (part: number): string =>
  `${part > 0 && part < 0.01 ? '<1' : Math.round(part * 100)} %`;
export const bytes = (n: number): string =>
  n >= 1e9
    ? `${(n / 1e9).toFixed(1)} GB`
    : n >= 1e6
      ? `${(n / 1e6).toFixed(1)} MB`
      : `${Math.round(n / 1000)} kB`;

/** `1,234 URLs (45 %) wait`. */
export const waits = (view: RunView, cause: WaitingCause): string => {
  const urls = view.urls[cause];
  return `${inWords(urls)} URL${urls === 1 ? '' : 's'} (${percent(view.share(cause))}) wait${urls === 1 ? 's' : ''}`;
};

/** `slots held by it: 120 of 256`. */
export const slotsIn = (view: RunView, stage: string): string =>
  `${inWords(view.stage(stage)?.l ?? 0)} of ${inWords(view.fleet.slots)} slots`;

/** How long a visit is in a stage, ms, with what waits there for a place. */
export const timeIn = (stage: string, most: number, more: Partial<Sign> = {}): Sign => ({
  name: `time in ${stage}`,
  unit: 'ms',
  normal: [0, most],
  read: (view) => {
    const row = view.stage(stage);
    return row === null || (row.l < 0.05 && row.lambda === 0) ? null : row.w;
  },
  ...more,
});

/** Part of the slots that a stage holds; shown. */
export const heldBy = (stage: string): Sign => ({
  name: `slots in ${stage}`,
  unit: '%',
  normal: [0, 50],
  read: (view) => (view.stage(stage)?.utilisation ?? 0) * 100,
  shown: true,
});

/** Part of the time in which workers had free slots and claimed nothing for this reason. */
export const unclaimedFor = (...reasons: string[]): Sign => ({
  name: `claims held (${reasons.join(', ')})`,
  unit: '%',
  normal: [0, 20],
  read: (view) =>
    Math.min(
      1,
      reasons.reduce((sum, reason) => sum + (view.fleet.unclaimed[reason] ?? 0), 0),
    ) * 100,
});

export const unclaimed = (view: RunView, ...reasons: string[]): number =>
  reasons.reduce((sum, reason) => sum + (view.fleet.unclaimed[reason] ?? 0), 0);

/** Workers that are held by one of these reasons, by name. */
export const heldWorkers = (view: RunView, ...reasons: string[]): string[] =>
  view.fleet.workers
    .filter((worker) =>
      reasons.some((reason) => (worker.unclaimed[reason] ?? 0) > 0.1 || worker.blockedBy === reason),
    )
    .map(({ name }) => name);

/** Several hosts are late, or nearly all slots are held: one slow host of a run that has slots to spare is its own affair. */
export const isWide = (view: RunView): boolean =>
  (view.run.samples.WORKERS_BUSY?.length ?? 0) >= 3 || view.fleet.slotUse >= 0.8;

export const pauseJob = (view: RunView, label: string): Action => ({
  label,
  mutation: 'jobPause',
  input: { id: view.run.job },
  command: `trunkline job pause ${view.run.job}`,
});

export const changePolicy = (view: RunView, label: string, rules: Record<string, unknown>): Action => ({
  label,
  mutation: 'policyUpdate',
  input: { id: view.run.policy, rules },
  command: `trunkline policy edit ${view.run.policy} --rules '${JSON.stringify(rules)}'`,
});

export const pauseHost = (view: RunView, cause: WaitingCause, label: string): Action | null => {
  const host = view.hosts(cause)[0]?.host;
  if (host === undefined) return null;
  return {
    label: `${label} ${host}`,
    mutation: 'hostPause',
    input: { host, jobId: view.run.job },
    command: `trunkline host pause ${host} --job ${view.run.job}`,
  };
};

/** Links that were found and wait at the workers. */
export const found = ({ fleet }: RunView): number =>
  fleet.workers.reduce((sum, { discovery }) => sum + discovery.urls, 0);

/** Bodies of this run on their way, the largest first. */
export const largestOf = ({ fleet, run }: RunView) =>
  fleet.workers
    .flatMap(({ transfers }) => transfers.filter((one) => one.run === run.run))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, 5);

/** CPU time per page of the worker that takes most of it, ms; null: no page ended. */
export const cpuOf = ({ fleet }: RunView): number | null =>
  fleet.workers.reduce<number | null>(
    (most, { cpuPerPageMs }) => (cpuPerPageMs === null ? most : Math.max(most ?? 0, cpuPerPageMs)),
    null,
  );
