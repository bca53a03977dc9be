import { parseEntry } from '../../stored/entry.ts';
import type { HopReply } from '../../types/claims.ts';
import { paceOf, remember, restOf, termsOf } from '../hosts/places.ts';
import { opensAt } from '../runs/windows.ts';
import { heard } from '../sessions.ts';
import { hostOf, nowOf, type World } from '../world.ts';
import { describe, grant } from './grant.ts';

const FARTHEST = 30_000;
const POLL = 100;

type Wanted = { hopId: string; run: string; host: string; entry: string };

/** scripts/claims/hop.lua, told in TypeScript; no reply is ever lost here, and no call overtaken. */
export function hop(
  world: World,
  sessionId: string,
  { hopId, run: id, host: name, entry }: Wanted,
): HopReply {
  const now = nowOf(world);
  const session = world.sessions.get(sessionId);
  if (!session || session.deadline <= now) {
    heard(world, sessionId);
    return { state: 'lost' };
  }
  const run = world.runs.get(id);
  if (run?.desired.state !== 'running' || opensAt(run, world.wall(), now) > 0) return { state: 'gone' };
  const host = hostOf(world, name);
  const token = session.hop?.id === hopId ? session.hop.token : '';
  const held = session.inFlight.get(token);
  const { delay, conc } = termsOf(run, host);
  const hop = parseEntry(entry);
  const after = paceOf(world, run, host);
  const ready = held ? Math.max(after - delay, host.backoffUntil) : after;
  const due = Math.max(ready, restOf(host, hop.scheme));
  // While URLs of a host are out, whatever else starts there belongs to the session that holds those.
  const elsewhere = host.inFlight > 0 && conc > 1 && host.heldBy !== session;
  const out = host.robotsOut.has(hop.scheme);
  if (!held && (out || host.inFlight >= conc || elsewhere)) return { state: 'wait', ms: POLL };
  if (due > now + FARTHEST) return { state: 'wait', ms: Math.ceil(due - now - FARTHEST) };

  const first = Math.max(now, due);
  host.lastStart = Math.ceil(first);
  host.free = 0;
  if (host.waits !== run.id) remember(run, host, host.lastStart);
  if (held) {
    held.granted = now;
    held.startIn = first - now;
    return { state: 'granted', claim: describe(run, token, held) };
  }
  const claim = grant(world, session, run, host, 'robots', hop, first, now);
  host.inFlight++;
  host.robotsOut.add(hop.scheme);
  session.hop = { id: hopId, token: claim.token };
  return { state: 'granted', claim };
}
