import { setTimeout as rest } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { LinksAnswer, LinksTask } from './links-thread.ts';

/** A thread that does not answer after this long is ended, ms: its parser hangs, or the machine is very busy. */
const GIVE_UP_MS = 20_000;
/** The heap of the thread, MiB: a document that needs more ends the thread, not the process. */
const HEAP_MIB = 256;

/** After a document that took longer than this, ms, the thread rests for so many times as long: others want its core, too. */
const LONG_MS = 50;
const REST = 2;

/** A thread with nothing to read for so long is ended, ms: its memory is given back. */
const IDLE_MS = 5000;

export type LinkReader = {
  /** The links of a stored document, or why it cannot be read. Rejects when the archive cannot be asked. */
  linksOf(task: LinksTask): Promise<Exclude<LinksAnswer, { fault: string }>>;
  close(): Promise<void>;
};

/**
 * Reads stored documents again for their links, one at a time, in a thread of its own: an export of many pages, or one hostile page,
 * holds nobody else up. The thread begins with the first document; one that ends takes no more with it than what it was reading.
 */
export function createLinkReader(archive: string): LinkReader {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let ids = 0;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./links-thread.ts', import.meta.url), {
      workerData: { archive },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    started.unref();
    started.on('error', () => {}); // told by whoever waits for an answer
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  function readNow(task: LinksTask): Promise<LinksAnswer> {
    clearTimeout(idle);
    worker ??= start();
    const thread = worker;
    const id = ids++;
    return new Promise((resolve) => {
      const done = (answer: LinksAnswer) => {
        clearTimeout(timer);
        idle = setTimeout(() => {
          if (worker === thread) worker = null;
          void thread.terminate();
        }, IDLE_MS).unref();
        thread.off('message', onMessage).off('exit', onGone).off('error', onGone);
        resolve(answer);
      };
      const onMessage = (message: { id: number; answer: LinksAnswer }) => {
        if (message.id === id) done(message.answer);
      };
      const onGone = () => done({ error: 'The document could not be read: its reader ended' });
      const timer = setTimeout(() => {
        if (worker === thread) worker = null;
        void thread.terminate();
        done({ error: `The document could not be read in ${GIVE_UP_MS / 1000} s` });
      }, GIVE_UP_MS);
      thread.on('message', onMessage).on('exit', onGone).on('error', onGone);
      thread.postMessage({ id, task });
    });
  }

  return {
    async linksOf(task) {
      const answer = turn.then(() => readNow(task));
      const begun = turn.then(() => performance.now());
      turn = Promise.all([answer, begun]).then(async ([, at]) => {
        const took = performance.now() - at;
        if (took > LONG_MS) await rest(took * REST);
      });
      const found = await answer;
      if ('fault' in found) throw new Error(`The archive cannot be read: ${found.fault}`);
      return found;
    },
    async close() {
      clearTimeout(idle);
      await worker?.terminate();
    },
  };
}
