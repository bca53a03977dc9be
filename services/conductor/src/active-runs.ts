import { type Database, finalRunStates } from '@trunkline/database';

/** Runs that have not ended, with what the frontier must know of them; oldest first. */
export function activeRuns(db: Database) {
  return db.query.runs.findMany({
    where: { state: { notIn: [...finalRunStates] } },
    with: {
      job: { with: { policy: true, project: true } },
      holds: { where: { closedAt: { isNull: true } } },
    },
    orderBy: { serial: 'asc' },
  });
}

/** One run of whatever state, likewise; undefined when it was deleted. */
export function findRun(db: Database, id: string) {
  return db.query.runs.findFirst({
    where: { id },
    with: {
      job: { with: { policy: true, project: true } },
      holds: { where: { closedAt: { isNull: true } } },
    },
  });
}

export type ActiveRun = Awaited<ReturnType<typeof activeRuns>>[number];
