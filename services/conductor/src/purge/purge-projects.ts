import { doToRun, lockJob, movingRuns } from '@trunkline/control';
import { type Database, jobs, projects } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import { and, asc, eq, isNotNull, isNull, notExists, notInArray } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';

const BATCH = 20;
/** Jobs that are deleted in one go. */
const JOBS = 50;

export type PurgeProjectsParts = { db: Database; bus: Pick<Bus, 'publish'>; log: Logger };

/**
 * One pass: projects that were deleted lose their jobs, some at a time, whose data another duty removes (`createPurge`); and when none is
 * left, their row with keys, policies, webhooks and log. Repeating any step is harmless. True when more is left that need not wait.
 */
export function createPurgeProjects({ db, bus, log }: PurgeProjectsParts) {
  const turns = createTurns('purge projects', log);
  return turns.pass(async () => {
    const deleted = await db
      .select({ id: projects.id, name: projects.name })
      .from(projects)
      .where(and(isNotNull(projects.deletedAt), notInArray(projects.id, turns.out())))
      .orderBy(asc(projects.deletedAt))
      .limit(BATCH);
    let more = false;
    await turns.each(
      deleted,
      ({ id }) => id,
      async (project) => {
        if (await purge(project)) more = true;
      },
    );
    return more;
  });

  async function purge({ id, name }: { id: string; name: string }): Promise<boolean> {
    const some = await db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.projectId, id), isNull(jobs.archivedAt)))
      .orderBy(asc(jobs.id))
      .limit(JOBS);
    const author = { keyId: null, keyName: null, scopes: [], reason: 'the project was deleted' };
    for (const job of some)
      await movingRuns({ db, bus }, async (tx) => {
        const locked = await lockJob(tx, job.id);
        if (locked !== undefined) await doToRun(tx, author, 'delete', locked);
      });
    if (some.length > 0) return some.length === JOBS;
    const gone = await db
      .delete(projects)
      .where(
        and(
          ...[eq(projects.id, id), isNotNull(projects.deletedAt)],
          notExists(db.select({ id: jobs.id }).from(jobs).where(eq(jobs.projectId, id))),
        ),
      )
      .returning({ id: projects.id });
    if (gone.length > 0) log.info({ project: id, name }, 'a deleted project was removed');
    return false;
  }
}
