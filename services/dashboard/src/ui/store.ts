import { useSyncExternalStore } from 'react';

/** Something that changes in part, and tells those who listen. */
export function createStore<State>(initial: State) {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    now: () => state,
    listeners,
    change(part: Partial<State>): void {
      state = { ...state, ...part };
      for (const listener of listeners) listener();
    },
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What a store holds now. */
export function useStore<State>({
  listen,
  now,
}: Pick<ReturnType<typeof createStore<State>>, 'listen' | 'now'>): State {
  return useSyncExternalStore(listen, now);
}
