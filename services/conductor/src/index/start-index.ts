import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@trunkline/service';
import type { Loop } from '../loop.ts';

type Options = { databaseUrl: string; archiveDir: string; logLevel: string; log: Logger };

/** What a step may take to end when all stops; at the lowest priority it can be long, ms. */
const STEP_MS = 1500;

/** Fills text search on a thread of its own; one that dies is started again after a while. */
export function startIndex({ log, ...workerData }: Options): Pick<Loop, 'name' | 'failures' | 'stop'> {
  let stopped = false;
  let told: ReturnType<Loop['failures']> = [];
  let timer: NodeJS.Timeout | undefined;
  let thread = start();

  function start(): Worker {
    const made = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
    made.on('error', (error) => log.error({ err: error }, 'indexing broke off; it goes on in a minute'));
    made.on('message', (failures) => {
      told = failures;
    });
    made.on('exit', () => {
      told = [];
      if (!stopped) timer = setTimeout(() => (thread = start()), 60_000).unref();
    });
    return made;
  }

  return {
    name: 'index',
    failures: () => told,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      if (thread.threadId < 0) return;
      const over = once(thread, 'exit');
      thread.postMessage('stop');
      // A step that is cut short is done again, and what it indexes is written once however often.
      const late = setTimeout(() => void thread.terminate(), STEP_MS);
      await over;
      clearTimeout(late);
    },
  };
}
