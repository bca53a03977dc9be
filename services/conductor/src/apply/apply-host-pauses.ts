import { activeRun } from '@trunkline/control';
import { type Database, hostPauses, runs, shortRun } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { and, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { atOnce } from '../at-once.ts';
import { createTeller, RECENT } from './when-to-tell.ts';

export type HostPauseParts = {
  frontier: Pick<Frontier, 'pauseHost' | 'resumeHost' | 'epochs' | 'sizesOf'>;
  db: Database;
  log: Logger;
};

/** Calls on their way at the same time. */
const AT_ONCE = 32;

/**
 * One pass: hosts that were paused or resumed within the last minute, or whose job has a new run, are told to the frontier for the runs
 * that go, each word once; from time to time, and in a new epoch, all that are paused. The frontier heeds no word twice, so that this
 * repairs what the API could not say, a new run of a job, and a frontier that lost its memory.
 */
export function createApplyHostPauses({ frontier, db, log }: HostPauseParts) {
  const teller = createTeller(frontier);

  return async (): Promise<boolean> => {
    const { all, done } = await teller.begin();
    const ago = sql.raw(`now() - ${RECENT}`);
    const recent = gt(hostPauses.updatedAt, sql`${ago}`);
    const newRun = gt(runs.createdAt, sql`${ago}`);
    const rows = await db
      .select({ pause: hostPauses, serial: runs.serial })
      .from(hostPauses)
      .leftJoin(runs, and(eq(runs.jobId, hostPauses.jobId), activeRun))
      .where(
        and(
          or(recent, and(eq(hostPauses.paused, true), all ? undefined : newRun)),
          or(isNull(hostPauses.jobId), isNotNull(runs.serial)),
        ),
      );
    const known = await runsKnown(rows.flatMap(({ serial }) => (serial === null ? [] : [shortRun(serial)])));
    await atOnce(rows, AT_ONCE, async ({ pause: { host, change, paused }, serial }) => {
      const run = serial === null ? null : shortRun(serial);
      const name = `${run ?? '*'} ${host}`;
      if (!teller.isNews(name, change)) return;
      const word = { host, version: change, ...(run !== null && { run }) };
      const { applied } = paused ? await frontier.pauseHost(word) : await frontier.resumeHost(word);
      // A run that is on its way in is told again.
      if (run === null || known.has(run)) teller.tell(name, change);
      if (applied) log.info({ host, paused }, 'a host was paused or resumed in the frontier');
    });
    done();
    return false;
  };

  /** Those of these runs that the frontier knew before it was told anything of them. */
  async function runsKnown(all: string[]): Promise<Set<string>> {
    const wanted = [...new Set(all)];
    const sizes = await frontier.sizesOf(wanted);
    return new Set(wanted.filter((_, i) => sizes[i] !== null));
  }
}
