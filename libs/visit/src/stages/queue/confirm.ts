import type { Visit } from '../../visit.ts';
import { waitsFor } from '../waits-for.ts';

/** From this age on leave to start is confirmed before a request is written, and up to this age one is, ms. */
const FRESH_MS = 500;
const OLDEST_MS = 1000;
/** Answers that came too late to be worth anything, in a row, before the claim goes back. */
const MOST_TRIES = 3;

/**
 * Whether the visit may start as far as is known now: what was granted long ago is asked for again, for its run may be paused
 * meanwhile, and its host at rest.
 */
export async function isConfirmed(visit: Pick<Visit, 'standing' | 'clock' | 'inStage'>): Promise<boolean> {
  const { standing } = visit;
  if (!standing) return true;
  for (let tries = 0; performance.now() - standing.at > FRESH_MS; tries++) {
    if (tries === MOST_TRIES) return false;
    const at = await waitsFor(visit, 'frontier', () => standing.confirm());
    if (at === null) return false;
    standing.at = at;
  }
  return true;
}

/** Whether what is known is young enough for a request to be written on it. */
export function isCurrent({ standing }: Pick<Visit, 'standing'>, now: number): boolean {
  return !standing || now - standing.at <= OLDEST_MS;
}
