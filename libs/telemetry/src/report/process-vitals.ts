import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WorkerReport } from './report.ts';

type Vitals = Pick<WorkerReport, 'eventLoopLagMs' | 'rssBytes' | 'heapBytes' | 'cpuMs'>;

/** The sampling step of the event-loop monitor, ms; its readings include it. */
const STEP_MS = 10;

/** Memory, CPU and event-loop lag of this process; lag is that since the last reading. */
export function watchProcess(): { read(): Vitals; close(): void } {
  let memory = { rss: 0, heapUsed: 0 };
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
