import { createEventBuffer, type EventBuffer } from './event-buffer.ts';
import type { Look } from './live-event.ts';

export type FeedOf<Name extends string, T> = {
  typename: Name;
  /** Who asks for the same thing in the same words shares one reader. */
  key: string;
  intervalMs: number;
  read: () => Promise<T>;
  /** What tells one look from the next: a look like the one before is not sent. */
  print: (value: T) => string;
};

type Watcher = {
  push: (look: Look<string, unknown>) => void;
  finish: () => void;
  intervalMs: number;
  dueAt: number;
  sent: string | null;
};
type Feed = { join(watcher: Watcher): () => void; close(): void };

/** Things that are looked at again and again, each once for all who watch it, and only while somebody does. */
export function createFeeds(
  onTrouble: (error: unknown) => void,
  now: () => number = () => performance.now(),
) {
  const open = new Map<string, Feed>();

  return {
    watch<Name extends string, T>(of: FeedOf<Name, T>): EventBuffer<Look<Name, T>> {
      let leave = () => {};
      return createEventBuffer<Look<Name, T>>({
        start(push, finish) {
          const key = `${of.typename} ${of.key}`;
          const feed = open.get(key) ?? startFeed(of, () => open.delete(key), onTrouble, now);
          open.set(key, feed);
          const { intervalMs } = of;
          leave = feed.join({ push: push as Watcher['push'], finish, intervalMs, dueAt: 0, sent: null });
        },
        stop: () => leave(),
      });
    },
    size: () => open.size,
    close() {
      for (const feed of [...open.values()]) feed.close();
    },
  };
}

export type Feeds = ReturnType<typeof createFeeds>;

function startFeed<Name extends string, T>(
  { typename, read, print }: FeedOf<Name, T>,
  ended: () => void,
  onTrouble: (error: unknown) => void,
  now: () => number,
): Feed {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let again = false;
  let over = false;

  async function turn(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    clearTimeout(timer);
    try {
      const value = await read();
      tell(value, print(value));
    } catch (error) {
      // Redis or Postgres is away: watchers keep their last look and get the next one when it is back.
      onTrouble(error);
    } finally {
      reading = false;
    }
    if (over) return;
    if (again) {
      again = false;
      setImmediate(() => void turn());
      return;
    }
    timer = setTimeout(() => void turn(), Math.min(...[...watchers].map((watcher) => watcher.intervalMs)));
  }

  function tell(value: T, printed: string) {
    const look = { typename, at: new Date(), value, dropped: 0 };
    // One object for all who get it: what is made of it for one of them serves the others.
    const looks = { snapshot: { ...look, kind: 'snapshot' }, update: { ...look, kind: 'update' } } as const;
    for (const watcher of watchers) {
      if (watcher.sent === printed || now() < watcher.dueAt) continue;
      watcher.push(looks[watcher.sent === null ? 'snapshot' : 'update']);
      watcher.sent = printed;
      // A tick of slack: timers fire late, and an update must not slip to every second turn.
      watcher.dueAt = now() + watcher.intervalMs - 20;
    }
  }

  function end() {
    if (over) return;
    over = true;
    clearTimeout(timer);
    ended();
  }

  return {
    join(watcher) {
      watchers.add(watcher);
      setImmediate(() => void turn());
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) end();
      };
    },
    close() {
      end();
      for (const { finish } of [...watchers]) finish();
    },
  };
}
