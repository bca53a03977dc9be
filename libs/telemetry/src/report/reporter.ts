import { firstAttempt, openRedis } from '@trunkline/redis';
import type { Bus } from '../bus/bus.ts';
import type { StageClock } from '../clock/stage-clock.ts';
import { keys } from '../keys.ts';
import { type Vitals, watchProcess } from './process-vitals.ts';
import type { VisitReport, WorkerReport } from './report.ts';

type Measured = 'name' | 'version' | 'startedAt' | 'at' | 'stages' | 'runs' | 'hosts' | 'exemplars';

/** What the worker itself knows; the rest is measured here. */
export type WorkerState = Omit<WorkerReport, Measured | 'slotMs' | 'receivedBytes' | keyof Vitals>;

export type ReporterOptions = {
  redisUrl: string;
  bus: Bus;
  /** Names this process for as long as it lives; sessions may change beneath it. */
  worker: string;
  name: string;
  version: string;
  clock: StageClock<string>;
  read(): WorkerState;
  /** The visits that take their time, the longest first. */
  readVisits?(): VisitReport[];
  /** Told with each report whether somebody wants this worker to claim nothing. */
  onOrder?(drained: boolean): void;
  onTrouble?: (error: Error) => void;
  intervalMs?: number;
  expiryMs?: number;
};

export type Reporter = {
  /** Sends a report now; false while Redis is away. */
  report(): Promise<boolean>;
  /** Sends the last totals and takes the worker off the list. */
  close(): Promise<void>;
};

const RUN_STAGES_SECONDS = 7 * 86_400;

/**
 * Tells the world every second how this worker does: its report under a key that expires (5 s) and on the topic
 * `workerReport`, and per run the stage totals in a hash kept for 7 days. While Redis is away reports are
 * dropped, not queued; totals are cumulative, so nothing is lost by it.
 */
export function createReporter(options: ReporterOptions): Reporter {
  const { bus, clock, worker } = options;
  const { onTrouble = () => {} } = options;
  const redis = openRedis(options.redisUrl, 'commands', { onTrouble });
  const connected = firstAttempt(redis);
  const vitals = watchProcess();
  const startedAt = Date.now();
  let sending: Promise<boolean> | null = null;

  async function send(): Promise<boolean> {
    await connected;
    const { runs, ...measured } = clock.take();
    const report: WorkerReport = {
      ...options.read(),
      name: options.name,
      version: options.version,
      startedAt,
      at: Date.now(),
      ...vitals.read(),
      ...measured,
      runs: Object.fromEntries(runs.map(({ run, counts }) => [run, counts])),
    };
    const calls = redis.pipeline();
    calls.sadd(keys.workers, worker);
    calls.set(keys.worker(worker), JSON.stringify(report), 'PX', options.expiryMs ?? 5000);
    if (options.readVisits)
      calls.set(keys.visits(worker), JSON.stringify(options.readVisits()), 'PX', options.expiryMs ?? 5000);
    for (const { run, generation, stages } of runs) {
      calls.hset(keys.runStages(run), `${worker}.${generation}`, JSON.stringify(stages));
      calls.expire(keys.runStages(run), RUN_STAGES_SECONDS);
    }
    calls.hexists(keys.drained, worker);
    const replies = await calls.exec().catch(() => null);
    if (!replies || replies.some(([error]) => error)) return false;
    clock.told(runs);
    options.onOrder?.(replies.at(-1)![1] === 1);
    return bus.publish('workerReport', report);
  }

  function report(): Promise<boolean> {
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  const timer = setInterval(() => void report(), options.intervalMs ?? 1000);

  return {
    report,
    async close() {
      clearInterval(timer);
      await sending;
      await report();
      await redis
        .pipeline()
        .del(keys.worker(worker), keys.visits(worker))
        .hdel(keys.drained, worker)
        .srem(keys.workers, worker)
        .exec()
        .catch(() => null); // Redis is away: the report expires by itself
      vitals.close();
      redis.disconnect();
    },
  };
}
