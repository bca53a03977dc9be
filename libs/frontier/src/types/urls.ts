import type { OutcomeKind, Validators } from '@trunkline/policy';

/** A URL on its way into the frontier; canonical already. */
export type NewUrl = {
  url: string;
  depth: number;
  hops: number;
  urgent?: boolean;
  parent?: string;
  /** A sitemap, and how deep in sitemap indexes it was found, from 1 to 9; left out or 0: a page. */
  sitemap?: number;
  /** Known from an earlier run and not due in this one: marked as seen, so that a link to it adds nothing. */
  notDue?: boolean;
  /** Visits it has had in this run already; 0 when left out. */
  tries?: number;
  /** What a recrawl knows of it; at most 200 bytes travel: an etag that is longer is left out. */
  validators?: Validators;
};

/** A URL given up, as the ledger knows it, to be tried again. */
export type DeadUrl = {
  url: string;
  depth: number;
  hops: number;
  sitemap?: number;
  /** Attempts recorded so far; the next one has the next number, and none of these counts as a try any more. */
  attempts: number;
};

export type EnqueueResult = {
  accepted: number;
  known: number;
  /** Refused by depth, budget, a limit of URLs or hosts, or because the run is unknown or ending; not marked seen. */
  refused: number;
  /**
   * URLs not looked at because Redis is full, or the recorder too far behind, wherever they stood among those of the call: whoever
   * called keeps all of them and enqueues them again later, which is harmless for the others. Left out: none.
   */
  full?: number;
  /** Of `full`: which of the two it is. */
  fullBy?: 'REDIS_FULL' | 'RECORDER';
};

/** A URL of a run whose end is committed to Postgres: how its visits ended, the last one for good. */
export type EndedUrl = { url: string; outcomes: readonly OutcomeKind[]; dead: boolean; bytes: number };

/**
 * What `reconcile` found. `missing`: not known here, now counted as accepted and finished. `waiting`: stood in a list again, now
 * finished without a second visit. `known`: nothing was done.
 */
export type ReconcileResult = { missing: number; waiting: number; known: number };

/** Why a URL would not be accepted now. */
export type Refusal = 'run' | 'trap' | 'depth' | 'hops' | 'budget';

/** What an origin of a host waits for, in a run. */
export type OriginState = {
  /** `https://example.com` */
  origin: string;
  /** When it may be asked next, if nothing else comes between. */
  due: number;
  /** The longer back-off of the host and this origin of it. */
  backoffUntil: number;
  robotsOut: boolean;
  /**
   * Of its robots.txt: when the copy was read that is kept (null: there is none), since when it cannot be had again (null: it can), and
   * until when the copy decides for this run if that goes on. Another run may go by it for longer.
   */
  robots: { storedAt: number | null; unreachableSince: number | null; decidesUntil: number | null };
  /** URLs of the run that wait for it. */
  waiting: number;
};

/** What the frontier knows of one URL. All times are ms of the frontier's clock. */
export type UrlState = {
  at: /** Never accepted. */
    | { state: 'unknown' }
    /** `position` in the queue of its host, 0 is next; null: far behind. */
    | { state: 'waiting'; position: number | null; attempts: number }
    | { state: 'delayed'; until: number; attempts: number }
    | { state: 'inFlight'; session: string; token: string; since: number; attempts: number }
    /** Settled, dead or dropped: the ledger knows. */
    | { state: 'finished' }
    /** Known, but too much is delayed or in flight to find it. */
    | { state: 'unfound' };
  /** What `enqueue` would say now. */
  ifEnqueued: 'accepted' | 'known' | Refusal;
  /** Of its origin and its host, for this run. */
  host: OriginState & {
    /** Every origin the host may have. */
    origins: OriginState[];
    place: 'ready' | 'later' | 'held' | 'none';
    delayMs: number;
    /** In flight for all runs, and the most there may be: 0 of a paused or blocked host. */
    inFlight: number;
    limit: number;
    /** What robots.txt of its origins asks for at the longest; `capped` when the run's policy waits less than that. */
    crawlDelay: { askedMs: number; capped: boolean };
    /** Other runs that wait at the host: they take turns. */
    sharers: number;
  };
  /** Of the run: pages granted so far, in this shard, and the most there may be; null: no limit. */
  pages: { used: number; most: number | null };
  now: number;
};
