import { LocalFault } from '@trunkline/policy';

/** How long claims stop after a fault of this machine, ms; each further one in a row doubles it. */
const FIRST_MS = 100;
const LONGEST_MS = 5000;

/** Faults that say nothing of this machine's state: the claim came too late, or was given up on purpose. */
const passing = new Set([
  'ABORTED',
  'NO_START',
  'LATE',
  'RUN_GONE',
  'ROBOTS_UNKNOWN',
  'CONNECTION_GONE',
  'SECRET_UNREADABLE',
]);
const storing = new Set(['STORE', 'STORE_FAILED', 'ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);

/** Decides when faults of ours stop claims, and under which name: `STORE`, or the fault's own code. */
export function createClosing(
  archive: { full(): boolean },
  bandwidth: { spent(): boolean },
  visits: { nameServersAway(): boolean },
  now: () => number = () => performance.now(),
) {
  let name = '';
  let until = 0;
  let waitMs = FIRST_MS;

  return {
    onFault(fault: Error): void {
      // What is no LocalFault broke on one page, and says nothing of the machine.
      if (!(fault instanceof LocalFault) || passing.has(fault.code)) return;
      const { code } = fault;
      const at = now();
      if (code === 'BANDWIDTH') {
        // Of one job that may be: it goes on with others, but does not claim the same again and again.
        name = code;
        until = Math.max(until, at + FIRST_MS);
        return;
      }
      if (at < until) return; // one of those that were on their way when the first came
      waitMs = at - until < 2 * waitMs ? Math.min(waitMs * 2, LONGEST_MS) : FIRST_MS;
      name = storing.has(code) ? 'STORE' : code;
      until = at + waitMs;
    },
    /** Why nothing is claimed now; null: claim. */
    closedBy(): string | null {
      if (archive.full()) return 'STORE';
      if (bandwidth.spent()) return 'BANDWIDTH';
      if (visits.nameServersAway()) return 'NAME_SERVERS';
      return now() < until ? name : null;
    },
  };
}
