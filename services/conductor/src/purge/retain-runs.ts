import { dropSegments } from '@trunkline/archive';
import {
  type Database,
  forgetRequests,
  markRetired,
  neededSegments,
  retirableRuns,
  retireRun,
  shortRun,
} from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { createTurns } from '../turns/turns.ts';

const BATCH = 20;

/**
 * One pass of retention: runs that their policy keeps no longer lose visits, captures and the archive segments nothing refers
 * to; pages, their changes and what is found by search stay with the job. True when more are left.
 */
export function createRetention({ db, archive, log }: { db: Database; archive: string; log: Logger }) {
  const turns = createTurns('retain', log);
  return turns.pass(async () => {
    await forgetRequests(db.$client, new Date());
    const runs = await retirableRuns(db, { limit: BATCH, not: turns.out() });
    const retired = await turns.each(
      runs,
      ({ id }) => id,
      async (retirable) => {
        const { serial } = retirable;
        // Rows, then bytes, then the mark: there never is a row without bytes, and a pass that broke off is repeated.
        const keep = await neededSegments(db, serial);
        const captures = await retireRun(db, retirable);
        if (captures === null) return;
        const run = shortRun(serial);
        const { segments, bytes } = await dropSegments(archive, run, { keep });
        await markRetired(db, serial);
        log.info(
          { run, segments, bytes, keptCaptures: captures, keptSegments: keep.size },
          'a run was retired',
        );
      },
    );
    return retired === BATCH;
  });
}
