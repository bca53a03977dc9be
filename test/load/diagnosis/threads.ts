import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { OriginFault, WireFault } from './faults.ts';

/** A thread that has faults: the list is what is wrong from now on. */
export type Faulty<F> = { faults: Set<F>; tell(): void; end(): Promise<unknown> };

async function start<F, Ready>(file: string, workerData: object): Promise<Faulty<F> & { ready: Ready }> {
  const thread = new Worker(new URL(file, import.meta.url), { workerData });
  const [ready] = (await once(thread, 'message')) as [Ready];
  const faults = new Set<F>();
  return { faults, tell: () => thread.postMessage([...faults]), end: () => thread.terminate(), ready };
}

/** The origin, of which `ready` is the port. `server`: address and port of docs-web. */
export const startOrigin = (server: string) => start<OriginFault, number>('./origin-thread.ts', { server });

/** The name server of the crawl, and a way to the Redis at `redisPort`. */
export const startWire = (redisPort: number) =>
  start<WireFault, { dns: string; redisPort: number }>('./wire-thread.ts', { redisPort });

/** Lets a fault be; what comes back ends it. */
export function cause<F>(thread: Faulty<F>, fault: F): () => Promise<void> {
  thread.faults.add(fault);
  thread.tell();
  return async () => {
    thread.faults.delete(fault);
    thread.tell();
  };
}
