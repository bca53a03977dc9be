import type { Clocked, Outcome, Stage, Validators, VisitRecord } from '@trunkline/policy';
import type { RunClock, Tally, Trace } from '@trunkline/telemetry';
import type { HostJar } from './cookies/host-jar.ts';
import type { Standing, VisitConfig } from './types.ts';

/** Leave to ask for one body. */
export type Grant = {
  /** Bytes of the body so far; what was not reckoned with is charged as it comes. */
  received(bytes: number): void;
  /** No more will come: what was reckoned with and did not come is given back. */
  over(): void;
};

/** What the stages of one visit share. Times named `…At` are performance.now() unless they say epoch. */
export type Visit = {
  run: string;
  /** Politeness key. */
  host: string;
  url: string;
  /** Its host was never asked yet, or kept a slot for long the last time. */
  slow: boolean;
  /** Of a recrawl of this URL; not of its robots.txt. */
  validators: Validators | null;
  config: VisitConfig;
  signal: AbortSignal;
  clock: RunClock<Clocked>;
  /** Counts what becomes of it. */
  tally: Tally;
  /** The stage it has a place in, and when it began, without what it waited there since for what is no work of that stage. */
  inStage: { stage: Stage; began: number } | null;
  /** Its request, from the moment it was written; null: none was. */
  asks: { progress(): { bytes: number; total: number | null } } | null;
  /** When it was begun, and the claim it is of. */
  begunAt: number;
  token: string | null;
  attempt: number;
  /** Told of each stage; null: this visit is not traced. */
  trace: Trace | null;
  timings: VisitRecord['timings'];
  /** The stage it waits for or is in, and since when. */
  at: { stage: Stage; since: number };
  /** Not before this the request may be written, and not after `latestStart`. */
  startAt: number;
  latestStart: number;
  /** How current the leave to start is; null: nobody takes it back. */
  standing: Standing | null;
  /** End of the whole attempt; set when connecting begins. */
  deadline: number;
  /** Leave to ask for a body; null: nothing is capped, or none was given yet. */
  grant: Grant | null;
  address: string | null;
  /** Why the certificate it was let pass with would not have been accepted. */
  tlsFault: string | null;
  /** The cookies of its host, and what of them the request carries; null: none. */
  jar: HostJar | null;
  cookie: string | null;
  /** What the robots.txt of its origin names; empty before the robots stage. */
  sitemaps: readonly string[];
  wroteRequestAt: number | null;
  /** The bytes of the last request that was written, as they may be shown. */
  sent: Buffer | null;
  /** The same moment as ms since the epoch, for records. */
  wroteRequestEpoch: number | null;
};

/** A visit that ended in a stage, with its outcome: what the web did, never a fault of ours. */
export class Ended {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    this.outcome = outcome;
  }
}
