/**
 * Everything that can go wrong with a call, as one error. `code` is what to switch on: those of the API are
 * in its schema (`UNAUTHENTICATED`, `NOT_FOUND`, …); these are made here:
 * `UNREACHABLE` no connection, `TIMEOUT` no answer in time, `BAD_RESPONSE` the answer is not GraphQL over HTTP.
 */
export class TrunklineError extends Error {
  override readonly name = 'TrunklineError';
  readonly code: string;
  /** Where in the input or the answer; null when the whole call failed. */
  readonly path: readonly (string | number)[] | null;
  /** Identifies the call in the server's log. */
  readonly requestId: string | null;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;
  /** How long the server asked to wait before the next try, ms; null: it did not. */
  readonly retryAfterMs: number | null;
  /** All problems, when the API reported more than one; otherwise this error alone. */
  readonly all: readonly Problem[];

  constructor(first: Problem, more: ErrorContext = {}) {
    super(first.message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = first.code;
    this.path = first.path;
    this.requestId = more.requestId ?? null;
    this.status = more.status ?? null;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.all = more.all ?? [first];
  }
}

/** One reported problem. */
export type Problem = { code: string; message: string; path: readonly (string | number)[] | null };

type ErrorContext = {
  requestId?: string | null;
  status?: number | null;
  retryAfterMs?: number | null;
  all?: readonly Problem[];
  cause?: unknown;
};

/** Codes after which the same call may succeed by itself; a Retry-After of the server is obeyed. */
const transient = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'TOO_MANY_SUBSCRIPTIONS',
]);

/** Whether repeating the same call later may help. Says nothing about whether repeating it is harmless. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof TrunklineError)) return false;
  return transient.has(error.code) || (error.status !== null && [429, 502, 503, 504].includes(error.status));
}

/** Reads the `errors` of a GraphQL answer; null when there are none. Nothing in it is trusted to be well formed. */
export function problemsOf(answer: unknown): { problems: Problem[]; requestId: string | null } | null {
  if (!isRecord(answer) || !Array.isArray(answer['errors']) || answer['errors'].length === 0) return null;
  let requestId: string | null = null;
  const problems = answer['errors'].map((error: unknown): Problem => {
    const { message, path, extensions } = isRecord(error) ? error : {};
    const details = isRecord(extensions) ? extensions : {};
    if (typeof details['requestId'] === 'string') requestId = details['requestId'];
    return {
      code: typeof details['code'] === 'string' ? details['code'] : 'INTERNAL',
      message: typeof message === 'string' ? message : 'The API reported an error without a message.',
      path: readPath(path),
    };
  });
  return { problems, requestId };
}

function readPath(path: unknown): (string | number)[] | null {
  if (!Array.isArray(path)) return null;
  return path.filter((part) => typeof part === 'string' || typeof part === 'number');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
