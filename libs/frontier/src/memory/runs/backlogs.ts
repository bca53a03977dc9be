import type { Backlog } from '../../types/runs.ts';
import type { Frontier } from '../../types.ts';
import { queueOf, restOf, termsOf, waitingOrigins } from '../hosts/places.ts';
import { hostOf, nowOf, type Run, type World } from '../world.ts';

/** scripts/runs/backlogs.lua, told in TypeScript. */
export function createBacklogs(world: World): Frontier['backlogs'] {
  return async (id, { most, offset = 0, also = [] }) => {
    const now = nowOf(world);
    const run = world.runs.get(id);
    if (!run) return null;
    const held = [...run.held];
    const others = [...run.slow.names(), ...run.ready.names(), ...run.later.names()];
    const hosts = held.length + others.length;
    const ofHeld = hosts > 0 ? Math.min(held.length, Math.ceil((most * held.length) / hosts)) : 0;
    const room = Math.min(most - ofHeld, others.length);
    const spread = Array.from(
      { length: room },
      (_, i) => others[Math.floor(((i + offset) * others.length) / room)]!,
    );
    const names = new Set([...also, ...held.slice(0, ofHeld), ...spread]);
    return {
      hosts,
      looked: [...names].map((name) => backlogOf(world, run, name, now)).filter(({ waiting }) => waiting > 0),
    };
  };
}

function backlogOf(world: World, run: Run, name: string, now: number): Backlog {
  const host = hostOf(world, name);
  const origins = waitingOrigins(run, name);
  const { delay, conc, own } = termsOf(run, host);
  const rest = Math.min(...origins.map((scheme) => restOf(host, scheme)));
  return {
    host: name,
    waiting: origins.reduce((sum, scheme) => sum + queueOf(run, name, scheme)!.length, 0),
    ...{ delayMs: delay, ownMs: own, concurrency: conc },
    restMs: Math.max(0, Math.max(rest, host.backoffUntil) - now),
    startedAgoMs: host.lastStart > 0 ? Math.max(0, now - host.lastStart) : null,
  };
}
