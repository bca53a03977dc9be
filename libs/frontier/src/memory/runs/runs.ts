import { outcomeKinds } from '@trunkline/policy';
import { MOST_LED } from '@trunkline/web/url';
import { FrontierMisuse } from '../../errors.ts';
import { compilePolicy } from '../../stored/compile-policy.ts';
import type { DesiredRun, RunSizes } from '../../types/runs.ts';
import { leave } from '../hosts/places.ts';
import { ScoreMap } from '../score-map.ts';
import { ended, giveUp, hostOf, nowOf, type Run, type World } from '../world.ts';

function createRun(desired: DesiredRun): Run {
  const outcomes = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as Record<
    (typeof outcomeKinds)[number],
    number
  >;
  return {
    id: desired.run,
    desired,
    terms: compilePolicy(desired.config),
    pass: 0,
    used: 0,
    counters: {
      accepted: 0,
      finished: 0,
      delayed: 0,
      inFlight: 0,
      dead: 0,
      dropped: 0,
      bytes: 0,
      known: 0,
      refusedAtEnqueue: 0,
      ...outcomes,
    },
    seen: new Set(),
    knownUrls: 0,
    knownHosts: new Set(),
    queues: new Map(),
    ready: new ScoreMap(),
    slow: new ScoreMap(),
    later: new ScoreMap(),
    held: new Set(),
    spent: new Map(),
    look: 0,
    pausedHosts: new Set(),
    rests: new Map(),
    pardons: new Map(),
    promises: new Set(),
    places: new Set(),
    cookies: new Map(),
    retried: 0,
  };
}

export function applyRun(world: World, desired: DesiredRun): boolean {
  const now = nowOf(world);
  const known = world.runs.get(desired.run);
  if (known && known.desired.version >= desired.version) return false;
  const run = known ?? createRun(desired);
  run.desired = desired;
  run.terms = compilePolicy(desired.config);
  world.runs.set(run.id, run);
  if (desired.state === 'running') {
    if (!world.awake.has(run.id)) world.asleep.set(run.id, Math.min(now, world.asleep.get(run.id) ?? now));
  } else {
    run.pass = world.awake.get(run.id) ?? run.pass;
    world.awake.delete(run.id);
    world.asleep.delete(run.id);
  }
  return true;
}

/** Adds to the places of a run; answers how many it has. */
export function widen(world: World, id: string, places: readonly string[]): number {
  const known = world.runs.get(id)?.places;
  for (const place of places) if (known && known.size < MOST_LED) known.add(place);
  return known?.size ?? 0;
}

export function sizes(world: World, id: string): RunSizes | null {
  const run = world.runs.get(id);
  if (!run) return null;
  const { state, version } = run.desired;
  const { accepted, finished, inFlight, delayed } = run.counters;
  const waiting = accepted - finished - inFlight - delayed;
  const { maxPages } = run.terms;
  return {
    state,
    version,
    counters: {
      ...run.counters,
      waiting,
      hosts: run.ready.size + run.slow.size + run.later.size + run.held.size,
    },
    discovering: run.promises.size,
    retried: run.retried,
    exhausted: maxPages >= 0 && run.used >= maxPages && inFlight === 0,
  };
}

export function drop(world: World, id: string, reason: string): number {
  const run = world.runs.get(id);
  if (!run) return 0;
  if (!ended(run)) {
    throw new FrontierMisuse(`Run ${id} has not ended: bring it to ending or cancelled before dropping it`);
  }
  const { accepted, finished, inFlight } = run.counters;
  const count = accepted - finished - inFlight;
  if (count > 0) giveUp(world, run, 'dropped', { count, reason });
  run.counters.delayed = 0;
  run.promises.clear();
  for (const name of [...run.ready.names(), ...run.slow.names(), ...run.later.names(), ...run.held])
    leave(world, run, hostOf(world, name));
  run.ready = new ScoreMap();
  run.slow = new ScoreMap();
  run.later = new ScoreMap();
  run.held.clear();
  return count;
}
