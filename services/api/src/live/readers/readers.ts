import { createEventBuffer, type EventBuffer } from './event-buffer.ts';

/** One who watches; `state` is what the reader remembers of what it was told. */
export type Watcher<Of, E, State> = {
  push: (event: E) => void;
  finish: () => void;
  of: Of;
  state: State;
  /** What can wait is not told before. */
  dueAt: number;
};

export type Reading<Of, E, State> = {
  /** Reads, and tells whoever is due of those who watch by then. True: there is nothing more to come. */
  turn(watchers: ReadonlySet<Watcher<Of, E, State>>): Promise<boolean>;
  /** Something is known to have changed: the next turn, which is now, reads all of it. */
  wake?(): void;
};

type Parts<Of, E extends { kind: string; dropped: number }, State> = {
  keyOf: (of: Of) => string;
  begin: (of: Of) => Reading<Of, E, State>;
  fresh: () => State;
  onTrouble: (error: unknown) => void;
};

/**
 * Things that are read again and again, each once for all who watch it, as often as the most eager of them wants, and only while
 * somebody does.
 */
export function createReaders<
  Of extends { intervalMs: number },
  E extends { kind: string; dropped: number },
  State,
>({ keyOf, begin, fresh, onTrouble }: Parts<Of, E, State>) {
  const open = new Map<string, ReturnType<typeof start>>();

  function start(key: string, of: Of) {
    const reading = begin(of);
    const watchers = new Set<Watcher<Of, E, State>>();
    let timer: NodeJS.Timeout | undefined;
    let turning = false;
    let again = false;
    let over = false;

    async function turn(): Promise<void> {
      if (turning) {
        again = true;
        return;
      }
      turning = true;
      clearTimeout(timer);
      try {
        if (await reading.turn(watchers)) close();
      } catch (error) {
        // Redis or Postgres is away: watchers keep what they have and get the next when it is back.
        onTrouble(error);
      } finally {
        turning = false;
      }
      if (over) return;
      if (again) {
        again = false;
        setImmediate(() => void turn());
        return;
      }
      const eager = Math.min(...[...watchers].map((watcher) => watcher.of.intervalMs));
      timer = setTimeout(() => void turn(), eager);
    }

    function end() {
      if (over) return;
      over = true;
      clearTimeout(timer);
      open.delete(key);
    }

    /** Ends every watch, so that clients see a proper end. */
    function close() {
      end();
      for (const { finish } of [...watchers]) finish();
    }

    return {
      /** Returns what to call when this watcher leaves. */
      join(push: (event: E) => void, finish: () => void, wanted: Of): () => void {
        const watcher = { push, finish, of: wanted, state: fresh(), dueAt: 0 };
        watchers.add(watcher);
        setImmediate(() => void turn());
        return () => {
          watchers.delete(watcher);
          if (watchers.size === 0) end();
        };
      },
      wake() {
        reading.wake?.();
        void turn();
      },
      close,
    };
  }

  return {
    watch(of: Of): EventBuffer<E> {
      let leave = () => {};
      return createEventBuffer<E>({
        start(push, finish) {
          const key = keyOf(of);
          const reader = open.get(key) ?? start(key, of);
          open.set(key, reader);
          leave = reader.join(push, finish, of);
        },
        stop: () => leave(),
      });
    },
    wake: (key: string) => open.get(key)?.wake(),
    size: () => open.size,
    close() {
      for (const reader of [...open.values()]) reader.close();
    },
  };
}

/** When one that is told now is told again: a tick of slack, for timers fire late, and nothing must slip to every second turn. */
export const nextDue = (now: number, intervalMs: number): number => now + intervalMs - 20;
