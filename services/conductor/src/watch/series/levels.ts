import { addNumber, keyOf, type Sample, type StageReport, type WorkerReport } from '@trunkline/telemetry';
import type { Look } from './look.ts';

/** The vitals of a process, a conductor's too. */
export type Vitals = Pick<WorkerReport, 'eventLoopLagMs' | 'elu' | 'rssBytes' | 'heapBytes' | 'cpuMs'>;

/** Of what is one number a nought is told as well; what is not known is left out. */
export function setLevels(sample: Sample, levels: Record<string, number | null | undefined>): void {
  for (const [key, value] of Object.entries(levels)) if (value != null) sample.numbers.set(key, value);
}

export function setVitals(sample: Sample, { eventLoopLagMs, elu, rssBytes, heapBytes }: Vitals): void {
  setLevels(sample, { elu, lag: eventLoopLagMs.p99, rss: rssBytes, heap: heapBytes });
}

export function addStageLevels(sample: Sample, report: StageReport): void {
  for (const [stage, { inFlight, waiting }] of Object.entries(report)) {
    addNumber(sample, keyOf('stageInFlight', stage), inFlight);
    addNumber(sample, keyOf('stageWaiting', stage), waiting);
  }
}

export function setWorkerLevels(sample: Sample, report: WorkerReport): void {
  const { inFlight, slots, sockets, discovery, archive, transfers } = report;
  setVitals(sample, report);
  setLevels(sample, {
    ...{ inFlight, slotsThere: slots, transferring: transfers.length },
    ...{ sockets: sockets?.open, idleSockets: sockets?.idle },
    ...{
      discoveryUrls: discovery?.urls,
      discoveryBytes: discovery?.bytes,
      discoveryAge: discovery?.oldestMs,
    },
    ...{ archiveLag: archive?.lagMs, archiveFree: archive?.freeBytes },
  });
}

export function setSystemLevels(sample: Sample, look: Look): void {
  const { backlog, memory, workers, redisMs, postgresMs, postgresBytes } = look;
  setLevels(sample, {
    ...{ workers: workers.length, recorderBacklog: backlog.length, recorderLag: backlog.oldestMs },
    ...{ redisUsed: memory.usedBytes, redisMost: memory.maxBytes, redisTrip: redisMs },
    ...{ postgresTrip: postgresMs, postgresBytes },
  });
}
