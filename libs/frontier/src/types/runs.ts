import type { OutcomeKind, Policy } from '@trunkline/policy';
import type { Scope } from '@trunkline/web/url';

/** What workers and the frontier must know of a run; compiled by the control plane, versioned as a whole. */
export type RunConfig = {
  projectId: string;
  jobId: string;
  runId: string;
  scope: Scope;
  policy: Policy;
  /** Budgets; null: none. */
  maxPages: number | null;
  maxDepth: number | null;
  /** Most of its URLs in flight at once, its robots.txt visits apart; left out or null: no limit. */
  maxInFlight?: number | null;
  /** URLs, and hosts, that all runs of its project together may know; left out or null: no limit. Those of the run are its policy's. */
  projectUrls?: number | null;
  projectHosts?: number | null;
  /** Shapes of URLs (`@trunkline/web/shapes`) that are held, and those that never are; left out: none. */
  held?: readonly string[];
  free?: readonly string[];
  /** Secrets of the job, sealed (design.md §5): only a worker opens them. */
  secrets?: string | null;
};

export const runStates = ['running', 'paused', 'ending', 'cancelled'] as const;

/** What the control plane wants of a run. `ending`: no claim, no enqueue, what is in flight finishes. */
export type RunState = (typeof runStates)[number];

/** The state of a run that Postgres holds and the frontier must follow. `run` is its short base-36 id. */
export type DesiredRun = { run: string; version: number; state: RunState; weight: number; config: RunConfig };

/** Counters of a run, moved by the same scripts that move its URLs. */
export type RunCounters = {
  accepted: number;
  finished: number;
  waiting: number;
  delayed: number;
  inFlight: number;
  /** Finished without a fetch: given up, and dropped at the end of the run. */
  dead: number;
  dropped: number;
  bytes: number;
  /** Hosts that have waiting URLs. */
  hosts: number;
  /** Enqueue calls' verdicts. */
  known: number;
  refusedAtEnqueue: number;
} & Record<OutcomeKind, number>;

export type RunSizes = {
  state: RunState;
  version: number;
  counters: RunCounters;
  /**
   * Open promises: batches of URLs that settled visits found and that a worker has yet to enqueue. While there are any the run is
   * not over, whatever its counters say.
   */
  discovering: number;
  /** Dead URLs that were accepted again by hand: each counts twice as accepted, and once it has ended twice as finished. */
  retried: number;
  /** The budget of pages is spent and nothing is in flight: nothing will be handed out unless it is raised. */
  exhausted?: boolean;
};

/** Why URLs wait, in the order in which the first that holds counts (design.md §6). */
export const causes = [
  'PAUSED',
  'WINDOW',
  'QUOTA',
  'NO_WORKERS',
  'UNREACHABLE', // the host rests, for it was not reached
  'THROTTLED', // the host rests, for it asked for that (429, 503)
  'BACKOFF', // it rests for another reason
  'ROBOTS', // its robots.txt is out, or cannot be had
  'WORKERS_BUSY', // due for a second, and nobody has taken it
  'CRAWL_DELAY', // not due: the site wishes for a longer delay than policy and rules have
  'PACE',
] as const;

export type Cause = (typeof causes)[number];

/** A host that waits: how many of its URLs, and the first of them. */
export type HostSample = { host: string; urls: number; url: string };

/** The waiting URLs of a run by cause; they sum to `waiting`. */
export type RunCauses = {
  waiting: number;
  urls: Record<Cause, number>;
  /** Of those that wait for ROBOTS: those whose robots.txt could not be had the last time. */
  robotsLost: number;
  /** Of causes that belong to hosts: some of them, those with the most URLs first. */
  samples: Partial<Record<Cause, HostSample[]>>;
  /** URLs by which a figure may be wrong (95 %), because hosts were sampled; 0: exact. */
  error: number;
};

/** What a run has waiting at one host, and how fast that may be asked. */
export type Backlog = {
  host: string;
  waiting: number;
  /** Least ms between two starts, as it is in force for the run; and the part of it that is no wish of the run's policy. */
  delayMs: number;
  ownMs: number;
  /** Most of its URLs in flight at once; 0: it is paused or blocked. */
  concurrency: number;
  /** ms for which all that waits there is left alone; and since it was asked last, by any run (null: never). */
  restMs: number;
  startedAgoMs: number | null;
};
