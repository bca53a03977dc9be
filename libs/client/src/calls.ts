import { type Connection, type List, list, PAGE } from './list.ts';
import { TrunklineError } from './transport/errors.ts';
import { type LiveOptions, subscribe } from './transport/live.ts';
import { pause } from './transport/pause.ts';
import { type Settled, settled } from './transport/settled.ts';
import type { CallOptions, Document, Transport } from './transport/transport.ts';

export type Signal = { signal?: AbortSignal | undefined };
export type WatchOptions = LiveOptions & {
  /** At most one update in this time, ms; default 1000. */
  intervalMs?: number | undefined;
};

export type LookOptions = Signal & {
  /** Time between two looks, ms; default 500. */
  intervalMs?: number;
};

export type Calls = ReturnType<typeof createCalls>;

/** The ways the API is asked: a question, a change, a list, something to follow. All reject with `TrunklineError`. */
export function createCalls(transport: Transport) {
  /** A question may be sent twice. */
  function ask<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    { signal }: Signal = {},
  ): Promise<Result> {
    return transport.call(document, variables, { signal, repeatable: true });
  }

  return {
    ask,

    /** What one mutation answered; what it refused is thrown. It may be sent twice unless `repeatable` is false. */
    async change<Result extends Record<string, { __typename: string }>, Variables>(
      document: Document<Result, Variables>,
      variables: Variables,
      { signal, repeatable = true }: CallOptions = {},
    ): Promise<Settled<Result[keyof Result]>> {
      const [answer] = Object.values(await transport.call(document, variables, { signal, repeatable }));
      return settled(answer as Result[keyof Result]);
    },

    /** A list; `find` says where in an answer it is. */
    pages<Result, Variables extends { first: number }, Item>(
      document: Document<Result, Variables>,
      variables: Omit<Variables, 'first' | 'after'> & { first?: number },
      find: (answer: Result) => Connection<Item>,
      signal?: Signal,
    ): List<Item> {
      return list(async (after) =>
        find(await ask(document, { first: PAGE, ...variables, after } as unknown as Variables, signal)),
      );
    },

    /** What a subscription tells; `variables` is asked anew for each connection. */
    async *follow<Result, Variables, Event>(
      document: Document<Result, Variables>,
      variables: () => Variables,
      find: (answer: Result) => Event,
      options?: LiveOptions,
    ): AsyncGenerator<Event, void, undefined> {
      for await (const answer of subscribe(transport, document, variables, options)) yield find(answer);
    },

    /** The same of what no subscription tells: a look at once, then one after the other until the last. */
    async *look<Seen>(
      at: () => Promise<Seen>,
      isLast: (seen: Seen) => boolean,
      { signal, intervalMs = 500 }: LookOptions,
    ): AsyncGenerator<Seen, void, undefined> {
      for (;;) {
        const seen = await at();
        yield seen;
        if (isLast(seen)) return;
        await pause(intervalMs, transport.signalOf(signal));
      }
    },
  };
}

/** An input with an idempotency key, so that a repeat after a lost answer does nothing a second time. */
export function withKey<Input extends { idempotencyKey?: string | null | undefined }>(input: Input): Input {
  return { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
}

/** For answers that hold null where the API promises an error. */
export function notFound(what: string, id: string): never {
  const message = `There is no ${what} with the id "${id}".`;
  throw new TrunklineError({ code: 'NOT_FOUND', message, path: null });
}
