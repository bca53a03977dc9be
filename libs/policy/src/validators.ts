/**
 * What is known of a page from its last capture, so that a recrawl can ask whether it changed (RFC 9110 §13.1). Travels in
 * the frontier's entry, for workers never talk to Postgres.
 */
export type Validators = {
  /** Headers of the response, as they came. */
  etag: string | null;
  lastModified: string | null;
  /** WARC-Payload-Digest of the response. */
  digest: string | null;
  /** The capture that holds the body: of one that refers to another, that other. */
  capture: CaptureReference | null;
};

/** Names a row of `captures`: short id of its run, its id, and its WARC-Date, ms since the epoch. */
export type CaptureReference = { run: string; id: number; at: number };
