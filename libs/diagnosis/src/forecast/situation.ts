/** One host of a run, and what the run has waiting there. */
export type HostBacklog = {
  host: string;
  waiting: number;
  /** Least ms between two starts, as it is in force for the run; and the part that the run's policy has no say in (host rule, Crawl-delay). */
  delayMs: number;
  ownMs: number;
  /** Most of its URLs in flight at once; 0: it is paused or blocked. */
  concurrency: number;
  /** For so long from now on it is left alone (back-off), ms; and since it was asked last (null: never). */
  restMs: number;
  startedAgoMs: number | null;
};

/** A time of the week in which URLs may be handed out: minutes since Monday 00:00 UTC, `closes` before `opens` spans the weekend. */
export type Window = { opens: number; closes: number };

/** Where a run stands, in numbers: all that a forecast is made of, but for how it went until now (`Track`). Times are ms since 1970. */
export type Situation = {
  at: number;
  /** Somebody paused it, or its project is suspended. */
  paused: boolean;
  /** Seeds are still being fed in: what will be there in the end nobody knows. */
  feeding: boolean;
  /** No link is followed: what is known is all there will be. */
  closed: boolean;
  accepted: number;
  finished: number;
  /** In a queue of their host, put back until a time, and handed to workers. */
  waiting: number;
  delayed: number;
  inFlight: number;
  /** Hosts that have something waiting; and those of them that were looked at, the largest ones certainly. */
  hosts: number;
  looked: readonly HostBacklog[];
  windows: readonly Window[];
  /** Live workers, their slots, and the part of these that the run may count on beside others (0 to 1). */
  workers: number;
  slots: number;
  share: number;
  /** Most of its URLs in flight at once; null: no limit. */
  maxInFlight: number | null;
  /** Bytes a second it may take; null: no cap. Mean bytes of a page; null: not known yet. */
  bytesPerSecond: number | null;
  bytesPerPage: number | null;
  /** Pages it may still fetch before it is ended; null: no limit. */
  budget: number | null;
  /** Pages its project may fetch a day (UTC), and how many are left of today; null: no limit. */
  pagesPerDay: { most: number; left: number } | null;
  /** Something else that its project has spent, and that no midnight brings back. */
  held: boolean;
  /** When the job wants to be done; null: it does not say. */
  target: number | null;
};

export const bounds = ['POLITENESS', 'WORKERS', 'BANDWIDTH', 'QUOTA', 'WINDOW', 'BUDGET'] as const;
/** What a run would be done sooner without. */
export type Bound = (typeof bounds)[number];

export const unknowns = [
  'PAUSED',
  'HOST_PAUSED',
  'NO_WORKERS',
  'QUOTA',
  'WINDOW',
  'FEEDING',
  'DISCOVERY',
  'TOO_EARLY',
] as const;
/** Why there is no date. */
export type Unknown = (typeof unknowns)[number];

/** Likely, and between what it lies. */
export type Range = { earliest: number; likely: number; latest: number };

export type Forecast = {
  at: number;
  /** When it will be done; null: nobody can say, see `unknown`. */
  finish: Range | null;
  unknown: Unknown | null;
  boundBy: Bound | null;
  /** The host that is done last at its pace, when that would be if workers did not matter, and how much waits there. */
  host: { host: string; waiting: number; delayMs: number; finish: number } | null;
  /** URLs known and not finished, and how many more are likely to be found; null: nobody can say. */
  known: number;
  unseen: number | null;
  /** Pages a second, over the last while; null: not known yet. */
  pagesPerSecond: number | null;
  /** Whether it will be done after its target date; null: there is none, or nobody can say. Without a date: it is late even if nothing more comes and it goes on at once. */
  missesTarget: boolean | null;
  /** The likely end; without a date: that of what is known, if it went on at once. Null: not even that. */
  soonest: number | null;
  /** Time in which it may work, not on the clock: windows, quotas and pauses are left out, ms. What `Track` compares. */
  workMs: Range | null;
  sentence: string;
};
