import { parentPort } from 'node:worker_threads';
import { type Document, readPage } from './page.ts';
import { readHere, type SitemapDocument } from './sitemap.ts';

/** What the other thread is asked to read. */
export type Task = { page: Document } | { sitemap: SitemapDocument };

/** The other thread: reads one document after the other and answers with what it found. */
parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage({ id, answer: 'page' in task ? readPage(task.page) : readHere(task.sitemap) });
  // Left to the garbage collector, some documents of megabytes would lie here before it looks.
  const { buffer } = 'page' in task ? task.page.bytes : task.sitemap.bytes;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
});
