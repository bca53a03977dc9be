import type { ReturnedClaim } from '../types/claims.ts';
import type { SweepResult } from '../types/shards.ts';
import { giveBack, robotsOf, started, startedAt, urlOf } from './claims/claims.ts';
import { forgetWords } from './hosts/hosts.ts';
import { push, settlePlaces } from './hosts/places.ts';
import { forgetExpired } from './hosts/robots.ts';
import { robotsLost } from './hosts/trouble.ts';
import { ended, LATEST_START, nowOf, type Session, type World } from './world.ts';

/** Claims and delayed URLs a sweep moves in one call. */
const SWEPT = 256;

/** Youngest first, so that what goes to the heads of lists stands in its old order again. */
const youngestFirst = (tokens: Iterable<string>) => [...tokens].sort((a, b) => Number(b) - Number(a));

function giveBackAll(
  world: World,
  id: string,
  session: Session,
  tokens: readonly string[],
  lost: { at: number; recovered: boolean } | null,
): [number, number] {
  let returned = 0;
  let dead = 0;
  const taken: string[] = [];
  for (const token of tokens) {
    const held = session.inFlight.get(token);
    if (!held) continue;
    session.inFlight.delete(token);
    if (lost) startedAt(world, held, lost.at);
    const counts = (lost?.recovered ?? false) && !session.late;
    const run = world.runs.get(held.run);
    if (giveBack(world, held, counts)) dead++;
    else if (counts && run) {
      const isRobots = held.kind === 'robots';
      if (isRobots) robotsLost(world, run, held, nowOf(world));
      taken.push(`${held.run} ${(isRobots ? robotsOf : urlOf)(held.host.name, held.entry)}`);
    }
    returned++;
  }
  if (taken.length > 0) {
    world.recovered.set(id, (world.recovered.get(id) ?? []).concat(taken));
    // Redis forgets them after a day; here the oldest make room.
    if (world.recovered.size > 1000) world.recovered.delete([...world.recovered.keys()][0]!);
  }
  return [returned, dead];
}

/** scripts/sessions/heard.lua, told in TypeScript. */
export function heard(world: World, id: string): void {
  const now = nowOf(world);
  const session = world.sessions.get(id);
  if (session && session.deadline > now) return;
  if (session) session.late = true;
  for (const member of world.recovered.get(id) ?? []) {
    const space = member.indexOf(' ');
    const pardons = world.runs.get(member.slice(0, space))?.pardons;
    const url = member.slice(space + 1);
    pardons?.set(url, (pardons.get(url) ?? 0) + 1);
  }
  world.recovered.delete(id);
}

export function requeue(world: World, id: string, claims: readonly ReturnedClaim[]): number {
  const now = nowOf(world);
  const session = world.sessions.get(id);
  if (!session) return 0;
  const tokens = claims.map(({ token }) => token);
  for (const { token, startedAfterMs = null } of claims) {
    const held = session.inFlight.get(token);
    if (held && startedAfterMs !== null) started(world, held, startedAfterMs);
  }
  const [returned] = giveBackAll(world, id, session, youngestFirst(tokens), null);
  settlePlaces(world, now);
  return returned;
}

export function closeSession(world: World, id: string, started: readonly ReturnedClaim[] = []): number {
  const now = nowOf(world);
  const session = world.sessions.get(id);
  if (!session) return 0;
  const known = requeue(world, id, started);
  // Whether and when the others were asked for nobody says: at the latest now.
  for (const held of session.inFlight.values()) startedAt(world, held, now);
  const rest = [...session.inFlight.keys()].map((token) => ({ token }));
  const returned = requeue(world, id, rest);
  world.sessions.delete(id);
  return known + returned;
}

/** scripts/sessions/sweep.lua, told in TypeScript. */
export function sweep(world: World): SweepResult {
  const now = nowOf(world);
  forgetExpired(world, now);
  forgetWords(world, now);
  const result = { lostSessions: 0, recovered: 0, released: 0, dead: 0, more: false };
  const lost = [...world.sessions]
    .filter(([, { deadline }]) => deadline <= now)
    .sort(([a, x], [b, y]) => x.deadline - y.deadline || (a < b ? -1 : 1));
  for (const [i, [id, session]] of lost.entries()) {
    if (result.recovered >= SWEPT || i >= 16) {
      result.more = true;
      break;
    }
    const tokens = youngestFirst(session.inFlight.keys()).slice(0, SWEPT - result.recovered);
    // Sessions that were lost with an epoch are no fault of the URL.
    const recovered = session.deadline !== world.floor - LATEST_START;
    const [returned, dead] = giveBackAll(world, id, session, tokens, { at: session.deadline, recovered });
    result.recovered += returned;
    result.dead += dead;
    if (session.inFlight.size > 0) {
      result.more = true;
    } else {
      world.sessions.delete(id);
      result.lostSessions++;
    }
  }
  const room = SWEPT - result.recovered;
  const { due, released } = release(world, now, room);
  result.released = released;
  if (due === room) result.more = true;
  settlePlaces(world, now);
  return result;
}

/** Puts up to `room` delayed URLs that are due at the heads of their lists. */
export function release(world: World, now: number, room: number): { due: number; released: number } {
  world.delayed.sort((a, b) => a.due - b.due || (a.order < b.order ? -1 : 1));
  const later = world.delayed.findIndex(({ due }) => due > now);
  const due = world.delayed.splice(0, Math.min(room, later < 0 ? world.delayed.length : later));
  let released = 0;
  for (const { run: id, host, entry } of due) {
    const run = world.runs.get(id);
    if (!run || run.counters.delayed === 0) continue;
    run.counters.delayed--;
    if (ended(run)) continue;
    released++;
    push(world, run, host, entry, 'head');
  }
  return { due: due.length, released };
}
