import { setTimeout as sleep } from 'node:timers/promises';
import { isOver } from '@trunkline/control';
import { shortRun } from '@trunkline/database';
import type { Frontier, RunCounters } from '@trunkline/frontier';
import type { Redis } from '@trunkline/redis';
import {
  mergeStages,
  readRunStages,
  type StageReport,
  type StoredStages,
  type WorkerReport,
} from '@trunkline/telemetry';
import type { ProgressValue, RunValue } from '../../stores/values.ts';
import { createRates, type Rates, type RunRates } from './rates.ts';
import { summariseStages } from './summarise-stages.ts';

/** Rates of runs and workers nobody asks for are forgotten beyond this many. */
const REMEMBERED = 2000;
/** A cold look at a rate takes this long, ms: two looks apart. */
const COLD_MS = 250;

export type Looks = {
  /** One look at a run: from the frontier while it lives there, else as stored with the row. */
  at(run: RunValue, stages?: StageReport): Promise<ProgressValue>;
  stages(run: RunValue): Promise<StageReport>;
  /** Rates of a run as far as looks of the last seconds tell them, without waiting; of one that is over its mean. */
  ratesNow(run: RunValue, counters: RunCounters): Rates;
  /** Visits a second of a worker, between its last reports this process has seen. */
  workerRate(report: WorkerReport): number;
};

/** Looks at runs and workers; remembers just enough of earlier looks to tell rates. */
export function createLooks({ frontier, redis }: { frontier: Frontier; redis: Redis }): Looks {
  const rates = new Map<string, RunRates>();
  const reports = new Map<string, { at: number; pages: number; rate: number }>();

  async function counters(run: RunValue): Promise<RunCounters> {
    if (isOver(run.state) && run.counters) return { ...none, ...run.counters };
    const sizes = await frontier.sizes(shortRun(run.serial));
    return { ...none, ...(sizes?.counters ?? run.counters) };
  }

  async function stages(run: RunValue): Promise<StageReport> {
    if (isOver(run.state) && run.stages) return stored(run);
    const live = await readRunStages(redis, shortRun(run.serial));
    return Object.keys(live).length > 0 ? live : stored(run);
  }

  /** As a version before this one may have stored them. */
  const stored = ({ stages: of }: RunValue) => mergeStages([(of ?? {}) as StoredStages]);

  async function rateOf(run: RunValue, counted: RunCounters): Promise<Rates> {
    const now = ratesKnown(run, counted);
    if (now) return now;
    await sleep(COLD_MS);
    const look = await counters(run);
    rates.get(run.id)?.add(look);
    return rates.get(run.id)?.now() ?? still;
  }

  function ratesKnown(run: RunValue, counted: RunCounters): Rates | null {
    if (isOver(run.state)) return meanOf(run, counted);
    if (run.state === 'starting') return still;
    return rates.get(run.id)?.now() ?? null;
  }

  return {
    stages,
    ratesNow: (run, counted) => ratesKnown(run, counted) ?? still,

    async at(run, known) {
      const counted = await counters(run);
      const own = rates.get(run.id) ?? createRates();
      own.add(counted);
      remember(rates, run.id, own);
      let rate: Promise<Rates> | undefined;
      return {
        runId: run.id,
        state: run.state,
        at: new Date(),
        counters: counted,
        rates: () => (rate ??= rateOf(run, counted)),
        stages: async () => summariseStages(known ?? (await stages(run))),
      };
    },

    workerRate(report) {
      const before = reports.get(report.session);
      if (before && report.at - before.at < 500) return before.rate;
      const rate = before
        ? ((report.pages - before.pages) * 1000) / (report.at - before.at)
        : (report.pages * 1000) / Math.max(report.at - report.startedAt, 1000);
      remember(reports, report.session, { at: report.at, pages: report.pages, rate });
      return rate;
    },
  };
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}

function meanOf(run: RunValue, counted: RunCounters): Rates {
  const ms = (run.finishedAt?.getTime() ?? 0) - (run.startedAt ?? run.createdAt).getTime();
  if (ms <= 0) return still;
  return {
    pagesPerSecond: ((counted.finished - counted.dropped) * 1000) / ms,
    bytesPerSecond: (counted.bytes * 1000) / ms,
  };
}

const still: Rates = { pagesPerSecond: 0, bytesPerSecond: 0 };
const none: RunCounters = {
  ...{ accepted: 0, finished: 0, waiting: 0, delayed: 0, inFlight: 0, dead: 0, dropped: 0 },
  ...{ bytes: 0, hosts: 0, known: 0, refusedAtEnqueue: 0 },
  ...{ fetched: 0, notModified: 0, redirected: 0, refused: 0, throttled: 0, failed: 0 },
};
