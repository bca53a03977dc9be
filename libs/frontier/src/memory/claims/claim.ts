import type { Claim, ClaimReply, Share } from '../../types/claims.ts';
import { isSlow, place, settlePlaces } from '../hosts/places.ts';
import { createLeeway, hasAside } from '../limits/budgets.ts';
import { createSharing } from '../limits/share.ts';
import { heard, release } from '../sessions.ts';
import { nowOf, type Run, type World } from '../world.ts';
import { look } from './look.ts';
import { replay } from './replay.ts';
import { enter, mayGo, nextRun, turnOf } from './run-turns.ts';

const CHUNK = 8;
const POLL = 100;

type Wanted = { claimId: string; want: number; maxBacklog: number; share: Share | undefined };

/** scripts/claims/claim.lua, told in TypeScript. */
export function claim(
  world: World,
  sessionId: string,
  { claimId, want, maxBacklog, share }: Wanted,
): ClaimReply {
  const now = nowOf(world);
  const session = world.sessions.get(sessionId);
  if (!session || session.deadline <= now) {
    heard(world, sessionId);
    return { state: 'lost' };
  }
  if (session.claim?.id === claimId) {
    return { state: 'granted', claims: replay(world, session, session.claim.tokens, now), nextDueMs: 0 };
  }
  if (world.outcomes.length > maxBacklog) return { state: 'recorder', nextDueMs: POLL };

  const claims: Claim[] = [];
  const sharing = createSharing(world, share);
  const { unwanted } = sharing;
  const over = new Set<string>();
  let isAgain = false;
  let looks = 0;
  let soonest = Number.POSITIVE_INFINITY;
  for (let woken = 0; woken < 32; woken++) {
    const id = world.asleep.take(now);
    if (id === undefined) break;
    const run = world.runs.get(id);
    if (run?.desired.state === 'running') enter(world, run);
  }
  const leeway = createLeeway(world);
  const released = new Set<Run>();
  const enough = () => claims.length >= want || looks >= 4 * want;
  while (!enough()) {
    const top = nextRun(world, [over, unwanted]);
    if (!top && (isAgain || over.size === 0)) break;
    if (!top) {
      // Once more those that had their part, for of the others some may have left theirs.
      isAgain = true;
      over.clear();
      continue;
    }
    const run = world.runs.get(top.id);
    if (!run) {
      world.awake.delete(top.id);
      continue;
    }
    run.pass = top.pass;
    world.pass = Math.max(world.pass, run.pass);
    const left = want - claims.length;
    if (hasAside(run) && !released.has(run) && mayGo(world, run, now)) {
      released.add(run);
      release(world, now, want);
      settlePlaces(world, now);
    }
    let room = sharing.slotsFor(run);
    const most = Math.min(top.alone ? 256 : CHUNK, left, room);
    const { hosts, again } = turnOf(world, run, { most, looks, sharing, now });
    if (again !== null) {
      if (again === 'room') over.add(run.id);
      else {
        unwanted.add(run.id);
        soonest = Math.min(soonest, again);
      }
      looks++;
      if (run.pass < world.pass) world.awake.set(run.id, world.pass);
    }
    for (const host of hosts) {
      looks++;
      const most = Math.min(want - claims.length, room);
      const slow = isSlow(host);
      const granted = most > 0 ? look(world, session, leeway, run, host, { most, sharing }, now) : [];
      if (most <= 0) place(world, run, host, now);
      sharing.took(run, granted.length, slow);
      room -= granted.length;
      claims.push(...(share && slow ? granted.map((claim) => ({ ...claim, slow })) : granted));
      run.pass += (granted.length || 1 / 16) / run.desired.weight;
    }
    if (hosts.length > 0) world.awake.set(run.id, run.pass);
  }
  if (claims.length > 0) session.claim = { id: claimId, tokens: claims.map(({ token }) => token) };
  const due = Math.min(soonest, world.asleep.first()?.[0] ?? Number.POSITIVE_INFINITY);
  const nextDueMs = enough() ? 0 : Math.max(1, Math.min(POLL, Math.ceil(due - now)));
  return { state: 'granted', claims, nextDueMs };
}
