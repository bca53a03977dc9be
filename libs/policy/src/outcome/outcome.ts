/** How a visit can end; the words counters, rows and metrics use. */
export const outcomeKinds = [
  'fetched',
  'notModified',
  'redirected',
  'refused',
  'throttled',
  'failed',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** Stable codes of every failure of an origin. None of them is ever our own fault: see `LocalFault`. */
export const failureCodes = [
  'DNS_NOT_FOUND', // NXDOMAIN or no address record
  'DNS_FAILED', // SERVFAIL, refused, malformed
  'DNS_TIMEOUT',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'CONNECT_FAILED', // unreachable, reset while connecting
  'TLS_FAILED', // certificate, name, protocol
  'PROXY_FAILED',
  'HEADERS_TIMEOUT',
  'HEADERS_TOO_LARGE', // bytes or count
  'BAD_HTTP', // what came is not HTTP/1.1
  'RESET', // closed or reset before the headers were whole
  'TIMEOUT', // the deadline of the whole attempt passed without usable headers
  'SERVER_ERROR', // 5xx other than 503
  'REDIRECT_LOOP', // a redirect to itself, or more than 10 hops
  'BAD_REDIRECT', // of records of before: a 3xx without a usable Location is an answer now
  'EXTRACT_FAILED', // the parser gave up within its CPU budget
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Why bytes are missing, in the words of WARC-Truncated (WARC 1.1 §5.13). */
export type Truncated = 'length' | 'time' | 'disconnect';

/** How a visit to one URL ended. Links and stored bytes are reported beside it. */
export type Outcome =
  /** `detail`: what of its head is not as HTTP has it, and was read all the same. */
  | { kind: 'fetched'; status: number; truncated?: Truncated; decodeError?: string; detail?: string }
  | { kind: 'notModified'; status: 304 }
  | { kind: 'redirected'; status: number; target: string }
  | {
      kind: 'refused';
      by: 'robots' | 'address' | 'scope' | 'contentType' | 'noindex' | 'trap' | 'quarantine';
      detail: string;
    }
  | { kind: 'throttled'; status: number; retryAfterMs: number | null }
  | { kind: 'failed'; code: FailureCode; detail: string };

/** What robots.txt of an origin said (RFC 9309 §2.3.1), as the result of a claim of kind `robots`. */
export type RobotsVerdict =
  /** 2xx: `body` is parsed by whoever needs it. */
  | { state: 'rules'; body: string; crawlDelayMs: number | null }
  /** 4xx but 429: everything is allowed. */
  | { state: 'allowAll' }
  /** 5xx, 429, network errors: nothing is allowed for now, unless a good copy is known. */
  | { state: 'unreachable'; retryAfterMs: number | null };

/** A fault of ours (EMFILE, disk, Redis): the URL goes back uncharged, and the host is not blamed. */
export class LocalFault extends Error {
  override readonly name = 'LocalFault';
  readonly code: string;
  /** performance.now() at which a request was written all the same; null: none was. The host counts as asked then. */
  wroteRequestAt: number | null = null;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
