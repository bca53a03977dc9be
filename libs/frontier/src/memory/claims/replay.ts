import type { Claim } from '../../types/claims.ts';
import { paceInForce, settlePlaces, termsOf } from '../hosts/places.ts';
import type { Session, World } from '../world.ts';
import { giveBack, startedAt } from './claims.ts';
import { describe, round, WINDOW } from './grant.ts';

/** The claims of a call that is repeated, which are still out; what finds no time within the window goes back. */
export function replay(world: World, session: Session, tokens: string[], now: number): Claim[] {
  const claims: Claim[] = [];
  for (const token of tokens) {
    const held = session.inFlight.get(token);
    if (!held) continue;
    const run = world.runs.get(held.run);
    let start = held.granted + held.startIn;
    if (run && start < now) {
      const { delay, conc } = termsOf(run, held.host);
      start = conc > 1 ? Math.max(now, held.host.lastStart + delay) : now;
      startedAt(world, held, Math.ceil(start));
    }
    if (!run || start > now + WINDOW) {
      session.inFlight.delete(token);
      giveBack(world, held, false);
    } else {
      held.granted = now;
      held.startIn = round(start - now);
      claims.push(describe(run, token, held, paceInForce(world, run, held.host, held.entry.scheme)));
    }
  }
  settlePlaces(world, now);
  return claims;
}
