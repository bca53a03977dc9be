import { AHEAD } from '../hosts/places.ts';
import { hasAside, SOON } from '../limits/budgets.ts';
import type { ScoreMap } from '../score-map.ts';
import type { Run, World } from '../world.ts';

const NEVER = Number.POSITIVE_INFINITY;

type Member = [name: string, score: number];
type Looking = { most: number; odd: number; slowRoom: number; now: number };

/** scripts/lib/hosts/due.lua, told in TypeScript: the due hosts of a run, taken off its sets. */
export function dueHosts({ floor }: World, run: Run, { most, odd, slowRoom, now }: Looking): string[] {
  const { delay } = run.terms;
  if (floor + delay > now + AHEAD) return [];
  const later = take(run.later, now + AHEAD, most);
  const room = most - Math.min(later.length, Math.floor((most + (odd % 2)) / 2));
  const upTo = Math.floor(now + AHEAD - delay);
  const slow = take(run.slow, upTo, Math.min(room, slowRoom));
  const quick = take(run.ready, upTo, room);
  const half = Math.floor((room + (Math.floor(odd / 2) % 2)) / 2);
  const forSlow = Math.min(slow.length, Math.max(half, room - quick.length));
  giveBack(run.ready, quick, room - forSlow);
  giveBack(run.slow, slow, forSlow);
  giveBack(run.later, later, most - quick.length - slow.length);
  return [...later, ...quick, ...slow].map(([name]) => name);
}

function take(set: ScoreMap, upTo: number, most: number): Member[] {
  const taken: Member[] = [];
  for (let first = set.first(); first && first[0] <= upTo && taken.length < most; first = set.first()) {
    taken.push([first[1], first[0]]);
    set.delete(first[1]);
  }
  return taken;
}

function giveBack(set: ScoreMap, taken: Member[], kept: number): void {
  for (const [name, score] of taken.splice(kept)) set.set(name, score);
}

/** When its next host falls due; and the next one that is not slow. */
export function nextDue({ floor }: World, run: Run, now: number): { due: number; soon: number } {
  const { delay } = run.terms;
  const first = (set: ScoreMap) => set.first()?.[0] ?? NEVER;
  const host = Math.max(Math.min(first(run.later), first(run.ready) + delay), floor + delay) - AHEAD;
  const soon = Math.min(host, hasAside(run) ? now + SOON : NEVER);
  return { due: Math.min(soon, Math.max(first(run.slow), floor) + delay - AHEAD), soon };
}
