import { type Entry, formatEntry, joinUrl, parseEntry, schemes } from '../../stored/entry.ts';
import { queueOf, restOf, waitingOrigins } from '../hosts/places.ts';
import { againstRobots, giveUpOrigin, isTooOld } from '../hosts/trouble.ts';
import { type Leeway, nextLook } from '../limits/budgets.ts';
import { giveUp, type Held, type Host, type Run, type Scheme, type Session, type World } from '../world.ts';
import { suspicion } from './claims.ts';

const PASSED = 8;

export type Picked = { kind: Held['kind']; entry: Entry };

/** scripts/lib/hosts/pick.lua, told in TypeScript: what goes out of a host, at most `room`. */
export function pick(
  world: World,
  session: Session,
  leeway: Leeway,
  run: Run,
  host: Host,
  { room, first, now }: { room: number; first: number; now: number },
): { picked: Picked[]; left: number; aside: boolean } {
  const open = openOrigins(run, host, first);
  const several = open.length > 1;
  const picked: Picked[] = [];
  let left = waitingOrigins(run, host.name).length;
  let asides = 0;
  let passed = 0;
  while (picked.length < room) {
    const scheme = open.shift();
    if (scheme === undefined) break;
    const isFresh = (host.robots.get(scheme)?.freshUntil ?? 0) > now;
    if (run.terms.obey && (!isFresh || isTooOld(run, host, scheme, now))) {
      const against = againstRobots(host, scheme, holdsSuspect(world, session), world.patience, now);
      if (against === 'suspect') {
        asides++;
        continue;
      }
      if (against) {
        giveUpOrigin(world, run, host, scheme, against);
        left--;
        continue;
      }
      if ((host.robots.get(scheme)?.lost ?? 0) > 0) session.suspect = String(world.token + picked.length + 1);
      picked.push({ kind: 'robots', entry: parseEntry(`${scheme}0 0 0 0 /robots.txt`) });
      host.robotsOut.add(scheme);
      continue;
    }
    const most = open.length === 0 ? room - picked.length : 1;
    const before = picked.length;
    const taken = take(world, session, leeway, run, host, { scheme, most, picked, now });
    asides += taken.asides;
    if (taken.count < most && taken.asides === 0) left--;
    else if (taken.count === most) {
      const others = most - (picked.length - before);
      if (passed + others > PASSED) continue;
      passed += others;
      open.push(scheme);
    }
  }
  const last = picked.at(-1);
  if (several && last) host.served = last.entry.scheme;
  return { picked, left, aside: asides > 0 };
}

/** Origins that have something waiting and rest no longer; behind that which was served last comes the next in turn. */
function openOrigins(run: Run, host: Host, at: number): Scheme[] {
  const open = waitingOrigins(run, host.name).filter(
    (scheme) => !host.robotsOut.has(scheme) && restOf(host, scheme) <= at,
  );
  const place = (scheme: Scheme | null) => (scheme === null ? -1 : schemes.indexOf(scheme));
  const isNext = (scheme: Scheme) => place(scheme) > place(host.served);
  return [...open.filter(isNext), ...open.filter((scheme) => !isNext(scheme))];
}

/** Takes entries off a list: what may go out is picked, others stand aside, at its end or delayed, or are given up. */
function take(
  world: World,
  session: Session,
  leeway: Leeway,
  run: Run,
  host: Host,
  { scheme, most, picked, now }: { scheme: Scheme; most: number; picked: Picked[]; now: number },
): { count: number; asides: number } {
  const queue = queueOf(run, host.name, scheme);
  const entries: Entry[] = [];
  while (entries.length < most) {
    const entry = queue?.shift();
    if (!entry) break;
    entries.push(entry);
  }
  let asides = 0;
  for (const one of entries) {
    const budgets = leeway.sort(run, host.name, [one]);
    if (budgets.over.length > 0) {
      const url = joinUrl(host.name, one.scheme, one.path);
      giveUp(world, run, 'dead', { count: 1, reason: 'budget', host: host.name, url });
      continue;
    }
    if (budgets.aside.length > 0) {
      const order = `${run.id} ${host.name} ${formatEntry(one)}`;
      world.delayed.push({ due: nextLook(run, now), order, run: run.id, host: host.name, entry: one });
      run.counters.delayed++;
      continue;
    }
    const entry = suspicion(run, host.name, one);
    if (entry.recoveries >= 2 && holdsSuspect(world, session)) {
      queue?.push(entry);
      asides++;
      continue;
    }
    leeway.take(run, host.name, entry.path);
    picked.push({ kind: 'page', entry });
    if (entry.recoveries >= 2) session.suspect = String(world.token + picked.length);
  }
  return { count: entries.length, asides };
}

/** One suspect of a session at a time; one that is about to be granted has a token of the future. */
function holdsSuspect({ token }: World, { suspect, inFlight }: Session): boolean {
  return suspect !== null && (inFlight.has(suspect) || Number(suspect) > token);
}
