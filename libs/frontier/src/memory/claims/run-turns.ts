import { freeOf } from '../hosts/places.ts';
import type { Sharing } from '../limits/share.ts';
import { opensAt } from '../runs/windows.ts';
import { type Host, hostOf, type Run, type World } from '../world.ts';
import { dueHosts, nextDue } from './due.ts';

const FULL = 1000;

/** Whether anything of the run may go out now. */
export function mayGo(world: World, run: Run, now: number): boolean {
  const { maxPages } = run.terms;
  if (run.desired.state !== 'running' || (maxPages >= 0 && run.used >= maxPages)) return false;
  return opensAt(run, world.wall(), now) === 0 && freeOf(run) > 0;
}

/** `again`: the run has more to do than there is room for, or than there are slots for slow hosts, until another one is due. */
type Turn = { hosts: Host[]; again: number | 'room' | null };

/** The due hosts of a run, taken off its sets; none: the run sleeps, or there are no slots for it. */
export function turnOf(
  world: World,
  run: Run,
  { most, looks, sharing, now }: { most: number; looks: number; sharing: Sharing; now: number },
): Turn {
  const sleep = (at: number | null): Turn => {
    world.awake.delete(run.id);
    if (at !== null) world.asleep.set(run.id, Math.floor(at));
    return { hosts: [], again: null };
  };
  const { maxPages } = run.terms;
  if (run.desired.state !== 'running' || (maxPages >= 0 && run.used >= maxPages)) return sleep(null);
  const opens = opensAt(run, world.wall(), now);
  if (opens > 0) return sleep(opens);
  if (freeOf(run) <= 0) return sleep(now + FULL);
  if (most <= 0) return { hosts: [], again: 'room' };

  const odd = (((world.token + looks) % 1009) * 7919) % 1009;
  const slowRoom = sharing.slowRoom(run);
  const names = dueHosts(world, run, { most, odd, slowRoom, now });
  if (names.length > 0) return { hosts: names.map((name) => hostOf(world, name)), again: null };
  const { due, soon } = nextDue(world, run, now);
  if (slowRoom <= 0 && due <= now && soon > now) return { hosts: [], again: soon };
  return sleep(due === Number.POSITIVE_INFINITY ? null : due);
}

/** The run whose turn it is, and whether there is no other one. */
export function nextRun({ awake }: World, passed: readonly ReadonlySet<string>[]) {
  const taken: [number, string][] = [];
  const take = () => {
    for (let top = awake.first(); top; top = awake.first()) {
      taken.push(top);
      awake.delete(top[1]);
      if (!passed.some((runs) => runs.has(top[1]))) return top;
    }
    return null;
  };
  const top = take();
  const alone = take() === null;
  for (const [pass, id] of taken) awake.set(id, pass);
  return top && { id: top[1], pass: top[0], alone };
}

/** Among those whose turns come: not behind what it had, nor before the others for having been away. */
export function enter(world: World, run: Run): void {
  world.asleep.delete(run.id);
  if (!world.awake.has(run.id)) world.awake.set(run.id, Math.max(run.pass, world.pass));
}
