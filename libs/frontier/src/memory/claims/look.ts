import type { Claim } from '../../types/claims.ts';
import {
  AHEAD,
  callNext,
  freeOf,
  hold,
  inOrder,
  isSlow,
  leave,
  outlook,
  paceInForce,
  place,
  placeLater,
  placeReady,
  remember,
  takeAll,
  termsOf,
  troubled,
  turnWait,
} from '../hosts/places.ts';
import { type Leeway, nextLook } from '../limits/budgets.ts';
import { CROWDED, type Sharing } from '../limits/share.ts';
import { giveUp, type Host, type Run, type Session, type World } from '../world.ts';
import { grant, WINDOW } from './grant.ts';
import { pick } from './pick.ts';
import { hasTurn } from './sharers.ts';

/** What of a host goes out now for a run whose turn it is; if nothing does, the host has its next place. */
export function look(
  world: World,
  session: Session,
  leeway: Leeway,
  run: Run,
  host: Host,
  { most, sharing }: { most: number; sharing: Sharing },
  now: number,
): Claim[] {
  const { delay, conc } = termsOf(run, host);
  const { due, shut } = outlook(world, run, host);
  const again = () => {
    place(world, run, host, now);
    return [];
  };
  const early = due > now + AHEAD && shut !== 'robots' && host.inFlight < conc;
  if (early && host.backoffUntil <= now && !troubled(host, now) && host.waits instanceof Map) {
    const wait = turnWait(host, 8);
    if (wait > 0 && inOrder(host.waits)[0]?.[0] !== run.id) {
      placeLater(world, run, host, Math.max(due, now + wait));
      return [];
    }
  }
  if (shut === 'robots' || host.inFlight >= conc || due > now + AHEAD) return again();
  if (host.inFlight > 0 && host.heldBy !== session) {
    hold(world, run, host, now);
    return [];
  }
  if (host.waits instanceof Map && !hasTurn(world, leeway, run, host, host.waits, due, now)) {
    placeLater(world, run, host, now + Math.max(delay, AHEAD + 1, turnWait(host, 8)));
    return [];
  }
  const slow = isSlow(host);
  if (sharing.isCrowded(host.name, slow)) {
    placeLater(world, run, host, now + CROWDED);
    return [];
  }
  if (slow && sharing.slowRoom(run) <= 0) {
    placeReady(run, host);
    return [];
  }
  const first = Math.max(now, due);
  let room = Math.min(conc - host.inFlight, most);
  if (slow) room = Math.min(room, sharing.slowRoom(run));
  if (delay > 0) room = Math.min(room, Math.floor((now + WINDOW - first) / delay) + 1);
  const { maxPages } = run.terms;
  if (maxPages >= 0) room = Math.min(room, maxPages - run.used);
  room = Math.min(room, freeOf(run));
  const left = leeway.ofHost(run, host.name);
  if (left.gone) {
    const count = takeAll(run, host.name);
    if (count > 0) giveUp(world, run, 'dead', { count, reason: 'budget', host: host.name });
    leave(world, run, host);
    return [];
  }
  if (left.room <= 0) {
    if (host.inFlight > 0) hold(world, run, host, now);
    else placeLater(world, run, host, nextLook(run, now));
    return [];
  }
  room = Math.min(room, left.room);
  if (room <= 0) return again();
  return grantPages(world, session, leeway, run, host, { room, first, delay, now });
}

type Terms = { room: number; first: number; delay: number; now: number };

function grantPages(
  world: World,
  session: Session,
  leeway: Leeway,
  run: Run,
  host: Host,
  { room, first, delay, now }: Terms,
): Claim[] {
  const { picked, left, aside } = pick(world, session, leeway, run, host, { room, first, now });
  const claims = picked.map(({ kind, entry }, i) => {
    const pace = paceInForce(world, run, host, entry.scheme);
    return grant(world, session, run, host, kind, entry, first + i * delay, now, pace);
  });
  if (claims.length > 0) {
    host.lastStart = Math.ceil(first + (claims.length - 1) * delay);
    host.inFlight += claims.length;
    host.heldBy = termsOf(run, host).conc > 1 ? session : null;
    if (host.waits instanceof Map) {
      host.waits.set(run.id, (host.waits.get(run.id) ?? 0) + claims.length / run.desired.weight);
      remember(run, host, host.lastStart);
      host.free = 0;
    }
  }
  const pages = picked.filter(({ kind }) => kind === 'page').length;
  run.used += pages;
  run.counters.inFlight += pages;
  if (left === 0) leave(world, run, host);
  else if (claims.length === 0 && aside) placeLater(world, run, host, now + 1000);
  else place(world, run, host, now);
  if (left > 0 && claims.length > 0) callNext(world, host, now, run.id);
  return claims;
}
