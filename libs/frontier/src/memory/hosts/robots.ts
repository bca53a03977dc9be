import { packRobots, type RobotsKept } from '../../stored/robots-kept.ts';
import type { Host, KeptEntry, Scheme, World } from '../world.ts';

const KEPT_MS = 90_000_000;
/** Of scripts/lib/hosts/robots.lua: what Redis keeps beside a value and its names. */
const OVERHEAD = 200;

type Origin = { origin: string; host: Host; scheme: Scheme };

/** scripts/lib/hosts/robots.lua, told in TypeScript. */
export function keepRules(world: World, of: Origin, kept: RobotsKept, now: number): void {
  const { origin, host, scheme } = of;
  const { length } = `${now}${packRobots(kept)}`;
  const member = `${length} ${scheme}${host.name} ${origin}`;
  const bytes = length + 2 * member.length + OVERHEAD;
  const doublings = Math.floor(Math.log2(length)) + 1;
  world.robotsBytes += bytes - (world.robots.get(origin)?.bytes ?? 0);
  world.robots.set(origin, { at: now, until: now + KEPT_MS, kept, host, scheme, bytes, doublings });
  while (world.robotsBytes > world.robotsMost) {
    const [first] = [...world.robots]
      .filter(([other]) => other !== origin)
      .sort(([, a], [, b]) => order(a) - order(b));
    if (!first) return;
    letGo(world, ...first);
  }
}

const order = ({ until, doublings }: KeptEntry) => until - 1e13 * doublings;

function letGo(world: World, origin: string, { host, scheme, bytes }: KeptEntry): void {
  world.robots.delete(origin);
  world.robotsBytes -= bytes;
  world.robotsEvicted++;
  const robots = host.robots.get(scheme);
  if (!robots) return;
  // Who is asked for what is not known any more: the longest holds for all.
  const delays = { longest: robots.delays.longest, byAgent: '' };
  host.robots.set(scheme, { ...robots, storedAt: 0, freshUntil: 0, delays });
}

/** A good copy stays in force. */
export function keepLonger(world: World, origin: string, now: number): void {
  const known = world.robots.get(origin);
  if (known) known.until = now + KEPT_MS;
}

/** Those that have expired take no room any more. */
export function forgetExpired(world: World, now: number): void {
  for (const [origin, { until, bytes }] of world.robots) {
    if (until > now) continue;
    world.robots.delete(origin);
    world.robotsBytes -= bytes;
  }
}
