import type { OriginFault, WireFault } from '../faults.ts';
import { cause as putFault } from '../threads.ts';
import type { Watched } from '../watch.ts';
import type { World } from '../world.ts';

/** What was done: with which strength, which runs besides are concerned, and what ends it. */
export type Injected = {
  strength: Record<string, number | string | null>;
  also?: Watched[];
  lift(): Promise<void>;
};

/** How strong: numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number;

export type Case = {
  /** The cause that is to be named. */
  cause: string;
  /** Those that are right too: what the fault brings with it. */
  besides?: string[];
  /** Why it cannot be injected here; null: it can. */
  problem?(world: World): string | null;
  /** `size`: part of the strengths there are, so that of two faults at once one is the greater. */
  inject(world: World, random: Random, share?: number): Promise<Injected>;
};

/** A number between two bounds, whole. */
export const between = (random: Random, least: number, most: number) =>
  Math.round(least + random() * (most - least));

/** A share of hosts, to two digits. */
export const shareOf = (random: Random, least: number, most = 1) =>
  between(random, least * 100, most * 100) / 100;

/** Hosts of which no other fault knows. */
export const salt = (random: Random) => between(random, 0, 1e9);

/** A fault of the origin, as an injection. */
export function atOrigin(world: World, fault: OriginFault): Injected {
  const { salt: _salt, prefix: _prefix, do: _do, ...strength } = fault;
  return { strength, lift: putFault(world.origin, fault) };
}

/** A fault of the way there. */
export function onTheWay(world: World, fault: WireFault): Injected {
  const { do: _do, ...strength } = fault;
  return { strength: { ...strength, salt: 0 }, lift: putFault(world.wire, fault) };
}
