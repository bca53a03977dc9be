import { lacksToCrawl, takesUrls, touchRuns } from '@trunkline/control';
import { holds, runs } from '@trunkline/database';
import { and, eq, isNull } from 'drizzle-orm';
import { demand } from '../../errors.ts';
import type { Parts } from '../../parts.ts';
import { runsOf } from '../../run/apply-runs.ts';
import type { Caller } from '../../values.ts';
import { lockJob } from '../lock-job.ts';

/** Seeds on their way: the run of the job does not end before `close`. */
export type SeedUpload = { close(): Promise<void> };

/** An upload whose process died keeps its run from ending so long, ms. */
const LEASE_MS = 30_000;

/**
 * Keeps the active run of a job from ending while seeds are on their way, until `close`. Renewed by itself; when this
 * process dies, the conductor closes the hold after its lease.
 */
export async function openUpload(parts: Parts, caller: Caller, jobId: string): Promise<SeedUpload> {
  const { db, bus, log } = parts;
  const expiry = () => new Date(Date.now() + LEASE_MS);
  const opened = await runsOf(parts).transaction(async (tx) => {
    const { rules, run } = await lockJob(tx, caller, jobId);
    demand(lacksToCrawl(caller, rules, 'add seeds to this job'), ['id']);
    if (run === null || !takesUrls(run)) return null;
    const [hold] = await tx
      .insert(holds)
      .values({ runId: run.id, kind: 'upload', expiresAt: expiry() })
      .returning({ id: holds.id });
    await touchRuns(tx, eq(runs.id, run.id));
    return { id: hold!.id, runId: run.id };
  });
  if (opened === null) return { close: async () => {} };
  const own = and(eq(holds.id, opened.id), isNull(holds.closedAt));
  const timer = setInterval(() => {
    db.update(holds)
      .set({ expiresAt: expiry() })
      .where(own)
      .catch((err: unknown) => log.warn({ err }, 'the hold of an upload could not be renewed'));
  }, LEASE_MS / 3).unref();
  return {
    async close() {
      clearInterval(timer);
      await db.update(holds).set({ closedAt: new Date() }).where(own);
      await bus.publish('runChanged', { runId: opened.runId });
    },
  };
}
