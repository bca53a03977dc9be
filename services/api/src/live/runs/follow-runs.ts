import { runs } from '@trunkline/database';
import DataLoader from 'dataloader';
import { inArray } from 'drizzle-orm';
import type { Parts } from '../../stores/parts.ts';
import type { RunValue } from '../../stores/values.ts';
import { createRunWatches, type RunWatches } from './run-watches.ts';

/** The watches of this process: rows of all watched runs are read together, and news on the bus wakes their pollers. */
export function followRuns({ db, bus, looks, log }: Parts): {
  watches: RunWatches;
  /** The row of a run as it is now; null when it was deleted. */
  row: (runId: string) => Promise<RunValue | null>;
} {
  const rows = new DataLoader<string, RunValue | null>(
    async (ids) => {
      const found = await db
        .select()
        .from(runs)
        .where(inArray(runs.id, [...ids]));
      const byId = new Map(found.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { cache: false, batchScheduleFn: (flush) => setTimeout(flush, 10) },
  );
  const row = (runId: string) => rows.load(runId);
  const watches = createRunWatches({
    looks,
    row,
    onTrouble: (err) => log.warn({ err }, 'a live view could not be read; trying again'),
  });

  const news = (['runState', 'runChanged'] as const).map((topic) => bus.subscribe(topic));
  for (const topic of news)
    void (async () => {
      for await (const { runId } of topic) watches.wake(runId);
    })();

  const close = () => {
    for (const topic of news) void topic.return?.();
    watches.close();
  };
  return { watches: { ...watches, close }, row };
}
