import { joinUrl } from '../../stored/entry.ts';
import { packRobots, type RobotsKept } from '../../stored/robots-kept.ts';
import type { Host, KeptEntry, Scheme, World } from '../world.ts';

const KEPT_MS = 90_000_000;
/** The longest any policy may go by a copy (`maxCopyAgeMs`), and an hour. */
export const SPARE_MS = 2_595_600_000;
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
  takeOff(world, origin);
  const until = now + KEPT_MS;
  world.robots.set(origin, { at: now, until, kept, host, scheme, bytes, doublings, spare: false });
  world.robotsBytes += bytes;
  while (world.robotsBytes + world.robotsSpareBytes > world.robotsMost) {
    const [first] = [...world.robots]
      .filter(([other]) => other !== origin)
      .sort(([, a], [, b]) => order(a) - order(b));
    if (!first) return;
    letGo(world, ...first);
  }
}

const order = ({ at, until, doublings, spare }: KeptEntry) => (spare ? at - 1e15 : until - 1e13 * doublings);

function takeOff(world: World, origin: string): void {
  const known = world.robots.get(origin);
  if (!known) return;
  world.robots.delete(origin);
  if (known.spare) world.robotsSpareBytes -= known.bytes;
  else world.robotsBytes -= known.bytes;
}

function letGo(world: World, origin: string, { host, scheme, spare }: KeptEntry): void {
  takeOff(world, origin);
  if (spare) return;
  world.robotsEvicted++;
  const robots = host.robots.get(scheme);
  if (!robots) return;
  // Who is asked for what is not known any more: the longest holds for all.
  const delays = { longest: robots.delays.longest, byAgent: '' };
  host.robots.set(scheme, { ...robots, storedAt: 0, freshUntil: 0, delays });
}

/** When the copy that is kept of an origin was read; 0: there is none. */
export function keptSince(world: World, host: Host, scheme: Scheme): number {
  const at = world.robots.get(joinUrl(host.name, scheme, ''))?.at ?? 0;
  const robots = host.robots.get(scheme);
  if (robots) robots.storedAt = at;
  return at;
}

/** A good copy goes on deciding. */
export function keepLonger(world: World, host: Host, scheme: Scheme, now: number): void {
  const known = world.robots.get(joinUrl(host.name, scheme, ''));
  if (!known) return;
  if (known.spare) {
    world.robotsSpareBytes -= known.bytes;
    world.robotsBytes += known.bytes;
  }
  known.spare = false;
  known.until = now + KEPT_MS;
}

/** What nobody has asked for in a day is spare; spare ones that are too old for any run go. */
export function forgetExpired(world: World, now: number): void {
  for (const [origin, known] of world.robots) {
    if (known.spare && known.at + SPARE_MS <= now) takeOff(world, origin);
    if (known.spare || known.until > now) continue;
    known.spare = true;
    world.robotsBytes -= known.bytes;
    world.robotsSpareBytes += known.bytes;
  }
}
