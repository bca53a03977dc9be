import { AHEAD, freeOf, inOrder, outlook, place, termsOf, turnAt } from '../hosts/places.ts';
import type { Leeway } from '../limits/budgets.ts';
import { opensAt } from '../runs/windows.ts';
import type { Host, Run, World } from '../world.ts';
import { enter } from './run-turns.ts';

const PATIENCE = 5000;
const BUSY = 60_000;

/** Another sharer goes first at a host that may be asked from `due` on: it looks at once. */
function handTo(world: World, other: Run, host: Host, due: number, now: number): void {
  const last = Math.max(host.lastStart, world.floor);
  if (host.free === 0 || host.free < last || host.free > Math.ceil(due)) host.free = Math.ceil(due);
  const stood = [other.later.delete(host.name), other.ready.delete(host.name), other.slow.delete(host.name)];
  if (!stood.includes(true)) return;
  place(world, other, host, now);
  enter(world, other);
}

/** Whether a run may go now at a host at which several wait: those who had fewer turns go first. */
export function hasTurn(
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
