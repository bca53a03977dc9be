import { awaitsLedger, moveRun, movingRuns, type RunRows, touchRuns } from '@trunkline/control';
import { type Database, holds, jobSeeds, runs } from '@trunkline/database';
import type { DesiredRun, Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { enqueueAll } from '../turns/enqueue-all.ts';
import { createRecrawl, type RecrawlPlace, recrawlBegins } from './recrawl.ts';

export type SeedParts = {
  frontier: Pick<Frontier, 'enqueue'>;
  db: Database;
  bus: Pick<Bus, 'publish'>;
  log: Logger;
};

const BATCH = 1000;

/**
 * Enqueues what is due of the ledger and then the seeds of a run while its hold for them is open, and closes the hold after the
 * last. The hold remembers the
 * place, so that any conductor can go on; enqueuing some again is harmless. True when seeds are left.
 */
export function createSeeds({ frontier, db, bus, log }: SeedParts) {
  const recrawl = createRecrawl(db.$client, frontier);

  return async (run: RunRows, desired: DesiredRun): Promise<boolean> => {
    const open = run.holds.find(({ kind }) => kind === 'seeds');
    if (!open) {
      if (run.state === 'starting' && run.holds.length === 0) await started(run);
      return false;
    }
    const left = await movingRuns({ db, bus }, async (tx) => {
      // Whoever holds the row is at it; the others have other runs to look after.
      const [hold] = await tx
        .select()
        .from(holds)
        .where(and(eq(holds.id, open.id), isNull(holds.closedAt)))
        .for('no key update', { skipLocked: true });
      if (!hold) return null;
      const entering = desired.state === 'running' || desired.state === 'paused';
      const place = (hold.place as RecrawlPlace | null) ?? recrawlBegins;
      if (entering && awaitsLedger(run, hold)) {
        const reached = await recrawl(run, desired, place);
        if (reached.phase === 'over') return hold.id;
        await tx.update(holds).set({ place: reached }).where(eq(holds.id, hold.id));
        return true;
      }
      const seeds = await tx
        .select({ id: jobSeeds.id, url: jobSeeds.url, sitemap: jobSeeds.sitemap })
        .from(jobSeeds)
        .where(and(eq(jobSeeds.jobId, run.job.id), gt(jobSeeds.id, hold.position)))
        .orderBy(asc(jobSeeds.id))
        .limit(BATCH);
      if (seeds.length > 0 && entering) {
        const urls = seeds.map(({ url, sitemap }) => ({
          url,
          depth: 0,
          hops: 0,
          ...(sitemap && { sitemap: 1 }),
        }));
        const { refused } = await enqueueAll(frontier, desired.run, urls);
        if (refused > 0) log.warn({ run: desired.run, refused }, 'seeds were refused');
      }
      const over = seeds.length < BATCH || !entering;
      await tx
        .update(holds)
        .set({ position: seeds.at(-1)?.id ?? hold.position, ...(over && { closedAt: new Date() }) })
        .where(eq(holds.id, hold.id));
      return !over;
    });
    if (typeof left === 'string') await ledgerIsIn(run.id, left);
    if (left === false) await started(run);
    return left === true || typeof left === 'string';
  };

  /** The run was held for it: the next pass lets it go, before its seeds. Its row is locked before that of the hold, as everywhere. */
  async function ledgerIsIn(runId: string, holdId: string): Promise<void> {
    const place: RecrawlPlace = { phase: 'over' };
    await movingRuns({ db, bus }, async (tx) => {
      await touchRuns(tx, eq(runs.id, runId));
      await tx.update(holds).set({ place }).where(eq(holds.id, holdId));
    });
  }

  async function started(run: RunRows): Promise<void> {
    // Its row may have changed since it was read, by this very pass too.
    const [seen] = await db.select().from(runs).where(eq(runs.id, run.id));
    if (seen?.state === 'starting') await moveRun({ db, bus }, seen, { state: 'running' });
  }
}
