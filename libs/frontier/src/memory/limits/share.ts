import type { Share } from '../../types/claims.ts';
import type { Run, World } from '../world.ts';

const RESERVE = 1 / 16;
const SAMPLE = 8;
/** How long a host that has its part of the slots is left alone, ms. */
export const CROWDED = 3000;

/** scripts/lib/limits/share.lua, told in TypeScript; without a share nothing is limited. */
export function createSharing(world: World, share: Share | undefined) {
  const held = new Map(Object.entries(share?.held ?? {}));
  const domains = share?.crowdedDomains ?? [];
  const unwanted = new Set(share?.over);
  let slowLeft = share?.slow ?? Number.POSITIVE_INFINITY;

  function hasCompany({ id }: Run, { others }: Share): boolean {
    if ([...held].some(([other, now]) => other !== id && now > 0)) return true;
    return others > 0 || world.awake.size + world.asleep.size > 1;
  }

  /** Runs that have more to do, of many only some. */
  function wanting(run: Run): Run[] {
    const { awake } = world;
    const inOrder = awake.names().sort((a, b) => awake.get(a)! - awake.get(b)! || (a < b ? -1 : 1));
    const others = inOrder.slice(0, SAMPLE).filter((id) => id !== run.id && !unwanted.has(id));
    return [run, ...others.flatMap((id) => world.runs.get(id) ?? [])];
  }

  return {
    unwanted,
    slotsFor(run: Run): number {
      if (!share || !hasCompany(run, share)) return Number.POSITIVE_INFINITY;
      const wants = wanting(run);
      const weight = wants.reduce((sum, { desired }) => sum + desired.weight, 0);
      const sum = weight * Math.max(1, (world.awake.size - unwanted.size) / wants.length);
      let left = share.slots - Math.floor(share.slots * RESERVE + 0.5) - share.others;
      for (const [id, now] of held) if (!wants.some((other) => other.id === id)) left -= now;
      const has = held.get(run.id) ?? 0;
      const room = Math.floor((left * run.desired.weight) / sum - has + 0.5);
      return Math.max(room, has === 0 ? 1 : 0);
    },
    slowRoom(run: Run): number {
      if (!share) return Number.POSITIVE_INFINITY;
      const few = Math.floor(share.slots * RESERVE + 0.5);
      return slowLeft + ((held.get(run.id) ?? 0) < few ? few : 0);
    },
    took(run: Run, count: number, slow: boolean): void {
      held.set(run.id, (held.get(run.id) ?? 0) + count);
      if (slow) slowLeft -= count;
    },
    isCrowded(host: string, slow: boolean): boolean {
      if (share?.crowdedHosts.includes(host)) return true;
      const bare = `.${host.replace(/:\d+$/, '')}`;
      return slow && domains.some((domain) => bare.endsWith(`.${domain}`));
    },
  };
}

export type Sharing = ReturnType<typeof createSharing>;
