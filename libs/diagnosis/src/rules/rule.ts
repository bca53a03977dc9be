import type { Cause } from '../causes.ts';
import type { RunView } from '../window/run-view.ts';

/** A number that a rule looks at. `normal`: between what it lies when all is well; null: no bound on that side. */
export type Sign = {
  name: string;
  unit: string;
  normal: [from: number | null, to: number | null];
  /** Null: nothing is known of it in this window. */
  read(view: RunView): number | null;
  /** It is only shown: outside of its range it opens nothing. */
  shown?: true;
};

/** What can be done about it: a mutation of the API with its input, and the same as a command line. */
export type Action = { label: string; mutation: string; input: Record<string, unknown>; command: string };

/** `unsure`: an open finding stays open, none is opened. */
export type Verdict = 'yes' | 'no' | 'unsure';

export type Rule = {
  cause: Cause;
  /** A state is what somebody wished for: it opens a finding only when the run misses its date. */
  kind: 'state' | 'fault' | 'growth';
  /** What it means, and how it is told apart, for the documentation. */
  about: string;
  signs: readonly Sign[];
  /** Least share of what waits for which it opens a finding; left out: a twentieth. */
  least?: number;
  /** Its share where it is not that of its waiting URLs. */
  share?(view: RunView): number;
  /** Whether it is so; left out: its share is large enough and a sign is outside of its range. */
  holds?(view: RunView): Verdict;
  /** Longer than usual until it opens, ms: it passes by itself most often. */
  openAfterMs?: number;
  sentence(view: RunView): string;
  advice: string;
  action?(view: RunView): Action | null;
  /** Workers it is seen at, by name. */
  workers?(view: RunView): string[];
  /** URLs that show it, where it is not the first of hosts that wait. */
  urls?(view: RunView): string[];
};

export const isOutside = (value: number, [from, to]: Sign['normal']): boolean =>
  (from !== null && value < from) || (to !== null && value > to);
