/** Text search is filled on a thread of its own, at the lowest priority: what it costs is never taken from the recorder. */
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createArchiveReader } from '@trunkline/archive';
import { openDatabase } from '@trunkline/database';
import { createLogger } from '@trunkline/service';
import { startLoop } from '../loop.ts';
import { createIndexing } from './index-captures.ts';

/**
 * A step is followed by a rest of so many times its length: a fifth of a core and of a Postgres process at most, and a twelfth while
 * the run that it reads goes on.
 */
const REST = { over: 4, live: 11 };
const LOWEST = 19;
/** What fails is told so often, ms. */
const TELL_MS = 2000;

const { databaseUrl, archiveDir, logLevel } = workerData as {
  databaseUrl: string;
  archiveDir: string;
  logLevel: string;
};
const log = createLogger('index', logLevel as 'info');
try {
  // On Linux this is the priority of the thread alone.
  if (process.platform === 'linux') setPriority(0, LOWEST);
} catch (error) {
  log.warn({ err: error }, 'the priority of indexing cannot be lowered');
}
const database = openDatabase(databaseUrl, { max: 1 });
const step = createIndexing({ pool: database.pool, archive: createArchiveReader(archiveDir), log });
const stopping = new AbortController();
async function work(): Promise<boolean> {
  const began = performance.now();
  const done = await step();
  const restMs = done ? (performance.now() - began) * REST[done] : 0;
  await pause(restMs, undefined, { signal: stopping.signal }).catch(() => {}); // it only ever ends early
  return done !== null;
}
const { failing, items } = step;
const loop = startLoop({ name: 'index', everyMs: 5000, work: Object.assign(work, { failing, items }) }, log);
setInterval(() => parentPort!.postMessage(loop.failures()), TELL_MS).unref();
parentPort!.once('message', async () => {
  stopping.abort();
  await loop.stop();
  await database.close();
  process.exit(0);
});
