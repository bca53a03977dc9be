import type { HostSignal, Next, OutcomeKind, RobotsVerdict } from '@trunkline/policy';

export type SettleItem = {
  token: string;
  run: string;
  host: string;
  /** Monotonic ms from sending the claim to writing the request; null when no request was written. */
  startedAfterMs: number | null;
  /** `sitemap`: a sitemap was fetched, which counts as no page. */
  outcome: OutcomeKind | 'sitemap';
  next: Next;
  /**
   * The version of the run's config it was decided by, where it was without asking the host. If the run has a later one, nothing is told and
   * its URL goes back to the head of its queue, uncharged, as `requeue` does.
   */
  under?: number;
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

/** One entry of the outcomes stream, for the recorder. */
export type OutcomeEntry = { id: string; run: string } & (
  | { kind: 'settled'; records: string[] }
  | { kind: 'discovered'; urls: DiscoveredUrl[] }
  /** What a robots.txt said. */
  | { kind: 'robots'; record: string }
  /**
   * JSON of an array of `Omission`: what is left out of the run, as `leaveOut` was told; or links that were refused since the run, or its
   * project, knows as many URLs or hosts as it may.
   */
  | { kind: 'leftOut'; record: string }
  /** `count` URLs of the run finished unvisited, with a reason: all that were left, those of one host, or one URL. */
  | { kind: 'dropped'; count: number; reason: string; host?: string; url?: string }
  /** What no reader can make sense of, and how many URLs of the run ended with it. */
  | { kind: 'unreadable'; error: string; ends: number; payload: string }
);
