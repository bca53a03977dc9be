import type { Pace, RobotsVerdict } from '@trunkline/policy';

export type KnownRobots = {
  /** ms of the frontier's clock. */
  at: number;
  verdict: RobotsVerdict;
  /** As it was settled with the rules. */
  digest?: string;
};

/** What one host, or every host below a suffix, is spared, whatever the policies of runs say: the strictest counts. */
export type HostRule = {
  /** A politeness key (`example.com`, `example.com:8080`), or `*.example.com`: all below it, at any port. */
  pattern: string;
  /** Rises with every change of the rule, its removal too; an older one changes nothing. */
  version: number;
  /** At most so often; null: no limit of its own. */
  pace: Pace | null;
  /** Nothing is handed out. */
  blocked: boolean;
  /** False: a certificate that would not be accepted does; left out: no word on it. */
  verifyTls?: boolean;
};

/** A word about one host for one run, or without `run` for all of them. */
export type HostChange = { host: string; run?: string; version: number };
