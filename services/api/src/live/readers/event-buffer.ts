/** Events a reader may lag behind; beyond them the oldest go. */
const MOST = 32;

type Event = { kind: string; dropped: number };

export type EventSource<E extends Event> = {
  /** Runs once, at the first `next()`: nothing is followed for whoever never reads. */
  start(push: (event: E) => void, finish: () => void): void;
  /** Runs once, at the end, if `start` ran. */
  stop(): void;
};

/**
 * A bounded queue with an async iterator on it. A newer update takes the place of an unread one, since each carries
 * the whole; all else is kept in order. What was lost is told with the next event.
 */
export function createEventBuffer<E extends Event>(source: EventSource<E>) {
  const kept: E[] = [];
  let reader: ((result: IteratorResult<E, undefined>) => void) | null = null;
  let dropped = 0;
  let started = false;
  let state: 'open' | 'closing' | 'closed' = 'open';

  function close() {
    if (state === 'closed') return;
    state = 'closed';
    kept.length = 0;
    reader?.({ value: undefined, done: true });
    reader = null;
    if (started) source.stop();
  }

  function take(): E | undefined {
    const event = kept.shift();
    if (event === undefined || dropped === 0) return event;
    const lost = dropped;
    dropped = 0;
    return { ...event, dropped: lost };
  }

  function push(event: E) {
    if (state !== 'open') return;
    const last = kept.at(-1);
    if (event.kind === 'update' && last?.kind === 'update') {
      kept.pop();
      dropped++;
    }
    kept.push(event);
    if (kept.length > MOST) {
      kept.shift();
      dropped++;
    }
    if (reader !== null) {
      const waiting = reader;
      reader = null;
      waiting({ value: take()!, done: false });
    }
  }

  /** No more events come: the reader gets what is kept, then the end. */
  function finish() {
    if (state !== 'open') return;
    state = 'closing';
    if (kept.length === 0) close();
  }

  return {
    async next(): Promise<IteratorResult<E, undefined>> {
      if (!started && state === 'open') {
        started = true;
        source.start(push, finish);
      }
      const event = take();
      if (event !== undefined) return { value: event, done: false };
      if (state !== 'open') {
        close();
        return { value: undefined, done: true };
      }
      return new Promise((resolve) => {
        reader = resolve;
      });
    },
    async return(): Promise<IteratorResult<E, undefined>> {
      close();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export type EventBuffer<E extends Event> = ReturnType<typeof createEventBuffer<E>>;
