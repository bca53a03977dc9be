import { readWorkers } from '@trunkline/telemetry';
import { pageOfArray } from './cursor.ts';
import type { Parts } from './parts.ts';
import type { WorkerStore } from './ports.ts';
import type { WorkerValue } from './values.ts';

/** The fleet: workers serve all projects, and what they report names no URL. */
export function createWorkerStore({ redis, looks }: Pick<Parts, 'redis' | 'looks'>): WorkerStore {
  async function all(): Promise<WorkerValue[]> {
    const reports = await readWorkers(redis);
    return reports
      .map((report) => ({ ...report, pagesPerSecond: looks.workerRate(report) }))
      .sort((a, b) => (a.session < b.session ? -1 : 1));
  }
  return {
    all,
    list: async (args) => pageOfArray(args, await all(), (worker) => worker.session),
    find: async (session) => (await all()).find((worker) => worker.session === session) ?? null,
  };
}
