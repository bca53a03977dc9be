import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function selected(): string | null {
  return new URLSearchParams(location.search).get('job');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

/** The selected job is part of the page's address, so it can be shared, and the back button works. */
export function useSelectedJob(): string | null {
  return useSyncExternalStore(subscribe, selected);
}

/** The address of the page with a job selected, or with none. */
export function hrefOf(job: string | null): string {
  return job === null ? location.pathname : `?job=${encodeURIComponent(job)}`;
}

export function selectJob(job: string | null): void {
  history.pushState(null, '', hrefOf(job));
  for (const listener of listeners) listener();
}
