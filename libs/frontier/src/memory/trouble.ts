import { createHash } from 'node:crypto';
import type { HostSignal, RobotsVerdict } from '@trunkline/policy';
import { giveUp, type Host, type Robots, type Run, type Scheme, type World } from './world.ts';

const DAY = 86_400_000;
const THROTTLED = 60_000;
const QUIET = 1_800_000;

function holdUntil(host: Host, until: number): void {
  host.backoffUntil = Math.max(host.backoffUntil, until);
}

/** Doubles the back-off, once per outage: only if the request began after the last raise. */
function raise(host: Host, began: number, base: number, now: number): boolean {
  if (began <= host.raisedAt) return false;
  if (now > Math.max(host.backoffUntil, host.raisedAt) + QUIET) host.level = 0;
  host.level = Math.min(host.level + 1, 20);
  const digest = createHash('sha1').update(`${host.name} ${now}`).digest('hex');
  const jitter = Number.parseInt(digest.slice(0, 4), 16) / 655_360;
  host.raisedAt = now;
  holdUntil(host, now + Math.min(Math.ceil(base * 2 ** (host.level - 1) * (1 + jitter)), DAY));
  return true;
}

export function throttled(host: Host, began: number, retryAfter: number | null, now: number): void {
  if (retryAfter === null) {
    raise(host, began, THROTTLED, now);
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

export function unreachable(
  world: World,
  run: Run | undefined,
  host: Host,
  began: number,
  now: number,
): void {
  const { unreachableMs, hostMs } = world.patience;
  if (!raise(host, began, unreachableMs, now)) return;
  host.failures++;
  if (host.failures === 1) host.firstFailureAt = now;
  const lasting = run && host.failures >= run.terms.giveUp && now - host.firstFailureAt >= hostMs;
  if (lasting) giveUpHost(world, run, host, 'host-unreachable');
}

export function answered(host: Host, now: number): void {
  host.failures = 0;
  if (now > Math.max(host.backoffUntil, host.raisedAt) + QUIET) host.level = 0;
}

export function giveUpHost(world: World, run: Run, host: Host, reason: string): void {
  const count = run.queues.get(host.name)?.length ?? 0;
  if (count === 0) return;
  run.queues.delete(host.name);
  giveUp(world, run, 'dead', { count, reason, host: host.name });
}

const unknownRobots: Robots = { freshUntil: 0, storedAt: 0, unreachableSince: 0, crawlDelay: 0 };

type Said = { scheme: Scheme; verdict: RobotsVerdict; began: number; now: number; signal: HostSignal };

/** What robots.txt of an origin said; answers whether the verdict is to be kept. */
export function robotsSaid(
  world: World,
  run: Run | undefined,
  host: Host,
  { scheme, verdict, began, now, signal }: Said,
): boolean {
  const robots = { ...(host.robots.get(scheme) ?? unknownRobots) };
  host.robots.set(scheme, robots);
  if (verdict.state !== 'unreachable') {
    robots.storedAt = now;
    robots.freshUntil = now + DAY;
    robots.unreachableSince = 0;
    robots.crawlDelay = (verdict.state === 'rules' ? verdict.crawlDelayMs : null) ?? 0;
    answered(host, now);
    return true;
  }
  const { retryAfterMs } = verdict;
  if (retryAfterMs !== null) throttled(host, began, retryAfterMs, now);
  if (robots.storedAt > 0) {
    robots.freshUntil = now + Math.max(300_000, Math.min(retryAfterMs ?? 0, DAY));
    return false;
  }
  const since = robots.unreachableSince;
  if (since === 0) robots.unreachableSince = now;
  if (signal.kind === 'unreachable') unreachable(world, run, host, began, now);
  else if (retryAfterMs === null) raise(host, began, world.patience.robotsRetryMs, now);
  if (since > 0 && now - since >= world.patience.robotsMs && run)
    giveUpHost(world, run, host, 'robots-unreachable');
  return false;
}
