import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { WorkerReport } from './report.ts';

export type Vitals = Pick<WorkerReport, 'eventLoopLagMs' | 'elu' | 'rssBytes' | 'heapBytes' | 'cpuMs'>;

/** The sampling step of the event-loop monitor, ms; its readings include it. */
const STEP_MS = 10;

/** Memory, CPU and event loop of this process; lag and utilisation are those since the last reading. */
export function watchProcess(): { read(): Vitals; close(): void } {
  let memory = { rss: 0, heapUsed: 0 };
  let loop = performance.eventLoopUtilization();
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
      memory = memoryNow() ?? memory;
      const before = loop;
      loop = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(loop, before);
      const cpu = process.cpuUsage();
      return {
        eventLoopLagMs,
        elu: Math.round(utilization * 1000) / 1000,
        rssBytes: memory.rss,
        heapBytes: memory.heapUsed,
        cpuMs: Math.round((cpu.user + cpu.system) / 1000),
      };
    },
    close: () => delay.disable(),
  };
}

/** Null while no file descriptor is left: reading the size of a process takes one. The last reading stands then. */
function memoryNow(): { rss: number; heapUsed: number } | null {
  try {
    return process.memoryUsage();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EMFILE' || code === 'ENFILE') return null;
    throw error;
  }
}
