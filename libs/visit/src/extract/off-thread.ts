import { Worker } from 'node:worker_threads';
import { type Document, EXTRACT_MS, type Extracted } from './page.ts';

/** A thread that does not answer after this long is ended, ms: its parser hangs, or the machine is very busy. */
const GIVE_UP_MS = 4 * EXTRACT_MS;
/** The heap of the thread, MiB: a document that needs more ends the thread, not the process. */
const HEAP_MIB = 256;

/**
 * Reads documents in another thread, one at a time, so that a large one holds no other visit up. Answers null
 * when the thread gave up on it; the next document gets a new thread.
 */
export function createOffThread() {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let ids = 0;

  function start(): Worker {
    const started = new Worker(new URL('./thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    started.unref();
    started.on('error', () => {}); // told by whoever waits for an answer
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  function readNow(document: Document): Promise<Extracted | null> {
    worker ??= start();
    const thread = worker;
    const id = ids++;
    return new Promise((resolve) => {
      const done = (page: Extracted | null) => {
        clearTimeout(timer);
        thread.off('message', onMessage);
        thread.off('exit', onGone);
        thread.off('error', onGone);
        resolve(page);
      };
      const onMessage = (answer: { id: number; page: Extracted }) => {
        if (answer.id === id) done(answer.page);
      };
      const onGone = () => done(null);
      const timer = setTimeout(() => {
        if (worker === thread) worker = null;
        void thread.terminate();
        done(null);
      }, GIVE_UP_MS);
      thread.on('message', onMessage);
      thread.on('exit', onGone);
      thread.on('error', onGone);
      const bytes = new Uint8Array(document.bytes);
      thread.postMessage({ id, document: { ...document, bytes } }, [bytes.buffer]);
    });
  }

  return {
    read(document: Document): Promise<Extracted | null> {
      const page = turn.then(() => readNow(document));
      turn = page;
      return page;
    },
    async close(): Promise<void> {
      await worker?.terminate();
    },
  };
}

export type OffThread = ReturnType<typeof createOffThread>;
