import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFault } from '@trunkline/policy';
import type { Visit } from '../../visit.ts';
import { waitsFor } from '../waits-for.ts';

/** Waits in the worker for the moment from which on the frontier granted the start (at most half a second). */
export async function untilStart(visit: Visit, mayStart: (host: string) => boolean): Promise<void> {
  const waitMs = visit.startAt - performance.now();
  // A timer of less than a millisecond would fire later than the claim asks for.
  if (waitMs >= 1) await waitsFor(visit, 'pace', () => sleep(waitMs), visit.startAt);
  if (!mayStart(visit.host)) throw notNow(visit);
}

/** The worker may start nothing: its lease may have passed, or it drains. */
export function notNow(visit: Visit): LocalFault {
  return new LocalFault('NO_START', `${visit.url} was not started: the worker may start no request now`);
}
