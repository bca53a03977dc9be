import type { Omission } from './outcome/left-out.ts';
import type { Outcome } from './outcome/outcome.ts';
import type { Asked } from './pace/asked.ts';
import type { CaptureReference } from './validators.ts';

/** The stages of one visit, in order (design.md §2). */
export const stages = [
  'queue',
  'robots',
  'dns',
  'connect',
  'headers',
  'body',
  'extract',
  'store',
  'settle',
] as const;
export type Stage = (typeof stages)[number];

/** What a visit waits for while it does no work of any stage: in a worker's clock such waits are apart from the stages. */
export const waits = [
  'pace', // the moment from which on its start was granted
  'frontier', // an answer of the frontier: its job's config, cookies, whether it may still start
  'bandwidth', // a cap of bytes per second
  'memory', // room for its body
  'discovery', // that what it found is safe, before it is settled
  'hop', // the pace of the host a robots.txt redirects to; no slot is held meanwhile
] as const;
export type Wait = (typeof waits)[number];

/** What a worker's clock measures. */
export const clocked = [...stages, ...waits] as const;
export type Clocked = (typeof clocked)[number];

/** Where a record lies in the archive: segment name, offset and length of its gzip member, in bytes. */
export type Location = { segment: string; offset: number; length: number };

/** One stored response, as the recorder writes it to `captures`. */
export type CaptureRecord = {
  /** WARC-Date, ms since the epoch. */
  at: number;
  status: number;
  /** Media type in lower case, without parameters; null when the origin sent none. */
  contentType: string | null;
  charset: string | null;
  /** Body bytes on the wire, and after content decoding. */
  wireBytes: number;
  bytes: number;
  /** `sha1:` + base32 of the body as received, content coding on: the WARC-Payload-Digest (WARC 1.1 §5.9). */
  digest: string;
  title: string | null;
  language: string | null;
  etag: string | null;
  lastModified: string | null;
  truncated: string | null;
  links: number;
  /** The capture that holds the body, when the origin or the digest said that it has not changed; `bytes` are 0 after a 304. */
  refersTo: CaptureReference | null;
  location: Location;
};

/** Most traps that go on one record. */
export const MOST_TRAPS = 8;

/** A shape of URLs that brings nothing new (`@trunkline/web/shapes`), with what speaks against it. `held`: its URLs are held. */
export type FoundTrap = { shape: string; held: boolean; evidence: unknown };

/** What a worker says of one attempt; its key is (run, url, attempt). Travels as JSON in the outcomes stream. */
export type VisitRecord = {
  url: string;
  /** A sitemap: read for its links, neither archived nor a page. How deep in sitemap indexes, from 1. */
  sitemap?: number;
  depth: number;
  hops: number;
  /** 1 for the first fetch of this URL in the run. */
  attempt: number;
  /** True when the URL ended with this attempt (settled or dead); false when it will be tried again. */
  final: boolean;
  /** Set when the URL was given up. */
  deadReason?: string;
  outcome: Outcome;
  /** Its request, and the pace it went by; left out: none was written. */
  asked?: Asked;
  /** Start of the visit, ms since the epoch of the worker's clock. */
  startedAt: number;
  /** Per stage: waiting and service time in ms, rounded to 0.1. */
  timings: Partial<Record<Stage, [waitMs: number, serviceMs: number]>>;
  /** IP address connected to. */
  address: string | null;
  /** Why the certificate of the host would not have been accepted, where a host rule let it pass: a code of OpenSSL or Node. */
  tlsFault?: string;
  worker: string;
  capture: CaptureRecord | null;
  /** Of a sitemap: when it says that pages of the job were modified last, seconds since the epoch. */
  modified?: [url: string, at: number][];
  /** The page that the redirects of a seed end at: the place that it adds to the scope (`Scope.led`). */
  led?: string;
  /** Shapes of URLs that are taken for traps since this visit, at most `MOST_TRAPS`. */
  traps?: FoundTrap[];
  /** What it found and left out, at most `MOST_OMISSIONS` of them. */
  omitted?: Omission[];
};
