import { Worker } from 'node:worker_threads';
import type { Sitemap } from '@trunkline/web/sitemap';
import type { RobotsRead, RobotsTask } from '../robots/read-file.ts';
import { type Document, EXTRACT_MS, type Extracted, type PackedPage, unpacked } from './page.ts';
import type { SitemapDocument } from './sitemap.ts';
import type { Task } from './thread.ts';

/** A thread that does not answer after this long is ended, ms: its parser hangs, or the machine is very busy. */
const GIVE_UP_MS = 4 * EXTRACT_MS;
/** The heap of the thread, MiB: a document that needs more ends the thread, not the process. */
const HEAP_MIB = 256;
/** Of that, what it makes room for before it looks for garbage. */
const YOUNG_MIB = 6;

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
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    started.unref();
    started.on('error', () => {}); // told by whoever waits for an answer
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  function readNow<Answer>(task: (bytes: Uint8Array) => Task, bytes: Uint8Array): Promise<Answer | null> {
    worker ??= start();
    const thread = worker;
    const id = ids++;
    return new Promise((resolve) => {
      const done = (answer: Answer | null) => {
        clearTimeout(timer);
        thread.off('message', onMessage);
        thread.off('exit', onGone);
        thread.off('error', onGone);
        resolve(answer);
      };
      const onMessage = (message: { id: number; answer: Answer }) => {
        if (message.id === id) done(message.answer);
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
      thread.postMessage({ id, task: task(bytes) }, [bytes.buffer as ArrayBuffer]);
    });
  }

  function inTurn<Answer>(
    task: (bytes: Uint8Array) => Task,
    of: Uint8Array,
    take: boolean,
  ): Promise<Answer | null> {
    const answer = turn.then(() => readNow<Answer>(task, take ? of : new Uint8Array(of)));
    turn = answer;
    return answer;
  }

  return {
    /** `take`: the bytes are gone here afterwards, with all that shares their buffer; else a copy of them is sent. */
    async read(document: Document, take = false): Promise<Extracted | null> {
      const task = (bytes: Uint8Array) => ({ page: { ...document, bytes } });
      const page = await inTurn<PackedPage>(task, document.bytes, take);
      return page && unpacked(page);
    },
    readSitemap: (document: SitemapDocument, take = false) =>
      inTurn<Sitemap>((bytes) => ({ sitemap: { ...document, bytes } }), document.bytes, take),
    readRobots: (file: RobotsTask, take = false) =>
      inTurn<RobotsRead>((bytes) => ({ robots: { ...file, bytes } }), file.bytes, take),
    async close(): Promise<void> {
      await worker?.terminate();
    },
  };
}

export type OffThread = ReturnType<typeof createOffThread>;
