import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type RobotsTask, readRobotsFile } from '../robots/read-file.ts';
import { type Document, packed, readPage } from './page.ts';
import { readHere, type SitemapDocument } from './sitemap.ts';

/** What the other thread is asked to read. */
export type Task = { page: Document } | { sitemap: SitemapDocument } | { robots: RobotsTask };

function read(task: Task): unknown {
  if ('page' in task) return packed(readPage(task.page));
  if ('sitemap' in task) return readHere(task.sitemap);
  return readRobotsFile(task.robots);
}

/** Where there is too little CPU, visits come before large documents (nice(2)). On Linux that is a matter of the thread, elsewhere of the process. */
const NICE = 5;
if (process.platform === 'linux') {
  try {
    setPriority(NICE);
  } catch {} // a process that is nicer already may not be less so
}

/** The other thread: reads one document after the other and answers with what it found. */
parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage({ id, answer: read(task) });
  // Left to the garbage collector, some documents of megabytes would lie here before it looks.
  const [{ bytes }] = Object.values(task) as [{ bytes: Uint8Array }];
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
});
