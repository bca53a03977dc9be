import { type Database, hostPauses, runs, shortRun } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { and, eq, gt, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm';

export type HostPauseParts = {
  frontier: Pick<Frontier, 'pauseHost' | 'resumeHost'>;
  db: Database;
  log: Logger;
};

/**
 * One pass: hosts that are paused, and those resumed within the last minute, are told to the frontier for the runs that go. It
 * heeds no word twice, so that this repairs what the API could not say, a new run of a job, and a frontier that lost its memory.
 */
export function createApplyHostPauses({ frontier, db, log }: HostPauseParts) {
  return async (): Promise<boolean> => {
    const rows = await db
      .select({ pause: hostPauses, serial: runs.serial })
      .from(hostPauses)
      .leftJoin(
        runs,
        and(eq(runs.jobId, hostPauses.jobId), notInArray(runs.state, ['done', 'cancelled', 'failed'])),
      )
      .where(
        and(
          or(eq(hostPauses.paused, true), gt(hostPauses.updatedAt, sql`now() - interval '1 minute'`)),
          or(isNull(hostPauses.jobId), isNotNull(runs.serial)),
        ),
      );
    for (const { pause, serial } of rows) {
      const change = {
        host: pause.host,
        version: pause.change,
        ...(serial !== null && { run: shortRun(serial) }),
      };
      const { applied } = pause.paused ? await frontier.pauseHost(change) : await frontier.resumeHost(change);
      if (applied)
        log.info({ host: pause.host, paused: pause.paused }, 'a host was paused or resumed in the frontier');
    }
    return false;
  };
}
