import type {
  HostSignal,
  Next,
  OutcomeKind,
  Pace,
  Policy,
  RobotsVerdict,
  Validators,
} from '@trunkline/policy';
import type { Scope } from '@trunkline/web/url';

type KnownRobots = {
  /** ms of the frontier's clock. */
  at: number;
  verdict: RobotsVerdict;
  /** As it was settled with the rules. */
  digest?: string;
};

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
  /** Secrets of the job, sealed (design.md §5): only a worker opens them. */
  secrets?: string | null;
};

export const runStates = ['running', 'paused', 'ending', 'cancelled'] as const;
/** What the control plane wants of a run. `ending`: no claim, no enqueue, what is in flight finishes. */
export type RunState = (typeof runStates)[number];

/** The state of a run that Postgres holds and the frontier must follow. `run` is its short base-36 id. */
export type DesiredRun = { run: string; version: number; state: RunState; weight: number; config: RunConfig };

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
  /** Refused by depth, budget or because the run is unknown or ending; not marked seen. */
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

/**
 * One life of the server behind a shard, or of what it holds: it may be emptied as it runs on. `began`: ms of its clock, and no other
 * epoch of the shard has the same. `lostAt`, likewise: what was written later, in the life before, may be lost; null: nothing is known
 * of a life before. `untold`: outcomes were lost that nobody
 * had recorded, though all else may be there. `lastEntry`: id of the last entry of the outcomes stream that survived.
 */
export type Epoch = {
  epoch: number;
  server: string;
  began?: number;
  lostAt: number | null;
  untold?: boolean;
  lastEntry?: string;
};

/** What Redis holds, of all it may (null: no limit is set). `full`: it takes no new URLs; all else goes on. */
export type Memory = { usedBytes: number; maxBytes: number | null; full: boolean };

/** One URL, or one robots.txt, handed to one session. */
export type Claim = {
  token: string;
  run: string;
  host: string;
  kind: 'page' | 'robots';
  url: string;
  depth: number;
  hops: number;
  /** 0: a page; else a sitemap: its links are wanted, and it is no page of the site. */
  sitemap: number;
  /** 1 for the first fetch of this URL in the run. */
  attempt: number;
  /** Attempts before this one that do not count as tries of the URL: its host could not be reached. */
  uncharged: number;
  recoveries: number;
  /** Of a recrawl: what its last capture said; else null. */
  validators: Validators | null;
  /** Milliseconds after the claim's reply at which the request may start; 0: at once. Never more than 500. */
  startInMs: number;
  /** Version of the run's config this claim was granted under. */
  configVersion: number;
  /** How many places its scope had been widened by; left out: none. */
  wide?: number;
  /** ms of the server's clock at which the robots rules in force for this origin were stored; 0: none. */
  robotsAt: number;
  /** Told to who shares slots: of a host that was never asked, or kept a slot for long the last time. */
  slow?: boolean;
};

/** How a worker has shared out its slots, for a claim that is to leave some free for whoever comes. */
export type Share = {
  /** Slots in all. */
  slots: number;
  /** The runs that hold most, some eight, and how many each holds. */
  held: Readonly<Record<string, number>>;
  /** What all other runs hold together. */
  others: number;
  /**
   * Most claims of slow hosts: never asked yet, or settled as `slow` the last time; less than none when more of them hold a slot than
   * are to. A run that holds few may have some more. Left out: as many as of others.
   */
  slow?: number;
  /** Hosts of which nothing more is wanted for now, and registrable domains of which no slow host is. */
  crowdedHosts: readonly string[];
  crowdedDomains: readonly string[];
  /** Runs of which nothing is wanted. */
  over: readonly string[];
};

export type ClaimReply =
  | { state: 'granted'; claims: Claim[]; nextDueMs: number }
  /** The session's lease has passed: drop everything and open a new session. */
  | { state: 'lost' }
  /** The outcomes stream is longer than the recorder may lag: nothing is handed out. */
  | { state: 'recorder'; nextDueMs: number };

/** What a worker is told that asks for the next request of a redirected robots.txt. */
export type HopReply =
  /** A claim of kind `robots` of the target's host, to be settled or to go back like any other; it may start in half a minute. */
  | { state: 'granted'; claim: Claim }
  /** The host may not be asked yet: ask again in so many ms, under a new id. */
  | { state: 'wait'; ms: number }
  /** The run hands nothing out. */
  | { state: 'gone' }
  | { state: 'lost' };

/** A claim, and the config of its run it was granted under. */
export type GrantedClaim = Pick<Claim, 'token' | 'configVersion'>;

/** Which of the claims asked for may start now; the others are to be put back. */
export type ConfirmReply = { state: 'told'; tokens: string[] } | { state: 'lost' };

export type SettleItem = {
  token: string;
  run: string;
  host: string;
  /** Monotonic ms from sending the claim to writing the request; null when no request was written. */
  startedAfterMs: number | null;
  /** `sitemap`: a sitemap was fetched, which counts as no page. */
  outcome: OutcomeKind | 'sitemap';
  next: Next;
  hostSignal: HostSignal;
  /** Body bytes on the wire. */
  bytes: number;
  /** It kept a slot for long: until it answers sooner, its host gets what slots there are for such (`Share`). */
  slow?: boolean;
  /** JSON of a VisitRecord, opaque to the frontier; null for claims of kind `robots`. */
  record: string | null;
  /** The batch (`<owner>:<n>`) in which what this visit found is safe until it is enqueued; then `keepPromises` says so. */
  promise?: string;
  /** For claims of kind `robots`: what the origin's robots.txt said, and the origin; of a hop nothing. */
  robots?: {
    origin: string;
    /** Rules are kept in compact form (`compactRobots`), whatever is given here. */
    verdict: RobotsVerdict;
    /** Names the text the rules were made of; answered by `robots` until another one is said. At most 64 letters. */
    digest?: string;
    /** JSON of a RobotsRecord for the recorder, opaque to the frontier; left out: nothing is told. */
    record?: string;
  };
};

/** A URL that was accepted, as the recorder is told of it. */
export type DiscoveredUrl = {
  url: string;
  depth: number;
  hops: number;
  sitemap: number;
  parent: string | null;
};

/** A claim that goes back: its URL was not visited, though a request for it may have been written (as in SettleItem). */
export type ReturnedClaim = { token: string; startedAfterMs?: number | null };

/** One entry of the outcomes stream, for the recorder. */
export type OutcomeEntry = { id: string; run: string } & (
  | { kind: 'settled'; records: string[] }
  | { kind: 'discovered'; urls: DiscoveredUrl[] }
  /** What a robots.txt said. */
  | { kind: 'robots'; record: string }
  /** `count` URLs of the run finished unvisited, with a reason: all that were left, those of one host, or one URL. */
  | { kind: 'dropped'; count: number; reason: string; host?: string; url?: string }
  /** What no reader can make sense of, and how many URLs of the run ended with it. */
  | { kind: 'unreadable'; error: string; ends: number; payload: string }
);

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
  'BACKOFF',
  'ROBOTS',
  'WORKERS_BUSY',
  'PACE',
] as const;
export type Cause = (typeof causes)[number];

/** The waiting URLs of a run by cause; they sum to `waiting`. */
export type RunCauses = {
  waiting: number;
  urls: Record<Cause, number>;
  /** URLs by which a figure may be wrong (95 %), because hosts were sampled; 0: exact. */
  error: number;
};

/** Why a URL would not be accepted now. */
export type Refusal = 'run' | 'trap' | 'depth' | 'hops' | 'budget';

/** What the frontier knows of one URL. All times are ms of the frontier's clock. */
export type UrlState = {
  at: /** Never accepted. */
    | { state: 'unknown' }
    /** `position` in the queue of its host, 0 is next; null: far behind. */
    | { state: 'waiting'; position: number | null; attempts: number }
    | { state: 'delayed'; until: number; attempts: number }
    | { state: 'inFlight'; session: string; since: number; attempts: number }
    /** Settled, dead or dropped: the ledger knows. */
    | { state: 'finished' }
    /** Known, but too much is delayed or in flight to find it. */
    | { state: 'unfound' };
  /** What `enqueue` would say now. */
  ifEnqueued: 'accepted' | 'known' | Refusal;
  /** Of its host, for this run. */
  host: {
    place: 'ready' | 'later' | 'held' | 'none';
    /** When this origin of it may be asked next, if nothing else comes between. */
    due: number;
    /** The longer back-off of the host and this origin of it. */
    backoffUntil: number;
    delayMs: number;
    /** In flight for all runs, and the most there may be: 0 of a paused or blocked host. */
    inFlight: number;
    limit: number;
    /** That of this origin. */
    robotsOut: boolean;
    /** What robots.txt of its origins asks for at the longest; `capped` when the run's policy waits less than that. */
    crawlDelay: { askedMs: number; capped: boolean };
    /** URLs of the run that wait for this origin. */
    waiting: number;
  };
  now: number;
};

/** A claim that is out. Times are ms of the frontier's clock. */
export type ClaimOut = Pick<
  Claim,
  'token' | 'run' | 'host' | 'kind' | 'url' | 'depth' | 'attempt' | 'recoveries'
> & {
  session: string;
  /** When it was granted; its request starts at the earliest at `startsAt`. */
  since: number;
  startsAt: number;
};

/** What sweep did in one call; `more` when it stopped at its bound. */
export type SweepResult = {
  lostSessions: number;
  recovered: number;
  released: number;
  dead: number;
  more: boolean;
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
};

/** A word about one host for one run, or without `run` for all of them. */
export type HostChange = { host: string; run?: string; version: number };

/** Live sessions and their lease deadlines, ms of the server's clock. */
export type SessionInfo = { session: string; deadline: number; inFlight: number };

/**
 * All known URLs of running jobs and their state. Every verb is atomic, idempotent where a reply can be lost,
 * and rejects with a `FrontierUnavailable` while Redis is away (nothing is queued in memory).
 */
export type Frontier = {
  /** Of this frontier among all others; none: it ends with this process. */
  id?: string;

  openSession(session: string, leaseMs: number): Promise<{ deadline: number }>;
  renewSession(session: string, leaseMs: number): Promise<{ lost: boolean }>;
  /**
   * Returns every claim of the session uncharged and forgets it. `started` says of claims when they were started, or that they were
   * not; the hosts of all others count as asked when the session is closed.
   */
  closeSession(session: string, started?: readonly ReturnedClaim[]): Promise<{ returned: number }>;
  sessions(): Promise<SessionInfo[]>;
  /** How many there are, lost ones too until they are swept: one command, for everybody to ask often. */
  countSessions(): Promise<number>;

  /**
   * Creates the run or brings it to this version; older versions change nothing. `madeUntil`: a run that is not known is created until
   * then, a moment of `time`. Who reads the time, then sees that the run goes, and so asks for a little while, makes no run anew that
   * has ended meanwhile and was forgotten, however long it stood still.
   */
  applyRun(desired: DesiredRun, within?: { madeUntil?: number }): Promise<{ applied: boolean }>;
  /** The time of the server, ms. */
  time(): Promise<number>;
  /** With the places its scope was widened by in `scope.led`; `wide`: how many. */
  runConfig(run: string): Promise<{ version: number; config: RunConfig; wide: number } | null>;
  /** Adds places that redirects of seeds end at to the scope of a run, `MOST_LED` at most. Claims granted from now on say so. */
  widen(run: string, places: readonly string[]): Promise<{ wide: number }>;
  /** What is stored of the cookies that a host set in a run; in no order. */
  cookies(run: string, host: string): Promise<string[]>;
  /**
   * Stores cookies of a host for a run (`value` null: forgets them): 50 of 8 KiB at most of each, of some thousand hosts at most, those
   * written last, for a day.
   */
  keepCookies(
    run: string,
    host: string,
    changes: readonly { key: string; value: string | null }[],
  ): Promise<void>;
  sizes(run: string): Promise<RunSizes | null>;
  /** Of many runs, in their order. */
  sizesOf(runs: readonly string[]): Promise<(RunSizes | null)[]>;
  /** Why the waiting URLs of a run wait: looks at up to 2,000 hosts of each kind and at no queue. Null: the run is unknown. */
  causes(run: string): Promise<RunCauses | null>;
  /** Every claim that is out, of these runs or of all, the oldest first. */
  inFlight(runs?: readonly string[]): Promise<ClaimOut[]>;
  /** Where one URL is, and what would become of it if it were enqueued with this depth and number of hops. */
  inspectUrl(run: string, what: { url: string; depth?: number; hops?: number }): Promise<UrlState | null>;
  /** Counts what is left of an `ending` or `cancelled` run as dropped, ≤ 1,000 keys a call; `left` to go. */
  drop(run: string, reason: string): Promise<{ dropped: number; left: boolean }>;
  /** Removes every key of a run that is over (recorded in Postgres), ≤ 1,000 a call. `upTo`: unless it has a later version. */
  forget(run: string, which?: { upTo?: number }): Promise<{ left: boolean }>;

  /**
   * Sets the rule of a pattern; of several that match a host the exact one holds, else the one of the longest suffix. A
   * longer one binds the next claim. A shorter one is in force when this answers; should the caller die, `sweep` goes on.
   */
  setRule(rule: HostRule): Promise<{ applied: boolean }>;
  removeRule(rule: Pick<HostRule, 'pattern' | 'version'>): Promise<{ applied: boolean }>;
  /** The rules in force. */
  rules(): Promise<HostRule[]>;
  /** Hands out nothing of the host until it is resumed; an older version than the last word changes nothing. */
  pauseHost(change: HostChange): Promise<{ applied: boolean }>;
  resumeHost(change: HostChange): Promise<{ applied: boolean }>;
  /** Finishes what waits at the host, delayed URLs too, without a visit; what is in flight goes on. */
  cancelHost(what: { host: string; run?: string; reason: string }): Promise<{ dropped: number }>;

  enqueue(run: string, urls: readonly NewUrl[]): Promise<EnqueueResult>;
  /**
   * URLs that have ended wait again, at the end of their queues. Whoever calls it has first marked them in the ledger as waiting, and
   * committed that: they may end again before this is answered. To repeat it, for a URL that ended with the same attempt, is harmless for
   * a day. They count as accepted once more, and will as finished. `refused`: the run is unknown or ending, or has never known the URL. Rejects with `FrontierFull`, and is to be
   * repeated, when Redis is full.
   */
  retryDead(run: string, urls: readonly DeadUrl[]): Promise<EnqueueResult>;
  claim(session: string, claimId: string, want: number, share?: Share): Promise<ClaimReply>;
  /**
   * Leave to ask another host where a robots.txt redirects to it, at that host's pace. `hopId` names the request, so that
   * repeating it is harmless; a session asks for one at a time.
   */
  hop(session: string, hopId: string, what: { run: string; url: string; hops: number }): Promise<HopReply>;
  /**
   * Which claims may still start, for a worker that did not start them when they were granted: the run runs in that version and is in its
   * windows, and nothing was said since then that holds the host back.
   */
  confirm(session: string, claims: readonly GrantedClaim[]): Promise<ConfirmReply>;
  /** Puts claims back at the head of their queues, uncharged. */
  requeue(session: string, claims: readonly ReturnedClaim[]): Promise<{ returned: number }>;
  settle(
    session: string,
    settleId: string,
    items: readonly SettleItem[],
  ): Promise<{ settled: number; stale: string[] }>;
  /** What these batches promised is enqueued, or not wanted any more. Called after the settles that carried them were answered. */
  keepPromises(run: string, batches: readonly string[]): Promise<void>;
  /** Batches of the run that are promised and not kept. */
  promises(run: string): Promise<string[]>;
  sweep(): Promise<SweepResult>;

  /** Brings URLs that ended, as Postgres says, to their end here as well; `null` when the run is not known. */
  reconcile(run: string, urls: readonly EndedUrl[]): Promise<ReconcileResult | null>;
  /** Whether the run knows each of these URLs. */
  known(run: string, urls: readonly string[]): Promise<boolean[]>;
  /** Every URL of the run that waits in a list, by and by; those of an audit, for it reads all lists. */
  waiting(run: string): AsyncGenerator<string[]>;
  /** The epoch of every shard: a new one begins when the server behind it restarted or another took over. */
  epochs(): Promise<Epoch[]>;

  /** How full Redis is; of the memory twin, which has no limit but a number of URLs, what its process takes. */
  memory(): Promise<Memory>;

  /**
   * The robots rules of an origin, with the time they were stored; null when none are known. `body` is the compact form, and
   * `crawlDelayMs` what agents are asked for that it does not name.
   */
  robots(origin: string): Promise<KnownRobots | null>;
  /** What is kept of robots rules, over all shards, and how many were let go for want of room since the beginning. */
  robotsKept(): Promise<{ bytes: number; origins: number; evicted: number }>;

  /** Entries not delivered to this group yet, or (`pending`) those a dead consumer left unacknowledged. */
  readOutcomes(consumer: string, count: number): Promise<OutcomeEntry[]>;
  ackOutcomes(ids: readonly string[]): Promise<void>;
  /** Of each shard the first entry that is not acknowledged (null: none is left) and the last one that was told, as ids in its stream. */
  outcomesSpan(): Promise<{ first: string | null; last: string }[]>;
  /** Entries not acknowledged, those of them that nobody has read, the age of the oldest, ms (the memory twin: 0), and their bytes, if any. */
  outcomesBacklog(): Promise<{ length: number; lag: number; oldestMs: number; bytes?: number }>;

  close(): Promise<void>;
};
