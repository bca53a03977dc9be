import { parentPort } from 'node:worker_threads';
import { type Document, readPage } from './page.ts';

/** The other thread: reads one document after the other and answers with what it found. */
parentPort?.on('message', ({ id, document }: { id: number; document: Document }) => {
  parentPort?.postMessage({ id, page: readPage(document) });
});
