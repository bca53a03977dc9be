import type { Redis } from '@trunkline/redis';
import { mergeStages, type StoredStages } from '../clock/merge-stages.ts';
import { keys } from '../keys.ts';
import type { StageReport, VisitReport, WorkerReport } from './report.ts';

/** The last report of every worker that reported within the last 5 s. */
export async function readWorkers(redis: Redis): Promise<(WorkerReport & { worker: string })[]> {
  const ids = await redis.smembers(keys.workers);
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map(keys.worker));
  const gone = ids.filter((_, at) => texts[at] === null);
  // A worker that lives adds itself again with its next report, so a race here heals within a second.
  if (gone.length > 0)
    await redis
      .pipeline()
      .srem(keys.workers, ...gone)
      .hdel(keys.drained, ...gone)
      .exec();
  return ids.flatMap((worker, at) => {
    const text = texts[at];
    return text ? [{ ...(JSON.parse(text) as WorkerReport), worker }] : [];
  });
}

/** The workers that reported within the last 5 s, without what they said. */
export async function liveWorkers(redis: Redis): Promise<string[]> {
  const ids = await redis.smembers(keys.workers);
  if (ids.length === 0) return [];
  const calls = redis.pipeline();
  for (const id of ids) calls.exists(keys.worker(id));
  const replies = (await calls.exec()) ?? [];
  return ids.filter((_, at) => {
    const [error, found] = replies[at] ?? [new Error('Redis answered less than it was asked')];
    if (error) throw error;
    return found === 1;
  });
}

/** What visits of these workers are at, by the token of the claim: those that took half a second at the last report. */
export async function readVisits(
  redis: Redis,
  workers: readonly string[],
): Promise<Map<string, { stage: string; ms: number }>> {
  if (workers.length === 0) return new Map();
  const texts = await redis.mget(workers.map(keys.visits));
  const all = texts.flatMap((text) => (text ? (JSON.parse(text) as VisitReport[]) : []));
  return new Map(all.map(([token, stage, ms]) => [token, { stage, ms }]));
}

/** The workers that were asked to claim nothing. */
export const readDrained = async (redis: Redis): Promise<Set<string>> =>
  new Set(await redis.hkeys(keys.drained));

/** Asks a worker to claim nothing until it is told otherwise, or ends; it hears of it with its next report, within a second. */
export async function drainWorker(redis: Redis, worker: string, drained: boolean): Promise<void> {
  if (drained) await redis.hset(keys.drained, worker, String(Date.now()));
  else await redis.hdel(keys.drained, worker);
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
      const stages = JSON.parse(text) as StoredStages;
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

/** The JSON of the stage totals of runs, by run and by who says them: `<worker>.<generation>`. */
export async function readRunTotals(
  redis: Redis,
  runs: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  if (runs.length === 0) return new Map();
  const calls = redis.pipeline();
  for (const run of runs) calls.hgetall(keys.runStages(run));
  const replies = (await calls.exec()) ?? [];
  return new Map(
    runs.map((run, at) => {
      const [error, fields] = replies[at] ?? [new Error('Redis answered less than it was asked')];
      if (error) throw error;
      return [run, fields as Record<string, string>];
    }),
  );
}

/** Forgets the stage totals of a run; call it once they are stored elsewhere. */
export async function forgetRunStages(redis: Redis, run: string): Promise<void> {
  await redis.unlink(keys.runStages(run));
}
