import { looksLikeTrap } from '@trunkline/web/url';
import { sumCauses } from '../../redis/runs/sum-causes.ts';
import type { GroupOfHosts } from '../../scripts/runs/causes.ts';
import { type Entry, joinUrl, lettersOf, splitUrl } from '../../stored/entry.ts';
import { robotsState } from '../../stored/robots-kept.ts';
import type { ClaimOut } from '../../types/claims.ts';
import type { Cause } from '../../types/runs.ts';
import type { OriginState, UrlState } from '../../types/urls.ts';
import type { Frontier } from '../../types.ts';
import { crawlDelayOf, paceOf, queueOf, restOf, termsOf, waitingOrigins } from '../hosts/places.ts';
import { keptSince } from '../hosts/robots.ts';
import { admits } from '../limits/budgets.ts';
import { opensAt } from '../runs/windows.ts';
import type { ScoreMap } from '../score-map.ts';
import { ended, type Host, hostOf, nowOf, type Run, type Scheme, type World } from '../world.ts';

const MAX_HOPS = 10;

/** scripts/runs/causes.lua and inspect-url.lua, told in TypeScript. */
export function createInspectVerbs(world: World): Pick<Frontier, 'causes' | 'inspectUrl' | 'inFlight'> {
  return {
    async causes(id) {
      const now = nowOf(world);
      const run = world.runs.get(id);
      if (!run) return null;
      const whole = wholeCause(world, run, now);
      const { accepted, finished, inFlight, delayed } = run.counters;
      const waiting = accepted - finished - inFlight - delayed;
      const none = { whole, waiting, hosts: 0, looked: 0, found: [] };
      if (whole || waiting === 0) return sumCauses([[none]]);
      const groups = (['rests', 'held', 'overdue', 'later'] as const).map((group): GroupOfHosts => {
        const found = membersOf(world, run, group, now).flatMap((name) =>
          waitingOrigins(run, name).flatMap((scheme) => {
            const cause = causeOf(world, run, hostOf(world, name), scheme, group, now);
            if (!cause) return [];
            const queue = queueOf(run, name, scheme)!;
            const url = joinUrl(name, scheme, queue.first(1)[0]!.path);
            return [
              { cause, urls: queue.length, squares: 0, samples: [{ host: name, urls: queue.length, url }] },
            ];
          }),
        );
        return { whole, waiting, hosts: 1, looked: 1, found };
      });
      return sumCauses([groups]);
    },

    async inFlight(wanted) {
      const found: ClaimOut[] = [];
      for (const [session, { inFlight }] of world.sessions)
        for (const [token, { run, host, kind, entry, granted, startIn }] of inFlight) {
          if (wanted && !wanted.includes(run)) continue;
          const { scheme, path, depth, tries, recoveries } = entry;
          const url = joinUrl(host.name, scheme, path);
          const terms = { run, host: host.name, kind, url, depth, attempt: tries + 1, recoveries };
          found.push({ token, session, ...terms, since: granted, startsAt: granted + startIn });
        }
      return found.sort((a, b) => a.since - b.since || (a.token < b.token ? -1 : 1));
    },

    async inspectUrl(id, { url, depth = 0, hops = 0 }) {
      const now = nowOf(world);
      const run = world.runs.get(id);
      if (!run) return null;
      const { host: name, scheme, path } = splitUrl(url);
      const at = placeOf(
        world,
        run,
        name,
        scheme,
        (entry) => entry.scheme === scheme && entry.path === path,
        url,
      );
      const host = hostOf(world, name);
      const { delay, conc } = termsOf(run, host);
      const { maxDepth } = run.terms;
      const verdict = (): UrlState['ifEnqueued'] => {
        if (ended(run)) return 'run';
        if (depth > 0 && looksLikeTrap(url)) return 'trap';
        if (maxDepth >= 0 && depth > maxDepth) return 'depth';
        if (hops > MAX_HOPS) return 'hops';
        if (at.state !== 'unknown') return 'known';
        return admits(run, name, path) ? 'accepted' : 'budget';
      };
      const place = run.later.has(name)
        ? 'later'
        : run.ready.has(name) || run.slow.has(name)
          ? 'ready'
          : run.held.has(name)
            ? 'held'
            : 'none';
      const originOf = (letter: Scheme): OriginState => ({
        origin: joinUrl(name, letter, ''),
        due: Math.floor(Math.max(paceOf(world, run, host), restOf(host, letter))),
        backoffUntil: Math.max(host.backoffUntil, restOf(host, letter)),
        robotsOut: host.robotsOut.has(letter),
        robots: robotsState(
          keptSince(world, host, letter),
          host.robots.get(letter)?.unreachableSince ?? 0,
          run.terms.copyAge,
        ),
        waiting: queueOf(run, name, letter)?.length ?? 0,
      });
      return {
        at,
        ifEnqueued: verdict(),
        host: {
          ...originOf(scheme),
          origins: lettersOf(name).map(originOf),
          place,
          delayMs: Math.floor(delay),
          inFlight: host.inFlight,
          limit: conc,
          crawlDelay: {
            askedMs: crawlDelayOf(run, host),
            capped: run.terms.obey === 1 && crawlDelayOf(run, host) > run.terms.crawlDelay,
          },
          sharers: [...world.runs.values()].filter(
            (other) => other !== run && waitingOrigins(other, name).length > 0,
          ).length,
        },
        pages: { used: run.used, most: run.terms.maxPages < 0 ? null : run.terms.maxPages },
        now,
      };
    },
  };
}

function wholeCause(world: World, run: Run, now: number): Cause | null {
  if (run.desired.state !== 'running') return 'PAUSED';
  if (opensAt(run, world.wall(), now) > 0) return 'WINDOW';
  if (run.terms.maxPages >= 0 && run.used >= run.terms.maxPages) return 'QUOTA';
  return [...world.sessions.values()].some(({ deadline }) => deadline > now) ? null : 'NO_WORKERS';
}

type Group = 'rests' | 'held' | 'overdue' | 'later';

function membersOf(world: World, run: Run, group: Group, now: number): string[] {
  if (group === 'rests') return [...run.rests].filter(([, until]) => until > now).map(([name]) => name);
  if (group === 'held') return [...run.held];
  if (group === 'later') return run.later.names().filter((name) => run.later.get(name)! > now - 1000);
  const { delay } = run.terms;
  const late = run.later.names().filter((name) => run.later.get(name)! <= now - 1000);
  if (world.floor + delay > now - 1000) return late;
  const overdue = (set: ScoreMap) =>
    set.names().filter((name) => set.get(name)! <= Math.floor(now - 1000 - delay));
  return [...late, ...overdue(run.slow), ...overdue(run.ready)];
}

function causeOf(
  world: World,
  run: Run,
  host: Host,
  scheme: Scheme,
  group: Group,
  now: number,
): Cause | 'ROBOTS_LOST' | null {
  const { delay, conc } = termsOf(run, host);
  const rests = Math.max(host.backoffUntil, restOf(host, scheme)) > now;
  if (conc === 0 || rests || host.robotsOut.has(scheme)) {
    if (group !== 'rests' && (run.rests.get(host.name) ?? 0) > now) return null;
    return conc === 0
      ? 'PAUSED'
      : rests
        ? restsFor(host, scheme, now)
        : isRobotsLost(host, scheme)
          ? 'ROBOTS_LOST'
          : 'ROBOTS';
  }
  if (group === 'rests') return null;
  if (group === 'held' && now - host.lastStart > Math.max(delay, 1000)) return 'WORKERS_BUSY';
  if (group === 'overdue') return paceOf(world, run, host) <= now - 1000 ? 'WORKERS_BUSY' : null;
  return siteWishes(run, host) ? 'CRAWL_DELAY' : null;
}

/** What an origin rests for: see causes.lua. */
function restsFor(host: Host, scheme: Scheme, now: number): Cause | 'ROBOTS_LOST' {
  if (host.backoffUntil > now && host.backoffUntil >= restOf(host, scheme)) return 'THROTTLED';
  if ((host.troubles.get(scheme)?.failures ?? 0) > 0) return 'UNREACHABLE';
  return isRobotsLost(host, scheme) ? 'ROBOTS_LOST' : 'BACKOFF';
}

const isRobotsLost = (host: Host, scheme: Scheme) => (host.robots.get(scheme)?.unreachableSince ?? 0) > 0;

/** Whether it is the site that wishes for so long a delay, and not the policy or a rule. */
function siteWishes(run: Run, host: Host): boolean {
  const { obey, crawlDelay, delay } = run.terms;
  return obey === 1 && Math.min(crawlDelayOf(run, host), crawlDelay) > Math.max(delay, host.rule?.delay ?? 0);
}

function placeOf(
  world: World,
  run: Run,
  host: string,
  scheme: Scheme,
  isIt: (entry: Entry) => boolean,
  url: string,
): UrlState['at'] {
  if (!run.seen.has(url)) return { state: 'unknown' };
  const queue = queueOf(run, host, scheme)?.toArray() ?? [];
  const position = queue.findIndex(isIt);
  if (position >= 0) return { state: 'waiting', position, attempts: queue[position]!.tries };
  for (const [session, { inFlight }] of world.sessions) {
    for (const [token, held] of inFlight) {
      if (held.run !== run.id || held.host.name !== host || held.kind === 'robots' || !isIt(held.entry))
        continue;
      const since = Math.floor(held.granted + held.startIn);
      return { state: 'inFlight', session, token, since, attempts: held.entry.tries };
    }
  }
  const delayed = world.delayed.find((one) => one.run === run.id && one.host === host && isIt(one.entry));
  if (delayed) return { state: 'delayed', until: delayed.due, attempts: delayed.entry.tries };
  return { state: 'finished' };
}
