import { type Database, endsStandAgain, holds, runs, shortRun, type Transaction } from '@trunkline/database';
import type { Bus, Topics } from '@trunkline/telemetry';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { activeRun, frontierState, isOver } from './run-states.ts';

/** The only writer of `state` and `version` of a run. Whoever wants to hear of a change hears of it after its commit. */
export type MoveParts = { db: Database; bus: Pick<Bus, 'publish'> };

type News = { told: Topics['runState']; isNewVersion: boolean };
/** A transaction in which runs may be moved (`movingRuns`). */
export type RunTransaction = Transaction & { readonly moved: Map<string, News> };

export type Run = typeof runs.$inferSelect;
/** A run as it was read; if somebody has moved it since, that is an old picture. */
export type SeenRun = Pick<Run, 'id' | 'state' | 'version' | 'endReason'>;
/** What is written along with a move; `version` follows by itself. */
export type RunFacts = Partial<
  Omit<Run, 'id' | 'serial' | 'jobId' | 'version' | 'createdAt' | 'finishedAt' | 'recorded'>
>;

/**
 * Does work that may move runs in one transaction. After its commit live views hear of each run that was moved, and conductors of
 * those of which the frontier must learn; `apply`, if given, is called with their ids, but for runs that have just begun.
 */
export async function movingRuns<T>(
  { db, bus }: MoveParts,
  work: (tx: RunTransaction) => Promise<T>,
  apply?: (runIds: string[]) => Promise<void>,
): Promise<T> {
  let moved: RunTransaction['moved'] = new Map();
  const result = await db.transaction((tx) => {
    // It may be begun anew.
    moved = new Map();
    return work(Object.assign(tx, { moved }));
  });
  for (const news of moved.values()) await tell(bus, news);
  const changed = [...moved.values()].filter(({ isNewVersion, told }) => isNewVersion && told.version > 1);
  if (changed.length > 0) await apply?.(changed.map(({ told }) => told.runId));
  return result;
}

/**
 * Moves a run on, unless somebody else moved it since it was read: then false. Its version rises when the frontier is to make
 * something else of it than before.
 */
export async function moveRun(
  on: MoveParts | RunTransaction,
  seen: SeenRun,
  facts: RunFacts,
): Promise<boolean> {
  const ends = facts.state !== undefined && isOver(facts.state);
  if (ends && !('moved' in on)) return movingRuns(on, (tx) => moveRun(tx, seen, facts));
  const isNewVersion = frontierState({ ...seen, ...facts }) !== frontierState(seen);
  const same = and(eq(runs.id, seen.id), eq(runs.state, seen.state), eq(runs.version, seen.version));
  const [moved] = await write(on, same, facts, isNewVersion);
  // Whoever marked what had ended as asked for again, and was cut off before the frontier heard of it, marked it for nothing.
  if (moved && ends) await endsStandAgain(on as RunTransaction, moved.serial);
  return moved !== undefined;
}

/**
 * Raises the version of active runs: something else has changed that the frontier must learn of. They are locked in the order of their
 * serials, as recorders do, so that no two who move many wait for each other in a circle. Their ids.
 */
export async function touchRuns(
  on: MoveParts | RunTransaction,
  which: SQL,
  facts: { policyVersion?: number | SQL; maxInFlight?: number | null } = {},
): Promise<string[]> {
  const db = 'moved' in on ? on : on.db;
  const those = db
    .select({ id: runs.id })
    .from(runs)
    .where(and(which, activeRun))
    .orderBy(runs.serial)
    .for('no key update');
  return (await write(on, sql`${runs.id} in ${those}`, facts, true)).map(({ id }) => id);
}

/** A run of a job, and the hold that keeps it from ending before its seeds are in. Its id. */
export async function insertRun(
  tx: RunTransaction,
  run: { jobId: string; policyVersion: number },
): Promise<string> {
  const [row] = await tx.insert(runs).values(run).returning();
  await tx.insert(holds).values({ runId: row!.id, kind: 'seeds' });
  await note(tx, row!, true);
  return row!.id;
}

async function write(
  on: MoveParts | RunTransaction,
  which: SQL | undefined,
  facts: Omit<RunFacts, 'policyVersion'> & { policyVersion?: number | SQL },
  rises: boolean,
) {
  const rows = await ('moved' in on ? on : on.db)
    .update(runs)
    .set({
      ...facts,
      ...(rises && { version: sql`${runs.version} + 1` }),
      // By the one clock by which others see how long it has been over.
      ...(facts.state && isOver(facts.state) && { finishedAt: sql`now()` }),
    })
    .where(which)
    .returning();
  for (const row of rows) await note(on, row, rises);
  return rows;
}

async function note(on: MoveParts | RunTransaction, run: Run, isNewVersion: boolean): Promise<void> {
  const { id: runId, state, version } = run;
  const news = {
    told: { runId, run: shortRun(run.serial), state, version, over: isOver(state) },
    isNewVersion,
  };
  if (!('moved' in on)) return tell(on.bus, news);
  on.moved.set(runId, {
    ...news,
    isNewVersion: isNewVersion || (on.moved.get(runId)?.isNewVersion ?? false),
  });
}

/** That a run is there is no change of its state: its log begins with what happens to it. */
async function tell(bus: MoveParts['bus'], { told, isNewVersion }: News): Promise<void> {
  if (told.version > 1 || told.state !== 'starting') await bus.publish('runState', told);
  if (isNewVersion) await bus.publish('runChanged', { runId: told.runId });
}
