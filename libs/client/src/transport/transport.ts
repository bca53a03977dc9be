import { isRecord, isTransient, type Problem, problemsOf, TrunklineError } from './errors.ts';
import { pause } from './pause.ts';

/** A GraphQL document as text, carrying the types of its result and variables. */
export type Document<Result, Variables> = {
  toString(): string;
  /** Of documents whose manifest a server may have: the hash they are persisted under. */
  __meta__?: { hash?: string } | undefined;
  /** Only for the compiler; never set. */
  __apiType?: (variables: Variables) => Result;
};

export type TransportOptions = {
  /** Address of the API: `http://127.0.0.1:4000`, with or without `/graphql`. */
  url: string;
  /** `tl_…`, sent as a bearer token. */
  apiKey?: string | undefined;
  /** Ends everything that is under way, and each call from then on. */
  signal?: AbortSignal | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** An answer that takes longer is given up, ms. Default 30,000. */
  timeoutMs?: number | undefined;
  /** How often a call that may be repeated is repeated after a transient failure. Default 3. */
  retries?: number | undefined;
  /**
   * Documents of `@trunkline/client` go by their hashes alone, for a server that has this version's manifest, as the one a page
   * came from has. Default false: their text goes along.
   */
  byHash?: boolean | undefined;
};

export type CallOptions = {
  signal?: AbortSignal | undefined;
  /** The call may be sent twice: a query, or a mutation that is idempotent or carries an idempotency key. */
  repeatable?: boolean | undefined;
};

export type Transport = ReturnType<typeof createTransport>;

/** GraphQL over HTTP: one POST per call, typed errors, retries of what may be repeated. */
export function createTransport(options: TransportOptions) {
  const endpoint = graphqlEndpoint(options.url);
  const send = options.fetch ?? globalThis.fetch;
  const { timeoutMs = 30_000, retries = 3 } = options;

  /** POSTs an operation; rejects with `TrunklineError` when there is no answer or not a successful one. */
  async function post(body: string, accept: string, signal: AbortSignal | undefined): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json', accept };
    if (options.apiKey) headers['authorization'] = `Bearer ${options.apiKey}`;
    try {
      return await send(endpoint, { method: 'POST', headers, body, signal: signal ?? null });
    } catch (cause) {
      throw connectionError(cause, endpoint, signal);
    }
  }

  async function callOnce<Result>(body: string, outer: AbortSignal | undefined): Promise<Result> {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = outer ? AbortSignal.any([outer, deadline]) : deadline;
    const response = await post(body, 'application/graphql-response+json, application/json', signal);
    let answer: unknown;
    try {
      answer = await response.json();
    } catch (cause) {
      if (signal.aborted) throw connectionError(cause, endpoint, signal);
      throw notGraphql(response, endpoint, cause);
    }
    throwProblems(answer, response);
    if (!response.ok || !isRecord(answer) || !isRecord(answer['data'])) throw notGraphql(response, endpoint);
    return answer['data'] as Result;
  }

  /** Tries until it works, as long as that may help and harms nothing. */
  async function repeated<Result>(
    attempt: () => Promise<Result>,
    { signal, repeatable }: CallOptions,
  ): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (!repeatable || tries > retries || signal?.aborted || !isTransient(error)) throw error;
        await pause(waitBefore(error, tries), signal);
      }
    }
  }

  /** Runs a query or mutation and returns its data. */
  function call<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    { signal, repeatable = false }: CallOptions = {},
  ): Promise<Result> {
    const [body, either] = [bodyOf(document, variables), signalOf(signal)];
    return repeated(() => callOnce<Result>(body, either), { signal: either, repeatable });
  }

  /** An operation as it is sent. */
  function bodyOf(document: object | string, variables: unknown): string {
    const { query, documentId } = named(document);
    return JSON.stringify({ documentId, ...(!(options.byHash && documentId) && { query }), variables });
  }

  /** Asks for a path of the same server with the same key. */
  async function fetchPath(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const address = new URL(path, endpoint);
    // The path comes from an answer: the key must not follow it to another server.
    if (address.origin !== new URL(endpoint).origin)
      throw new TypeError(`${address.href} is another server.`);
    const headers = new Headers(init.headers);
    if (options.apiKey) headers.set('authorization', `Bearer ${options.apiKey}`);
    let response: Response;
    try {
      response = await send(address, { ...init, headers, signal: signal ?? null });
    } catch (cause) {
      throw connectionError(cause, address.href, signal);
    }
    if (response.ok) return response;
    const answer: unknown = await response.json().catch(() => null);
    throwProblems(answer, response);
    throw notGraphql(response, address.href);
  }

  /** Aborts with a signal of a call, and with that of the client. */
  function signalOf(own: AbortSignal | undefined): AbortSignal | undefined {
    return options.signal && own ? AbortSignal.any([options.signal, own]) : (own ?? options.signal);
  }

  const download = (path: string, signal?: AbortSignal, headers: Record<string, string> = {}) =>
    fetchPath(path, { headers }, signalOf(signal));

  /** POSTs a body that may be sent twice. */
  const upload = (path: string, type: string, body: string, own?: AbortSignal) => {
    const signal = signalOf(own);
    const init = { method: 'POST', headers: { 'content-type': type }, body };
    return repeated(() => fetchPath(path, init, signal), { signal, repeatable: true });
  };

  return { endpoint, post, call, bodyOf, signalOf, download, upload };
}

/** A document as it is sent: its text, and the id that servers which run persisted documents only know it by. */
function named(document: object | string): { query: string; documentId?: string } {
  const { __meta__: meta } = document as { __meta__?: { hash?: unknown } };
  const query = textOf(document);
  return typeof meta?.hash === 'string' ? { documentId: meta.hash, query } : { query };
}

/** The text of a document: of a string, of what code generators make (`toString`), or of `gql` (its source). */
function textOf(document: object | string): string {
  const { loc } = document as { loc?: { source?: { body?: unknown } } };
  return typeof loc?.source?.body === 'string' ? loc.source.body : document.toString();
}

/** What the server asked for, else longer each time; ms. */
export function waitBefore(error: unknown, tries: number): number {
  const asked = error instanceof TrunklineError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(Math.min(asked, LONGEST_REST), backOff(tries));
}

/** A server that asks for a longer rest than this is asked again all the same, ms. */
const LONGEST_REST = 60_000;

/** Milliseconds before try `attempt + 1`: doubling from 200 ms to 5 s, with jitter. */
function backOff(attempt: number): number {
  return Math.min(5000, 200 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Throws the errors of a GraphQL answer, when it has any. */
export function throwProblems(answer: unknown, response: Response): void {
  const found = problemsOf(answer);
  if (!found) return;
  const [first] = found.problems as [Problem, ...Problem[]];
  throw new TrunklineError(first, {
    requestId: found.requestId,
    status: response.status,
    retryAfterMs: retryAfter(response),
    all: found.problems,
  });
}

export function connectionError(cause: unknown, endpoint: string, signal?: AbortSignal | null): unknown {
  if (signal?.aborted) {
    const reason: unknown = signal.reason;
    if (!(reason instanceof DOMException && reason.name === 'TimeoutError')) return reason;
    const message = `The API at ${endpoint} did not answer in time.`;
    return new TrunklineError({ code: 'TIMEOUT', message, path: null }, { cause });
  }
  const message = `No connection to the API at ${endpoint}${detailOf(cause)}.`;
  return new TrunklineError({ code: 'UNREACHABLE', message, path: null }, { cause });
}

export function notGraphql(response: Response, endpoint: string, cause?: unknown): TrunklineError {
  const message = `${endpoint} answered ${response.status}, but not with GraphQL. Is this the address of a Trunkline API?`;
  return new TrunklineError(
    { code: 'BAD_RESPONSE', message, path: null },
    {
      status: response.status,
      retryAfterMs: retryAfter(response),
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** Retry-After in ms (RFC 9110 §10.2.3: seconds or a date); null: none. */
function retryAfter(response: Response): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** `ECONNREFUSED` and the like; Node's fetch hides them in the cause. */
function detailOf(error: unknown): string {
  const cause = isRecord(error) || error instanceof Error ? (error as { cause?: unknown }).cause : undefined;
  const code = cause instanceof Error ? (cause as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}

/** Throws a `TypeError` for an address that cannot be an API's. */
function graphqlEndpoint(address: string): string {
  // `URL.parse` is younger than Node 20.
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new TypeError(`"${address}" is not the address of an API; it looks like http://127.0.0.1:4000`);
  if (!url.pathname.endsWith('/graphql')) url.pathname = `${url.pathname.replace(/\/$/, '')}/graphql`;
  return url.href;
}
