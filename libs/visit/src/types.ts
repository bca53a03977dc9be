import type { ArchiveWriter } from '@trunkline/archive';
import type { HostSignal, Next, Policy, RobotsVerdict, Validators, VisitRecord } from '@trunkline/policy';
import type { Scope } from '@trunkline/web/url';

/** The part of a frontier claim a visit needs. */
export type VisitClaim = {
  run: string;
  host: string;
  url: string;
  depth: number;
  hops: number;
  attempt: number;
  /** Of a recrawl: what its last capture said. */
  validators?: Validators | null;
};

/** The part of a run's config a visit needs. */
export type VisitConfig = { scope: Scope; policy: Policy };

/** A discovered URL that is in scope, canonical. */
export type Discovered = { url: string; depth: number; hops: number; urgent: boolean };

/** What one visit brought. `wroteRequestAt`: performance.now() at which the request was written. */
export type VisitResult = {
  record: VisitRecord;
  next: Next;
  hostSignal: HostSignal;
  discovered: Discovered[];
  wroteRequestAt: number | null;
};

export type RobotsResult = {
  origin: string;
  verdict: RobotsVerdict;
  hostSignal: HostSignal;
  wroteRequestAt: number | null;
};

/** What the robots stage of a page visit consults; the worker answers it from the frontier, with a cache. */
export type RobotsSource = (origin: string) => Promise<RobotsVerdict | null>;

export type VisitParts = {
  archive: ArchiveWriter;
  robots: RobotsSource;
  worker: string;
  /** Links the frontier knows already need not be looked at again; none when left out. */
  isKnown?: (run: string, url: string) => boolean;
};
