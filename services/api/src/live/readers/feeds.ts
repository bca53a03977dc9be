import type { Look } from '../live-event.ts';
import type { EventBuffer } from './event-buffer.ts';
import { createReaders, nextDue } from './readers.ts';

export type FeedOf<Name extends string, T> = {
  typename: Name;
  /** Who asks for the same thing in the same words shares one reader. */
  key: string;
  intervalMs: number;
  read: () => Promise<T>;
  /** What tells one look from the next: a look like the one before is not sent. */
  print: (value: T) => string;
};

/** Things that are looked at again and again. */
export function createFeeds(onTrouble: (error: unknown) => void, now = () => performance.now()) {
  const readers = createReaders<FeedOf<string, unknown>, Look<string, unknown>, { sent: string | null }>({
    onTrouble,
    keyOf: ({ typename, key }) => `${typename} ${key}`,
    fresh: () => ({ sent: null }),
    begin: ({ typename, read, print }) => ({
      async turn(watchers) {
        const value = await read();
        const printed = print(value);
        const look = { typename, at: new Date(), value, dropped: 0 };
        // One object for all who get it: what is made of it for one of them serves the others.
        const [snapshot, update] = (['snapshot', 'update'] as const).map((kind) => ({ ...look, kind }));
        for (const watcher of watchers) {
          const { state } = watcher;
          if (state.sent === printed || now() < watcher.dueAt) continue;
          watcher.push((state.sent === null ? snapshot : update)!);
          state.sent = printed;
          watcher.dueAt = nextDue(now(), watcher.of.intervalMs);
        }
        return false;
      },
    }),
  });
  return {
    ...readers,
    watch: <Name extends string, T>(of: FeedOf<Name, T>) =>
      readers.watch(of as FeedOf<string, unknown>) as EventBuffer<Look<Name, T>>,
  };
}

export type Feeds = ReturnType<typeof createFeeds>;
