import type { Redis } from 'ioredis';
import { keys } from './keys.ts';
import { mergeStages } from './merge-stages.ts';
import type { StageReport, WorkerReport } from './report.ts';

/** The last report of every worker that reported within the last 5 s. */
export async function readWorkers(redis: Redis): Promise<WorkerReport[]> {
  const ids = await redis.smembers(keys.workers);
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map(keys.worker));
  const gone = ids.filter((_, at) => texts[at] === null);
  // A worker that lives adds itself again with its next report, so a race here heals within a second.
  if (gone.length > 0) await redis.srem(keys.workers, ...gone);
  return texts.filter((text) => text !== null).map((text) => JSON.parse(text) as WorkerReport);
}

/**
 * Stage totals of a run, summed over every worker that ever worked on it. Totals of workers that are gone count;
 * what they had in flight or waiting does not.
 */
export async function readRunStages(redis: Redis, run: string): Promise<StageReport> {
  const fields = Object.entries(await redis.hgetall(keys.runStages(run)));
  if (fields.length === 0) return {};
  const worker = (field: string) => field.slice(0, field.lastIndexOf('.'));
  const ids = [...new Set(fields.map(([field]) => worker(field)))];
  const found = await Promise.all(ids.map((id) => redis.exists(keys.worker(id))));
  const live = new Set(ids.filter((_, at) => found[at] === 1));
  return mergeStages(
    fields.map(([field, text]) => {
      const stages = JSON.parse(text) as StageReport;
      if (!live.has(worker(field))) {
        for (const stage of Object.values(stages)) {
          stage.inFlight = 0;
          stage.waiting = 0;
        }
      }
      return stages;
    }),
  );
}

/** Forgets the stage totals of a run; call it once they are stored elsewhere. */
export async function forgetRunStages(redis: Redis, run: string): Promise<void> {
  await redis.unlink(keys.runStages(run));
}
