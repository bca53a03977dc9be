import type { PaceInForce, Validators } from '@trunkline/policy';

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
  /** By how many places, and shapes that are held, its config had been changed; left out: none. */
  wide?: number;
  /** ms of the server's clock at which the robots rules in force for this origin were stored; 0: none. */
  robotsAt: number;
  /** The pace it is handed out under; left out: that of the run's policy. */
  pace?: PaceInForce;
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

/** A claim that goes back: its URL was not visited, though a request for it may have been written (as in SettleItem). */
export type ReturnedClaim = { token: string; startedAfterMs?: number | null };

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
