import { drainWorker, readDrained, readWorkers } from '@trunkline/telemetry';
import { audit } from '../changes/audit.ts';
import { NotFoundError } from '../errors.ts';
import { type PageArgs, pageOfArray } from '../lists/cursor.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Verb, WorkerValue } from '../values.ts';

/** The fleet: workers serve all projects, and what they report names no URL. */
export function createWorkerStore(
  { db, redis, looks }: Pick<Parts, 'db' | 'redis' | 'looks'>,
  caller: Caller,
) {
  async function all(): Promise<WorkerValue[]> {
    const [reports, drained] = await Promise.all([readWorkers(redis), readDrained(redis)]);
    return reports
      .map((report) => ({
        ...report,
        pagesPerSecond: looks.workerRate(report),
        drained: drained.has(report.worker),
      }))
      .sort((a, b) => (a.session < b.session ? -1 : 1));
  }
  const find = async (session: string) => (await all()).find((worker) => worker.session === session) ?? null;

  return {
    all,
    list: async (args: PageArgs) => pageOfArray(args, await all(), (worker) => worker.session),
    find,

    /** Whether it may claim; it hears of it within a second. */
    async drain({ id, reason }: Verb, drained: boolean): Promise<WorkerValue> {
      const worker = await find(id);
      if (worker === null)
        throw new NotFoundError(
          'No worker of this id has reported within five seconds. List them with "workers".',
          ['input', 'id'],
        );
      if (worker.drained === drained) return worker;
      await db.transaction(async (tx) => {
        await audit(tx, caller, {
          ...{ action: drained ? 'workerDrain' : 'workerResume', type: 'Worker', id, reason },
          before: { name: worker.name, drained: worker.drained },
          after: { name: worker.name, drained },
        });
        // Within the transaction: while Redis is away nothing is changed, and nothing is said to be.
        await drainWorker(redis, worker.worker, drained);
      });
      return { ...worker, drained };
    },
  };
}
