import { drainWorker, readDrained, readWorkers } from '@trunkline/telemetry';
import { audit } from '../changes/audit.ts';
import { may } from '../changes/may.ts';
import { NotFoundError } from '../errors.ts';
import { type PageArgs, pageOfArray } from '../lists/cursor.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Verb, WorkerValue } from '../values.ts';
import { workerNames } from './worker-names.ts';

/** The fleet: workers serve all projects. What they are called and what they do for all together is the operators'. */
export function createWorkerStore(parts: Pick<Parts, 'db' | 'redis' | 'looks' | 'secret'>, caller: Caller) {
  const { db, redis, looks } = parts;
  const nameOf = workerNames(parts, caller);
  const isOperator = may(caller, 'operator');

  async function all(): Promise<WorkerValue[]> {
    const [reports, drained] = await Promise.all([readWorkers(redis), readDrained(redis)]);
    return reports
      .map((report): WorkerValue => {
        const { worker, session, name, version, startedAt, at, state, blockedBy, slots, transfers, ...load } =
          report;
        return {
          ...{ worker, session, version, startedAt, at, state, blockedBy, slots, transfers },
          name: nameOf(name),
          drained: drained.has(worker),
          load: isOperator ? { ...load, pagesPerSecond: looks.workerRate(report) } : null,
        };
      })
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
