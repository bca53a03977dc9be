import type { ArchiveWriter, Location, StoredResponse } from '@trunkline/archive';
import type {
  Access,
  HostSignal,
  Next,
  PaceInForce,
  Policy,
  RobotsVerdict,
  Validators,
  VisitRecord,
} from '@trunkline/policy';
import type { Covers } from '@trunkline/web/shapes';
import type { Scope } from '@trunkline/web/url';
import type { CookieChange, HostJar } from './cookies/host-jar.ts';
import type { Head } from './stages/headers/head.ts';

/** The part of a frontier claim a visit needs. */
export type VisitClaim = {
  /** Names the claim where it is told what visits are at. */
  token?: string;
  run: string;
  host: string;
  url: string;
  /** Its host was never asked yet, or kept a slot for long the last time. */
  slow?: boolean;
  depth: number;
  hops: number;
  attempt: number;
  /** A sitemap, and how deep in sitemap indexes, from 1; left out or 0: a page. */
  sitemap?: number;
  /** Attempts before this one that were not charged to the URL. */
  uncharged?: number;
  /** Of a recrawl: what its last capture said. */
  validators?: Validators | null;
  /** The pace it was handed out under; left out: that of the run's policy. */
  pace?: PaceInForce;
};

/** The part of a run's config a visit needs. */
export type VisitConfig = {
  scope: Scope;
  policy: Policy;
  /** The secrets of the job, open. */
  access?: Access | null;
  /** Which shape holds a URL of a host; null: none does, or nobody looks. */
  holds?: Covers | null;
};

/** A discovered URL that is in scope, canonical. */
export type Discovered = {
  url: string;
  depth: number;
  hops: number;
  urgent: boolean;
  /** As in a claim. */
  sitemap?: number;
};

/** What one visit brought. `wroteRequestAt`: performance.now() at which the request was written. */
export type VisitResult = {
  record: VisitRecord;
  next: Next;
  hostSignal: HostSignal;
  discovered: Discovered[];
  wroteRequestAt: number | null;
  /** Where a large document lies of which only the beginning was read: the rest of its links are to be had from there. */
  unread?: Location | StoredResponse;
  /** What the page says, where that was wanted (`VisitParts.wantsText`). */
  text?: Uint32Array;
};

/** Of a robots.txt as it was read, at most 500 KiB of it: its beginning, its characters, and its SHA-1 in hex. */
export type RobotsFile = { text: string; length: number; digest: string };

export type RobotsResult = {
  origin: string;
  /** Of rules in compact form. */
  verdict: RobotsVerdict;
  /** What the rules were made of. */
  file?: RobotsFile;
  /** Why it is this one, for people. */
  detail: string;
  /** The requests for it that were written, each with the host it went to; ms since the epoch. */
  sent: { host: string; at: number }[];
  hostSignal: HostSignal;
  wroteRequestAt: number | null;
  /** Its last request, from the addresses of the host to the end of the answer, ms. */
  tookMs: number;
};

/**
 * What stands for a start that was granted earlier: what was said of its run and its host until `at` (performance.now()) is not against it.
 * `confirm` asks again, and answers the moment of asking; null: it may not start.
 */
export type Standing = { at: number; confirm(): Promise<number | null> };

/** What one request on the way to a robots.txt came to. `target`: it redirects there; `hostSignal`: what the host asked is like. */
export type RobotsStep = {
  verdict: RobotsVerdict;
  file?: RobotsFile;
  detail: string;
  hostSignal: HostSignal;
  target: string | null;
};

/** Leave to make one request; `over` is called once: what the host was like (null: not asked), and when it was asked. */
export type Leave = {
  /** Null: that of the visit itself. */
  standing: Standing | null;
  over(signal: HostSignal | null, wroteRequestAt: number | null): void;
};

/**
 * Makes the request where a robots.txt redirects to, after so many redirects, as soon as that may be asked, or has what another made of
 * it; `wroteAt`: performance.now() of the last request to the claim's own host. Null: it may not be asked soon. No place is held meanwhile.
 */
export type FollowRedirect = (
  to: { url: string; redirects: number; wroteAt: number },
  ask: (leave: Leave) => Promise<RobotsStep>,
) => Promise<RobotsStep | null>;

/** What the robots stage of a page visit consults; the worker answers it from the frontier, with a cache. */
export type RobotsSource = (origin: string) => Promise<RobotsVerdict | null>;

/** Where the cookies of hosts are, of each run for itself. */
export type CookieSource = {
  /** `fresh`: not as it was some seconds ago. */
  jar(run: string, host: string, fresh: boolean): Promise<HostJar | null>;
  /** Keeps what a response changed, for all workers; a visit that ends is settled after that. */
  keep(run: string, host: string, changes: readonly CookieChange[]): void;
  /** Resolves once all that was said of the run's host so far is kept. */
  kept(run: string, host: string): Promise<void>;
};

export type VisitParts = {
  /** Asked when a certificate would not be accepted: false lets it pass at this host (politeness key). Left out: none passes. */
  verifiesTls?: (host: string) => Promise<boolean>;
  /** Where whoever asks can be reached, of the installation; a policy may have its own. */
  contact?: string | null;
  /** None: cookies are ignored. */
  cookies?: CookieSource;
  archive: ArchiveWriter;
  robots: RobotsSource;
  worker: string;
  /**
   * Large documents may be read later (`VisitResult.unread`) when others are being read: from the archive, or ('kept') from what the result
   * holds of them.
   */
  readLater?: boolean | 'kept';
  /**
   * The digest of the last robots.txt of this origin that was archived; null: none was. Without it no robots.txt is
   * archived, with it each that differs from that.
   */
  archivedRobots?: (origin: string) => Promise<string | null>;
  /** Links the frontier knows already need not be looked at again; none when left out. */
  isKnown?: (run: string, url: string) => boolean;
  /** Whether the features of the text of this page are wanted; never when left out. */
  wantsText?: (run: string, host: string, url: string) => boolean;
  /** Told of every response of a page as soon as its headers are there. */
  onHead?: (url: string, head: Head) => void;
};
