import { holds, runOperations, runs, settings, shortRun } from '@trunkline/database';
import type { Epoch, Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type ActiveRun, activeRuns } from '../active-runs.ts';
import type { RunStateParts } from '../run-state.ts';

export type WatchParts = RunStateParts & { frontier: Pick<Frontier, 'epochs' | 'sizes'>; log: Logger };

const SETTING = 'frontier-epochs';
/** Clocks of workers and of Redis may differ by so much, ms. */
const SKEW_MS = 10_000;

type Known = { server: string; epoch: number };

/** The epochs whose beginning was noticed, one per shard; empty before the first look. */
export async function knownEpochs(db: WatchParts['db']): Promise<Known[]> {
  const [row] = await db.select().from(settings).where(eq(settings.name, SETTING));
  return (row?.value ?? []) as Known[];
}

/** Whether these are the very epochs that were noticed: then nothing was lost since that nobody knows of. */
export function sameEpochs(known: readonly Known[], now: readonly Epoch[]): boolean {
  return (
    known.length === now.length &&
    now.every(({ server, epoch }, shard) => known[shard]?.server === server && known[shard].epoch === epoch)
  );
}

/**
 * One pass: when the server behind a shard has restarted or was replaced, every run that Redis still knows is to be reconciled.
 * The runs are held open for that in the transaction that takes note of the epoch, so none ends in between.
 */
export function createEpochWatch({ db, bus, frontier, log }: WatchParts) {
  return async (): Promise<boolean> => {
    const epochs = await frontier.epochs();
    const known = await knownEpochs(db);
    if (sameEpochs(known, epochs)) return false;
    const lost = epochs.filter(({ server }, shard) => known[shard]?.server !== server);
    const lostAt = Math.min(...lost.map((epoch) => epoch.lostAt ?? Number.POSITIVE_INFINITY));
    const affected: ActiveRun[] = [];
    if (known.length > 0 && Number.isFinite(lostAt)) {
      for (const run of await activeRuns(db)) {
        if (run.startedAt !== null && (await frontier.sizes(shortRun(run.serial)))) affected.push(run);
      }
    }
    const noticed = await take(known, epochs, affected, new Date(lostAt - SKEW_MS));
    if (noticed && known.length > 0) {
      const lostAtIso = Number.isFinite(lostAt) ? new Date(lostAt).toISOString() : null;
      log.warn(
        { lostAt: lostAtIso, runs: affected.map(({ serial }) => shortRun(serial)) },
        'Redis was restarted or replaced: what it wrote last may be lost; running jobs are reconciled',
      );
      for (const { id } of affected) await bus.publish('runChanged', { runId: id });
    }
    return false;
  };

  /** False when another conductor was first. */
  function take(known: Known[], epochs: Epoch[], affected: ActiveRun[], since: Date): Promise<boolean> {
    return db.transaction(async (tx) => {
      const value = epochs.map(({ server, epoch }) => ({ server, epoch }));
      await tx.insert(settings).values({ name: SETTING, value: [] }).onConflictDoNothing();
      const [row] = await tx.select().from(settings).where(eq(settings.name, SETTING)).for('update');
      if (JSON.stringify(row?.value ?? []) !== JSON.stringify(known)) return false;
      await tx.update(settings).set({ value }).where(eq(settings.name, SETTING));
      for (const run of affected) {
        const held = await tx
          .select({ id: holds.id })
          .from(holds)
          .where(and(eq(holds.runId, run.id), eq(holds.kind, 'repair'), isNull(holds.closedAt)));
        if (held.length === 0) await tx.insert(holds).values({ runId: run.id, kind: 'repair' });
        // An operation that is open already begins anew, with the earlier of both moments.
        await tx
          .insert(runOperations)
          .values({ runId: run.id, kind: 'reconcile', since })
          .onConflictDoUpdate({
            target: [runOperations.runId, runOperations.kind],
            targetWhere: sql`state in ('waiting', 'running')`,
            set: {
              since: sql`least(run_operations.since, excluded.since)`,
              state: 'waiting',
              phase: null,
              position: null,
            },
          });
      }
      // What these runs had finished may be open again: they end anew.
      const recording = affected.filter(
        ({ state, endReason }) => state === 'recording' && endReason === null,
      );
      if (recording.length > 0)
        await tx
          .update(runs)
          .set({ state: 'running', version: sql`${runs.version} + 1` })
          .where(
            and(
              inArray(
                runs.id,
                recording.map(({ id }) => id),
              ),
              eq(runs.state, 'recording'),
            ),
          );
      return true;
    });
  }
}
