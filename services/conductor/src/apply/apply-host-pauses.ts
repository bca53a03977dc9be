import { pauseWords } from '@trunkline/control';
import { type Database, hostPauses, runs } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';
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
  const turns = createTurns('host pauses', log);
  const failing = () => turns.failing().map((name) => name.slice(name.indexOf(' ') + 1));

  return turns.pass(async () => {
    const { all, done } = await teller.begin();
    const ago = sql.raw(`now() - ${RECENT}`);
    const recent = sql`${hostPauses.updatedAt} > ${ago}`;
    const newRun = sql`exists (select from ${runs} where ${runs.jobId} = ${hostPauses.jobId} and ${runs.createdAt} > ${ago})`;
    const words = await pauseWords(
      { db, frontier },
      or(
        recent,
        and(eq(hostPauses.paused, true), all ? undefined : newRun),
        inArray(hostPauses.host, failing()),
      ),
    );
    const known = await runsKnown(words.flatMap(({ run }) => run ?? []));
    await turns.each(
      words,
      ({ name }) => name,
      async ({ name, version, run, say }) => {
        if (!teller.isNews(name, version)) return;
        const { applied } = await say();
        // A run that is on its way in is told again.
        if (run === undefined || known.has(run)) teller.tell(name, version);
        if (applied) log.info({ word: name }, 'a host was paused or resumed in the frontier');
      },
      AT_ONCE,
    );
    done();
    return false;
  });

  /** Those of these runs that the frontier knew before it was told anything of them. */
  async function runsKnown(all: string[]): Promise<Set<string>> {
    const wanted = [...new Set(all)];
    const sizes = await frontier.sizesOf(wanted);
    return new Set(wanted.filter((_, i) => sizes[i] !== null));
  }
}
