import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WorkerReport } from './report.ts';

type Vitals = Pick<WorkerReport, 'eventLoopLagMs' | 'rssBytes' | 'heapBytes' | 'cpuMs'>;

/** The sampling step of the event-loop monitor, ms; its readings include it. */
const STEP_MS = 10;

/** Memory, CPU and event-loop lag of this process; lag is that since the last reading. */
export function watchProcess(): { read(): Vitals; close(): void } {
  const delay = monitorEventLoopDelay({ resolution: STEP_MS });
  delay.enable();
  const lag = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, Math.round(nanoseconds / 1e5 - STEP_MS * 10) / 10) : 0;
  return {
    read() {
      const eventLoopLagMs = {
        p50: lag(delay.percentile(50)),
        p99: lag(delay.percentile(99)),
        max: lag(delay.max),
      };
      delay.reset();
      const memory = process.memoryUsage();
      const cpu = process.cpuUsage();
      return {
        eventLoopLagMs,
        rssBytes: memory.rss,
        heapBytes: memory.heapUsed,
        cpuMs: Math.round((cpu.user + cpu.system) / 1000),
      };
    },
    close: () => delay.disable(),
  };
}
