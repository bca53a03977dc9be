import { type MoveParts, moveRun, movingRuns, type RunTransaction } from '@trunkline/control';
import { drops, EPOCHS, type IsForgotten, runs, settings, shortRun } from '@trunkline/database';
import { type Epoch, type Frontier, isBehind, placeOf } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { activeRuns, type LookedRun } from '../turns/active-runs.ts';
import { openReconcile } from './open-reconcile.ts';

export type WatchParts = MoveParts & {
  frontier: Pick<Frontier, 'epochs' | 'sizes' | 'forget'>;
  log: Logger;
};

/** Clocks of workers and of Redis may differ by so much, ms. */
const SKEW_MS = 10_000;

type Known = Pick<Epoch, 'server' | 'epoch' | 'began' | 'lastEntry'>;

/** The epochs whose beginning was noticed, one per shard; empty before the first look. */
export async function knownEpochs(db: WatchParts['db']): Promise<Known[]> {
  const [row] = await db.select().from(settings).where(eq(settings.name, EPOCHS));
  return (row?.value ?? []) as Known[];
}

/** Whether these are the very epochs that were noticed: then nothing was lost since that nobody knows of. */
export function sameEpochs(known: readonly Known[], now: readonly Epoch[]): boolean {
  return known.length === now.length && now.every((epoch, shard) => isSame(known[shard], epoch));
}

const isSame = (known: Known | undefined, { server, epoch, began = 0 }: Epoch) =>
  known?.server === server && known.epoch === epoch && (known.began ?? 0) === began;

/** Whether a shard forgot this drop when its epoch began: it was told in an earlier one, behind all that survived of that. */
export const isForgotten: IsForgotten = (epochs, drop) => {
  const { shard, entry, began } = placeOf(drop.entry);
  const now = (epochs as Known[] | undefined)?.[shard];
  return now?.began !== undefined && began !== now.began && isBehind(entry, now.lastEntry ?? '0-0');
};

/**
 * One pass: when the server behind a shard has restarted or was replaced, every run that Redis still knows is to be reconciled.
 * The runs are held open for that in the transaction that takes note of the epoch, so none ends in between.
 */
export function createEpochWatch({ db, bus, frontier, log }: WatchParts) {
  return async (): Promise<boolean> => {
    const epochs = await frontier.epochs();
    const known = await knownEpochs(db);
    if (sameEpochs(known, epochs)) return false;
    const lost = epochs.filter((epoch, shard) => !isSame(known[shard], epoch));
    // Of what was deleted as the server ran on nobody knows since when: it is looked at from the beginning.
    const since = lost.some(({ lostAt }) => lostAt === null)
      ? null
      : new Date(Math.min(...lost.map(({ lostAt }) => lostAt!)) - SKEW_MS);
    const affected: LookedRun[] = [];
    if (known.length > 0) {
      for (const run of await activeRuns(db)) {
        if (run.startedAt === null) continue;
        // What was never recorded is gone with its stream, and counts as finished: only a repair can tell.
        if (lost.some(({ untold }) => untold)) await forget(run);
        else if (await frontier.sizes(shortRun(run.serial))) affected.push(run);
      }
    }
    const noticed = await take(known, epochs, affected, since);
    if (noticed && known.length > 0) {
      const lostAtIso = since?.toISOString() ?? null;
      log.warn(
        { lostAt: lostAtIso, runs: affected.map(({ serial }) => shortRun(serial)) },
        'Redis was restarted or replaced: what it wrote last may be lost; running jobs are reconciled',
      );
      for (const { id } of affected) await bus.publish('runChanged', { runId: id });
    }
    return false;
  };

  /** As it was seen: a slow conductor does not take it from Redis again when it was repaired meanwhile. */
  async function forget({ serial, version }: LookedRun): Promise<void> {
    while ((await frontier.forget(shortRun(serial), { upTo: version })).left);
  }

  /** False when another conductor was first. */
  function take(
    known: Known[],
    epochs: Epoch[],
    affected: LookedRun[],
    since: Date | null,
  ): Promise<boolean> {
    return movingRuns({ db, bus }, async (tx) => {
      const value = epochs.map(({ lostAt: _, untold: __, ...known }): Known => known);
      await tx.insert(settings).values({ name: EPOCHS, value: [] }).onConflictDoNothing();
      const [row] = await tx.select().from(settings).where(eq(settings.name, EPOCHS)).for('no key update');
      if (JSON.stringify(row?.value ?? []) !== JSON.stringify(known)) return false;
      await tx.update(settings).set({ value }).where(eq(settings.name, EPOCHS));
      for (const run of affected) {
        await takeBack(tx, run, value);
        await openReconcile(tx, run.id, since);
      }
      // What these runs had finished may be open again: they end anew.
      for (const run of affected)
        if (run.state === 'recording' && run.endReason === null) await moveRun(tx, run, { state: 'running' });
      return true;
    });
  }
}

/** What Redis forgot that it dropped waits again, and counts when it ends. */
async function takeBack(tx: RunTransaction, { id, serial }: LookedRun, epochs: Known[]): Promise<void> {
  const rows = await tx.select().from(drops).where(eq(drops.runSerial, serial));
  const forgotten = rows.filter((drop) => isForgotten(epochs, drop));
  if (forgotten.length === 0) return;
  const entries = forgotten.map(({ entry }) => entry);
  await tx.delete(drops).where(and(eq(drops.runSerial, serial), inArray(drops.entry, entries)));
  const count = forgotten.reduce((sum, drop) => sum + drop.count, 0);
  await tx
    .update(runs)
    .set({ recorded: sql`${runs.recorded} - ${count}` })
    .where(eq(runs.id, id));
}
