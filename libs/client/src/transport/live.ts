import { isRecord, isTransient, TrunklineError } from './errors.ts';
import { readEventStream } from './event-stream.ts';
import { pause } from './pause.ts';
import {
  connectionError,
  type Document,
  notGraphql,
  type Transport,
  throwProblems,
  waitBefore,
} from './transport.ts';

/** What a live connection goes through; `waiting` says when it is tried again. */
export type Connection =
  | { state: 'connected' }
  | { state: 'waiting'; error: TrunklineError; retryInMs: number; attempt: number };

export type LiveOptions = {
  signal?: AbortSignal | undefined;
  /** Hears when the connection is lost and found again. */
  onConnection?: ((connection: Connection) => void) | undefined;
  /** A connection without any byte for so long is taken for dead, ms. Default 45,000; the API writes every 12 s. */
  silenceMs?: number | undefined;
};

/**
 * A subscription over server-sent events (GraphQL over SSE, distinct connections mode) as an async iterable.
 * A lost connection is made again until the signal aborts; `variables` is asked anew each time, so a cursor in
 * it resumes where the last event was. Ends when the server completes; throws what the server refuses.
 */
export async function* subscribe<Result, Variables>(
  transport: Transport,
  document: Document<Result, Variables>,
  variables: () => Variables,
  options: LiveOptions = {},
): AsyncGenerator<Result, void, undefined> {
  const { onConnection } = options;
  const signal = transport.signalOf(options.signal);
  let failures = 0;
  let heard = false;
  for (;;) {
    try {
      for await (const event of connection(transport, document, variables(), { ...options, signal })) {
        if (event === 'connected') {
          onConnection?.({ state: 'connected' });
          continue;
        }
        failures = 0;
        heard = true;
        yield event.data;
      }
      return;
    } catch (error) {
      signal?.throwIfAborted();
      // Where events came before, a fault of the server is taken to pass: a page may be left open for weeks.
      const fault = error instanceof TrunklineError && error.code === 'INTERNAL';
      if (!isTransient(error) && !(heard && fault)) throw error;
      failures += 1;
      const retryInMs = waitBefore(error, failures);
      onConnection?.({ state: 'waiting', error: error as TrunklineError, retryInMs, attempt: failures });
      await pause(retryInMs, signal);
    }
  }
}

/** One connection: from request to `complete`. A stream that just ends was cut. */
async function* connection<Result, Variables>(
  transport: Transport,
  document: Document<Result, Variables>,
  variables: Variables,
  { signal: outer, silenceMs = 45_000 }: LiveOptions,
): AsyncGenerator<'connected' | { data: Result }, void, undefined> {
  const own = new AbortController();
  const signal = outer ? AbortSignal.any([outer, own.signal]) : own.signal;
  const silence = () => own.abort(new DOMException('No sign of life.', 'TimeoutError'));
  let watchdog = setTimeout(silence, silenceMs);
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(silence, silenceMs);
  };

  try {
    const response = await transport.post(transport.bodyOf(document, variables), 'text/event-stream', signal);
    await refuse(response, transport.endpoint);
    if (!response.body) throw notGraphql(response, transport.endpoint);
    yield 'connected';
    for await (const message of readEventStream(chunks(response.body), alive)) {
      if (message.event === 'complete') return;
      if (message.event !== 'next') continue;
      const answer: unknown = JSON.parse(message.data);
      throwProblems(answer, response);
      if (isRecord(answer) && isRecord(answer['data'])) yield { data: answer['data'] as Result };
    }
    throw new TrunklineError({
      code: 'UNREACHABLE',
      message: `The live connection to ${transport.endpoint} was cut.`,
      path: null,
    });
  } catch (error) {
    if (error instanceof TrunklineError) throw error;
    throw connectionError(error, transport.endpoint, signal);
  } finally {
    clearTimeout(watchdog);
    own.abort();
  }
}

/** Throws unless the answer is an event stream; whatever its status, a refusal is the first event of one. */
async function refuse(response: Response, endpoint: string): Promise<void> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (cause) {
    throw notGraphql(response, endpoint, cause);
  }
  throwProblems(answer, response);
  throw notGraphql(response, endpoint);
}

/** Bytes of a body; not every browser can iterate a stream. */
async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {
      // The stream is already errored or closed; nothing is left to cancel.
    });
  }
}
