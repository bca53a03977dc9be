import type { Omission } from '@trunkline/policy';
import type {
  ClaimOut,
  ClaimReply,
  ConfirmReply,
  GrantedClaim,
  HopReply,
  ReturnedClaim,
  Share,
} from './types/claims.ts';
import type { HostChange, HostRule, KnownRobots } from './types/hosts.ts';
import type { OutcomeEntry, SettleItem } from './types/outcomes.ts';
import type { Backlog, DesiredRun, RunCauses, RunConfig, RunSizes } from './types/runs.ts';
import type { Epoch, Memory, SessionInfo, SweepResult } from './types/shards.ts';
import type { DeadUrl, EndedUrl, EnqueueResult, NewUrl, ReconcileResult, UrlState } from './types/urls.ts';

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
  /** Holds the URLs of these shapes, with the places `MOST_LED` at most: in `held` of the config of all claims granted from now on. */
  hold(run: string, shapes: readonly string[]): Promise<{ wide: number }>;
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
  /**
   * Tells the recorder what is left out of a run, where no visit can tell it any more. A lost reply may tell it twice: of each kind and
   * sample it is to count once.
   */
  leaveOut(run: string, omitted: readonly Omission[]): Promise<void>;
  sizes(run: string): Promise<RunSizes | null>;
  /** Of many runs, in their order. */
  sizesOf(runs: readonly string[]): Promise<(RunSizes | null)[]>;
  /** Why the waiting URLs of a run wait: looks at up to 2,000 hosts of each kind and at no queue. Null: the run is unknown. */
  causes(run: string): Promise<RunCauses | null>;
  /**
   * What the run has waiting at hosts: at those named `also`, and at `most` others, evenly spread ones where there are more, other ones with
   * another `offset` (0 to 1). Hosts with nothing waiting are left out; `hosts`: how many have something waiting or in flight. Looks at
   * no list: some µs for each host. Null: the run is unknown.
   */
  backlogs(
    run: string,
    which: { most: number; offset?: number; also?: readonly string[] },
  ): Promise<{ hosts: number; looked: Backlog[] } | null>;
  /** Every claim that is out, of these runs or of all, the oldest first. */
  inFlight(runs?: readonly string[]): Promise<ClaimOut[]>;
  /**
   * Where one URL is, and what would become of it if it were enqueued with this depth and number of hops. `tries`: visits it has had; with
   * all three right it is found at once in a list however long. `isSettled`: the ledger has its end, so that a list is searched for it no
   * further: it stands there only if it was asked for again.
   */
  inspectUrl(
    run: string,
    what: { url: string; depth?: number; hops?: number; tries?: number; isSettled?: boolean },
  ): Promise<UrlState | null>;
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
  /** False when the most particular rule for this politeness key that has a word on it lets certificates pass. */
  verifiesTls(host: string): Promise<boolean>;
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
