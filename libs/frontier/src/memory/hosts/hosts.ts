import { FrontierMisuse } from '../../errors.ts';
import { joinUrl } from '../../stored/entry.ts';
import { checkRule, checkVersion, compileRule, patternsOf, verifies } from '../../stored/host-rule.ts';
import type { HostChange, HostRule } from '../../types/hosts.ts';
import type { Frontier } from '../../types.ts';
import { ended, giveUp, type Host, hostOf, nowOf, type Run, ruleFor, type World } from '../world.ts';
import { dueAt, leave, place, settlePlaces, takeAll } from './places.ts';

type HostVerbs = Pick<
  Frontier,
  'setRule' | 'removeRule' | 'rules' | 'verifiesTls' | 'pauseHost' | 'resumeHost' | 'cancelHost'
>;

/** scripts/hosts/set-rule.lua, pause-host.lua and cancel-host.lua, told in TypeScript. */
export function createHostVerbs(world: World): HostVerbs {
  function put(rule: HostRule, removed: boolean): { applied: boolean } {
    checkRule(rule);
    const now = nowOf(world);
    if ((world.rules.get(rule.pattern)?.rule.version ?? 0) >= rule.version) return { applied: false };
    // Where no rule stood before, none has to be loosened.
    const others = [...world.rules.values()].some(({ terms }) => terms !== null);
    world.ruledAt = now;
    world.rules.set(rule.pattern, { rule, terms: removed ? null : compileRule(rule) });
    remember(world, `rules ${rule.pattern}`, removed, now);
    for (const host of world.hosts.values()) {
      if (!patternsOf(host.name).includes(rule.pattern)) continue;
      host.rule = ruleFor(world, host.name);
      if (others) placeAgain(world, [...world.runs.values()], host, now);
    }
    settlePlaces(world, now);
    return { applied: true };
  }

  function pause({ host: name, run: id = '*', version }: HostChange, paused: boolean): { applied: boolean } {
    checkVersion(version, `host ${name}`);
    const now = nowOf(world);
    const run = world.runs.get(id);
    const word = `${id} ${name}`;
    if ((id !== '*' && !run) || (world.pauses.get(word) ?? 0) >= version) return { applied: false };
    world.pauses.set(word, version);
    remember(world, `:${word}`, !paused, now);
    const host = hostOf(world, name);
    const before = run ? run.pausedHosts.has(name) : host.paused;
    if (!run) host.paused = paused;
    else if (paused) run.pausedHosts.add(name);
    else run.pausedHosts.delete(name);
    if (before && !paused) placeAgain(world, run ? [run] : [...world.runs.values()], host, now);
    settlePlaces(world, now);
    return { applied: true };
  }

  return {
    setRule: async (rule) => put(rule, false),
    removeRule: async (rule) => put({ ...rule, pace: null, blocked: false }, true),
    rules: async () =>
      [...world.rules.values()]
        .filter(({ terms }) => terms !== null)
        .map(({ rule }) => rule)
        .sort((a, b) => (a.pattern < b.pattern ? -1 : 1)),
    verifiesTls: async (host) =>
      verifies(
        patternsOf(host).map((pattern) => {
          const known = world.rules.get(pattern);
          return known?.terms ? known.rule : null;
        }),
      ),
    pauseHost: async (change) => pause(change, true),
    resumeHost: async (change) => pause(change, false),
    async cancelHost({ host, run: id, reason }) {
      if (reason === '') throw new FrontierMisuse(`Cancelling host ${host} needs a reason`);
      nowOf(world);
      const runs = [...world.runs.values()].filter((run) => !ended(run) && (id ?? run.id) === run.id);
      const dropped = runs.reduce((sum, run) => sum + drop(world, run, hostOf(world, host), reason), 0);
      return { dropped };
    },
  };
}

const REMEMBERED = 3_600_000;

function remember(world: World, word: string, isGone: boolean, now: number): void {
  world.gone.delete(word);
  if (isGone) world.gone.set(word, now);
}

/** scripts/lib/hosts/words.lua, told in TypeScript. */
export function forgetWords(world: World, now: number): void {
  for (const [word, at] of world.gone) {
    if (at > now - REMEMBERED) break;
    world.gone.delete(word);
    if (word.startsWith(':')) world.pauses.delete(word.slice(1));
    else world.rules.delete(word.slice('rules '.length));
  }
}

/** A host that a longer rule put into `later` is placed again, one that is held comes free if it may. */
function placeAgain(world: World, runs: readonly Run[], host: Host, now: number): void {
  for (const run of runs) {
    const due = run.later.get(host.name);
    if (due === undefined) {
      world.freed.push([run, host]);
    } else if (due > now && dueAt(world, run, host) < due) {
      run.later.delete(host.name);
      place(world, run, host, now);
    }
  }
}

/** What waits and what is delayed at the host. */
function drop(world: World, run: Run, host: Host, reason: string): number {
  const count = takeAll(run, host.name);
  if (count > 0) {
    giveUp(world, run, 'dropped', { count, reason, host: host.name });
    run.ready.delete(host.name);
    run.slow.delete(host.name);
    run.later.delete(host.name);
    run.held.delete(host.name);
    leave(world, run, host);
  }
  const gone = world.delayed.filter((one) => one.run === run.id && one.host === host.name);
  world.delayed = world.delayed.filter((one) => !gone.includes(one));
  run.counters.delayed -= gone.length;
  for (const { entry } of gone) {
    const url = joinUrl(host.name, entry.scheme, entry.path);
    giveUp(world, run, 'dropped', { count: 1, reason, host: host.name, url });
  }
  return count + gone.length;
}
