import { type Entry, joinUrl } from '../../stored/entry.ts';
import { unpackValidators } from '../../stored/validators.ts';
import type { Claim, ClaimReply, Share } from '../../types.ts';
import {
  AHEAD,
  callNext,
  freeOf,
  hold,
  inOrder,
  isSlow,
  leave,
  outlook,
  place,
  placeLater,
  placeReady,
  remember,
  settlePlaces,
  takeAll,
  termsOf,
  troubled,
  turnAt,
  turnWait,
} from '../hosts/places.ts';
import { createLeeway, hasAside, type Leeway, nextLook } from '../limits/budgets.ts';
import { CROWDED, createSharing, type Sharing } from '../limits/share.ts';
import { opensAt } from '../runs/windows.ts';
import { heard, release } from '../sessions.ts';
import { giveUp, type Held, type Host, hostOf, nowOf, type Run, type Session, type World } from '../world.ts';
import { giveBack, startedAt } from './claims.ts';
import { dueHosts, nextDue } from './due.ts';
import { pick } from './pick.ts';

const WINDOW = 500;
const CHUNK = 8;
const POLL = 100;
const PATIENCE = 5000;
const BUSY = 60_000;
const FULL = 1000;

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

function mayGo(world: World, run: Run, now: number): boolean {
  const { maxPages } = run.terms;
  if (run.desired.state !== 'running' || (maxPages >= 0 && run.used >= maxPages)) return false;
  return opensAt(run, world.wall(), now) === 0 && freeOf(run) > 0;
}

/** `again`: the run has more to do than there is room for, or than there are slots for slow hosts, until another one is due. */
type Turn = { hosts: Host[]; again: number | 'room' | null };

/** The due hosts of a run, taken off its sets; none: the run sleeps, or there are no slots for it. */
function turnOf(
  world: World,
  run: Run,
  { most, looks, sharing, now }: { most: number; looks: number; sharing: Sharing; now: number },
): Turn {
  const sleep = (at: number | null): Turn => {
    world.awake.delete(run.id);
    if (at !== null) world.asleep.set(run.id, Math.floor(at));
    return { hosts: [], again: null };
  };
  const { maxPages } = run.terms;
  if (run.desired.state !== 'running' || (maxPages >= 0 && run.used >= maxPages)) return sleep(null);
  const opens = opensAt(run, world.wall(), now);
  if (opens > 0) return sleep(opens);
  if (freeOf(run) <= 0) return sleep(now + FULL);
  if (most <= 0) return { hosts: [], again: 'room' };

  const odd = (((world.token + looks) % 1009) * 7919) % 1009;
  const slowRoom = sharing.slowRoom(run);
  const names = dueHosts(world, run, { most, odd, slowRoom, now });
  if (names.length > 0) return { hosts: names.map((name) => hostOf(world, name)), again: null };
  const { due, soon } = nextDue(world, run, now);
  if (slowRoom <= 0 && due <= now && soon > now) return { hosts: [], again: soon };
  return sleep(due === Number.POSITIVE_INFINITY ? null : due);
}

/** The run whose turn it is, and whether there is no other one. */
function nextRun({ awake }: World, passed: readonly ReadonlySet<string>[]) {
  const taken: [number, string][] = [];
  const take = () => {
    for (let top = awake.first(); top; top = awake.first()) {
      taken.push(top);
      awake.delete(top[1]);
      if (!passed.some((runs) => runs.has(top[1]))) return top;
    }
    return null;
  };
  const top = take();
  const alone = take() === null;
  for (const [pass, id] of taken) awake.set(id, pass);
  return top && { id: top[1], pass: top[0], alone };
}

function look(
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
  const claims = picked.map(({ kind, entry }, i) =>
    grant(world, session, run, host, kind, entry, first + i * delay, now),
  );
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

export function grant(
  world: World,
  session: Session,
  run: Run,
  host: Host,
  kind: Held['kind'],
  entry: Entry,
  start: number,
  now: number,
): Claim {
  const token = String(++world.token);
  const held: Held = { run: run.id, host, kind, entry, granted: now, startIn: round(start - now) };
  session.inFlight.set(token, held);
  return describe(run, token, held);
}

export function describe(run: Run, token: string, { host, kind, entry, startIn }: Held): Claim {
  return {
    token,
    run: run.id,
    host: host.name,
    kind,
    url: joinUrl(host.name, entry.scheme, entry.path),
    depth: entry.depth,
    hops: entry.hops,
    sitemap: entry.sitemap,
    attempt: entry.tries + 1,
    uncharged: entry.uncharged ?? 0,
    recoveries: entry.recoveries,
    validators: entry.validators ? unpackValidators(entry.validators) : null,
    startInMs: startIn,
    configVersion: run.desired.version,
    ...(run.places.size > 0 ? { wide: run.places.size } : {}),
    robotsAt: host.robots.get(entry.scheme)?.storedAt ?? 0,
  };
}

const round = (ms: number) => Number(ms.toFixed(1));

/** Among those whose turns come: not behind what it had, nor before the others for having been away. */
function enter(world: World, run: Run): void {
  world.asleep.delete(run.id);
  if (!world.awake.has(run.id)) world.awake.set(run.id, Math.max(run.pass, world.pass));
}

/** Another sharer goes first at a host that may be asked from `due` on: it looks at once. */
function handTo(world: World, other: Run, host: Host, due: number, now: number): void {
  const last = Math.max(host.lastStart, world.floor);
  if (host.free === 0 || host.free < last || host.free > Math.ceil(due)) host.free = Math.ceil(due);
  const stood = [other.later.delete(host.name), other.ready.delete(host.name), other.slow.delete(host.name)];
  if (!stood.includes(true)) return;
  place(world, other, host, now);
  enter(world, other);
}

function hasTurn(
  world: World,
  leeway: Leeway,
  run: Run,
  host: Host,
  sharers: Map<string, number>,
  due: number,
  now: number,
): boolean {
  const own = sharers.get(run.id) ?? 0;
  const passed: string[] = [];
  for (const [id, turns] of inOrder(sharers)) {
    if (id === run.id || turns >= own) break;
    const other = world.runs.get(id);
    if (!other) continue;
    if (isAway(world, other, host, now)) {
      passed.push(id);
      continue;
    }
    const { maxPages } = other.terms;
    if ((maxPages >= 0 && other.used >= maxPages) || freeOf(other) <= 0) continue;
    const { room, gone } = leeway.ofHost(other, host.name);
    if (room <= 0 && !gone) continue;
    const since = turnAt(world, other, host, due);
    const patience = host.inFlight >= termsOf(other, host).conc ? BUSY : PATIENCE;
    if (since > now + AHEAD || now - since > patience) continue;
    handTo(world, other, host, due, now);
    return false;
  }
  for (const id of passed) sharers.set(id, own);
  return true;
}

/** Whether nothing of the run may go out of the host for now, which is nobody else's doing. */
function isAway(world: World, other: Run, host: Host, now: number): boolean {
  if (other.desired.state !== 'running' || opensAt(other, world.wall(), now) > 0) return true;
  return termsOf(other, host).conc === 0 || outlook(world, other, host).shut !== null;
}

function replay(world: World, session: Session, tokens: string[], now: number): Claim[] {
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
      claims.push(describe(run, token, held));
    }
  }
  settlePlaces(world, now);
  return claims;
}
