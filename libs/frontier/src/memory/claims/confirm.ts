import type { ConfirmReply, GrantedClaim } from '../../types/claims.ts';
import { restOf, termsOf } from '../hosts/places.ts';
import { opensAt } from '../runs/windows.ts';
import { heard } from '../sessions.ts';
import { type Held, nowOf, type World } from '../world.ts';

/** scripts/claims/confirm.lua, told in TypeScript. */
export function confirm(world: World, sessionId: string, claims: readonly GrantedClaim[]): ConfirmReply {
  const now = nowOf(world);
  const session = world.sessions.get(sessionId);
  if (!session || session.deadline <= now) {
    heard(world, sessionId);
    return { state: 'lost' };
  }
  const mayStart = ({ run: id, host, granted, entry }: Held, version: number) => {
    const run = world.runs.get(id);
    if (run?.desired.state !== 'running' || run.desired.version !== version) return false;
    if (opensAt(run, world.wall(), now) > 0) return false;
    const rest = Math.max(host.backoffUntil, restOf(host, entry.scheme));
    if (termsOf(run, host).conc === 0 || rest > now) return false;
    return world.ruledAt < granted || host.rule === null;
  };
  const tokens = claims
    .filter(({ token, configVersion }) => {
      const held = session.inFlight.get(token);
      return held !== undefined && mayStart(held, configVersion);
    })
    .map(({ token }) => token);
  return { state: 'told', tokens };
}
