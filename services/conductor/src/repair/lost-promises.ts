import { inspectSpool } from '@trunkline/archive';
import { type Database, shortRun } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { activeRuns, type LookedRun } from '../turns/active-runs.ts';
import { openReconcile } from './open-reconcile.ts';

export type LostPromisesParts = {
  db: Database;
  bus: Pick<Bus, 'publish'>;
  frontier: Pick<Frontier, 'sizes' | 'promises' | 'keepPromises'>;
  archiveDir: string;
  log: Logger;
};

/** How long a promise of a process that is gone may wait to be taken over, ms. */
const PATIENCE_MS = 60_000;

/**
 * One pass: a promise (libs/frontier, settle) whose process is gone and of which nothing lies in any spool was lost with a disk. Nobody
 * will keep it, and its run would never end: the links of the run's captures are read again from the archive instead.
 */
export function createLostPromises(parts: LostPromisesParts, now: () => number = () => performance.now()) {
  const { db, bus, frontier, archiveDir, log } = parts;
  /** `<run> <promise>` of those nobody seems to be there for, and since when. */
  let missed = new Map<string, number>();

  return async (): Promise<boolean> => {
    const found: { run: LookedRun; promise: string; since: number }[] = [];
    const { lives, blobs } = await inspectSpool(archiveDir);
    for (const run of await activeRuns(db)) {
      const short = shortRun(run.serial);
      if (!(await frontier.sizes(short))?.discovering) continue;
      for (const promise of await frontier.promises(short)) {
        if (lives(promise.slice(0, promise.lastIndexOf(':')))) continue;
        found.push({ run, promise, since: missed.get(`${short} ${promise}`) ?? now() });
      }
    }
    missed = new Map(found.map(({ run, promise, since }) => [`${shortRun(run.serial)} ${promise}`, since]));
    const suspects = found.filter(({ since }) => now() - since >= PATIENCE_MS);
    if (suspects.length === 0) return false;
    const there = new Set<string>();
    for await (const blob of blobs()) there.add(promiseOf(blob));
    const lost = suspects.filter(({ promise }) => !there.has(promise));
    for (const [run, own] of Map.groupBy(lost, (one) => one.run)) {
      // Of what it promised nobody knows when it was found.
      await db.transaction((tx) => openReconcile(tx, run.id, null));
      const ids = own.map(({ promise }) => promise);
      await frontier.keepPromises(shortRun(run.serial), ids);
      log.warn(
        { run: shortRun(run.serial), promises: ids.length },
        'What workers found is lost with their disk: the links of its pages are read again from the archive',
      );
      await bus.publish('runChanged', { runId: run.id });
    }
    return false;
  };
}

/** Workers put a line of JSON before what they found (libs/crawl, discovery/packed.ts). */
function promiseOf(blob: Buffer): string {
  const head = JSON.parse(blob.toString('utf8', 0, blob.indexOf(0x0a))) as { promise: string };
  return head.promise;
}
