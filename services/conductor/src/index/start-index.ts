import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@trunkline/service';

type Options = { databaseUrl: string; archiveDir: string; logLevel: string; log: Logger };

/** Fills text search on a thread of its own; one that dies is started again after a while. */
export function startIndex({ log, ...workerData }: Options): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let thread = start();

  function start(): Worker {
    const made = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
    made.on('error', (error) => log.error({ err: error }, 'indexing broke off; it goes on in a minute'));
    made.on('exit', () => {
      if (!stopped) timer = setTimeout(() => (thread = start()), 60_000).unref();
    });
    return made;
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      if (thread.threadId < 0) return;
      const over = once(thread, 'exit');
      thread.postMessage('stop');
      await over;
    },
  };
}
