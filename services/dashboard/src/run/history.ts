import { isOver, type Progress } from '@trunkline/client';

/** Seconds of history a chart shows. */
export const WINDOW = 600;

export type History = ReturnType<typeof createHistory>;

/** The last minutes of a run as columns: seconds, pages per second, failures per second. Null is a gap. */
export function createHistory() {
  const seconds: number[] = [];
  const pages: (number | null)[] = [];
  const failures: (number | null)[] = [];
  const listeners = new Set<() => void>();
  let before: { at: number; failed: number } | null = null;

  return {
    columns: (): [number[], (number | null)[], (number | null)[]] => [seconds, pages, failures],
    add({ at, pagesPerSecond, counters, state }: Progress): void {
      const now = Date.parse(at) / 1000;
      if (before !== null && now <= before.at) return;
      const failed = counters.failed + counters.throttled;
      const gap = before !== null && now - before.at > 5;
      if (before !== null && gap) push(before.at + 0.001, null, null);
      // At its end a run tells its mean rate, which would be a false last point.
      // The first look at a run, also of an API that was started again, has no rate yet: a zero that is none.
      const noRateYet = (before === null || gap) && pagesPerSecond === 0;
      if (!isOver(state) && !noRateYet)
        push(now, pagesPerSecond, before === null ? 0 : (failed - before.failed) / (now - before.at));
      before = { at: now, failed };
      for (const listener of listeners) listener();
    },
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function push(second: number, page: number | null, failure: number | null): void {
    seconds.push(second);
    pages.push(page);
    failures.push(failure === null ? null : Math.max(0, failure));
    const old = seconds.findIndex((each) => each >= second - WINDOW);
    // In blocks: cutting the front of an array each second would move all of it each second.
    if (old > 60) for (const column of [seconds, pages, failures]) column.splice(0, old);
  }
}
