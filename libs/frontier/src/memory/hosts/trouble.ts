import { createHash } from 'node:crypto';
import type { HostSignal, RobotsVerdict } from '@trunkline/policy';
import { joinUrl } from '../../stored/entry.ts';
import type { RobotsKept } from '../../stored/robots-kept.ts';
import { robotsOf } from '../claims/claims.ts';
import {
  emit,
  giveUp,
  type Held,
  type Host,
  type Rest,
  type Robots,
  type Run,
  type Scheme,
  type Trouble,
  type World,
} from '../world.ts';
import { takeAll } from './places.ts';
import { keepLonger, keptSince } from './robots.ts';

const DAY = 86_400_000;
const THROTTLED = 60_000;
const FORGIVEN = 1_800_000;
/** A copy that goes on deciding is asked for again after so long. */
const REFRESH = 300_000;

function holdUntil(rest: Rest, until: number): void {
  rest.backoffUntil = Math.max(rest.backoffUntil, until);
}

/** Once it was quiet for so long it is as one that never was in trouble. */
function forgive(rest: Rest, now: number): void {
  if (rest.raisedAt === 0 || now <= Math.max(rest.backoffUntil, rest.raisedAt) + FORGIVEN) return;
  rest.backoffUntil = 0;
  rest.level = 0;
  rest.raisedAt = 0;
}

/** Doubles the back-off of a host or an origin of it, once per outage: only if the request began after the last raise. */
function raise(rest: Rest, name: string, began: number, base: number, now: number): boolean {
  if (began <= rest.raisedAt) return false;
  forgive(rest, now);
  rest.level = Math.min(rest.level + 1, 20);
  const digest = createHash('sha1').update(`${name} ${now}`).digest('hex');
  const jitter = Number.parseInt(digest.slice(0, 4), 16) / 655_360;
  rest.raisedAt = now;
  holdUntil(rest, now + Math.min(Math.ceil(base * 2 ** (rest.level - 1) * (1 + jitter)), DAY));
  return true;
}

export function throttled(host: Host, began: number, retryAfter: number | null, now: number): void {
  if (retryAfter === null) {
    raise(host, host.name, began, THROTTLED, now);
    return;
  }
  holdUntil(host, now + Math.min(retryAfter, DAY));
  host.raisedAt = now;
}

/** Said by a claim that is nobody's any more. */
export function throttledLate(host: Host, retryAfter: number | null, now: number): void {
  holdUntil(host, now + Math.min(retryAfter ?? THROTTLED, DAY));
  host.raisedAt = now;
}

function troubleOf(host: Host, scheme: Scheme): Trouble {
  const known = host.troubles.get(scheme);
  if (known) return known;
  const trouble = { backoffUntil: 0, level: 0, raisedAt: 0, failures: 0, firstFailureAt: 0 };
  host.troubles.set(scheme, trouble);
  return trouble;
}

export function unreachable(
  world: World,
  run: Run | undefined,
  host: Host,
  scheme: Scheme,
  began: number,
  now: number,
): void {
  const { unreachableMs, hostMs } = world.patience;
  const trouble = troubleOf(host, scheme);
  if (!raise(trouble, host.name, began, unreachableMs, now)) return;
  trouble.failures++;
  if (trouble.failures === 1) trouble.firstFailureAt = now;
  const lasting = run && trouble.failures >= run.terms.giveUp && now - trouble.firstFailureAt >= hostMs;
  if (lasting) giveUpOrigin(world, run, host, scheme, 'host-unreachable');
}

export function answered(host: Host, scheme: Scheme, now: number): void {
  const trouble = host.troubles.get(scheme);
  if (trouble) {
    trouble.failures = 0;
    forgive(trouble, now);
  }
  forgive(host, now);
}

export function giveUpOrigin(world: World, run: Run, host: Host, scheme: Scheme, reason: string): void {
  const count = takeAll(run, host.name, [scheme]);
  if (count > 0) giveUp(world, run, 'dead', { count, reason, host: host.name });
}

/** Whether the copy that is kept of a robots.txt is too old to decide for this run while a new one cannot be had. */
export function isTooOld(run: Run, host: Host, scheme: Scheme, now: number): boolean {
  return now - (host.robots.get(scheme)?.storedAt ?? 0) >= run.terms.copyAge;
}

const unknownRobots: Robots = {
  freshUntil: 0,
  storedAt: 0,
  unreachableSince: 0,
  delays: { longest: 0, byAgent: '' },
  lost: 0,
};

type Said = {
  scheme: Scheme;
  verdict: RobotsVerdict;
  kept: RobotsKept | null;
  began: number;
  now: number;
  signal: HostSignal;
};

/** What robots.txt of an origin said. */
export function robotsSaid(
  world: World,
  run: Run | undefined,
  host: Host,
  { scheme, verdict, kept, began, now, signal }: Said,
): void {
  const robots = { ...(host.robots.get(scheme) ?? unknownRobots), lost: 0 };
  host.robots.set(scheme, robots);
  if (kept) {
    robots.storedAt = now;
    robots.freshUntil = now + DAY;
    robots.unreachableSince = 0;
    robots.delays = kept.delays;
    answered(host, scheme, now);
    return;
  }
  const retryAfterMs = verdict.state === 'unreachable' ? verdict.retryAfterMs : null;
  if (retryAfterMs !== null) throttled(host, began, retryAfterMs, now);
  const since = robots.unreachableSince;
  if (since === 0) robots.unreachableSince = now;
  const lasting = since > 0 && now - since >= world.patience.robotsMs;
  if (keptSince(world, host, scheme) > 0) {
    const tooOld = run !== undefined && isTooOld(run, host, scheme, now);
    if (tooOld && lasting) giveUpOrigin(world, run, host, scheme, 'robots-unreachable');
    if (lasting || !tooOld) {
      if (signal.kind === 'throttled' && retryAfterMs === null) throttledLate(host, null, now);
      robots.freshUntil = Math.max(now, host.backoffUntil) + REFRESH;
      return;
    }
  }
  if (signal.kind === 'unreachable') {
    unreachable(world, run, host, scheme, began, now);
  } else if (retryAfterMs === null) {
    const rest = signal.kind === 'throttled' ? host : troubleOf(host, scheme);
    raise(rest, host.name, began, world.patience.robotsRetryMs, now);
  }
  if (lasting && run) giveUpOrigin(world, run, host, scheme, 'robots-unreachable');
}

const LOST =
  'Two workers were lost while they read it: it is not asked for until they are known to survive it';

/** A session was lost with the robots.txt of an origin in hand, and was not heard of again: the second time nobody asks for it. */
export function robotsLost(world: World, run: Run, { host, entry }: Held, now: number): void {
  if (entry.hops > 0) return;
  const { scheme } = entry;
  const robots = { ...(host.robots.get(scheme) ?? unknownRobots) };
  host.robots.set(scheme, robots);
  const name = robotsOf(host.name, entry);
  robots.lost = Math.max(0, robots.lost - (run.pardons.get(name) ?? 0)) + 1;
  run.pardons.delete(name);
  if (robots.lost < 2) return;
  robots.unreachableSince = now;
  if (keptSince(world, host, scheme) > 0) {
    robots.freshUntil = now + DAY;
    keepLonger(world, host, scheme, now);
  } else {
    const trouble = troubleOf(host, scheme);
    holdUntil(trouble, now + DAY);
    trouble.raisedAt = now;
  }
  const said = {
    origin: joinUrl(host.name, scheme, ''),
    at: world.wall(),
    state: 'unreachable',
    detail: LOST,
  };
  const record = JSON.stringify({ ...said, digest: null, length: null, body: null });
  emit(world, { run: run.id, kind: 'robots', record });
}

/** Why a robots.txt may not be asked for now: `againstRobots` of claim.lua. */
export function againstRobots(
  host: Host,
  scheme: Scheme,
  suspects: boolean,
  { robotsMs }: World['patience'],
  now: number,
): 'robots-poison' | 'robots-unreachable' | 'suspect' | null {
  const robots = host.robots.get(scheme);
  if (!robots) return null;
  const { freshUntil, unreachableSince: since } = robots;
  if (freshUntil > now && since > 0 && now - since >= robotsMs) return 'robots-unreachable';
  if (robots.lost === 0) return null;
  if (robots.lost >= 2) {
    if (now - since < 2 * DAY) return 'robots-poison';
    robots.lost = 0;
    return null;
  }
  return suspects ? 'suspect' : null;
}
