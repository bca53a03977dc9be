import { FrontierMisuse } from '../errors.ts';
import { hopTo, joinUrl } from '../stored/entry.ts';
import { robotsReply } from '../stored/robots-kept.ts';
import { heldPlace, widened } from '../stored/widened.ts';
import type { Frontier } from '../types.ts';
import { claim } from './claims/claim.ts';
import { confirm } from './claims/confirm.ts';
import { hop } from './claims/hop.ts';
import { createHostVerbs } from './hosts/hosts.ts';
import { SPARE_MS } from './hosts/robots.ts';
import { createBacklogs } from './runs/backlogs.ts';
import { applyRun, drop, sizes, widen } from './runs/runs.ts';
import { closeSession, heard, requeue, sweep } from './sessions.ts';
import { createOutcomes } from './settle/outcomes.ts';
import { settle } from './settle/settle.ts';
import { enqueue } from './urls/enqueue.ts';
import { createInspectVerbs } from './urls/inspect.ts';
import { reconcile } from './urls/reconcile.ts';
import { type Ledger, restore } from './urls/restore.ts';
import { retryDead } from './urls/retry-dead.ts';
import { createWorld, EPOCH_TOKENS, emit, LATEST_START, nowOf, type Patience, wallOf } from './world.ts';

export type MemoryFrontierOptions = {
  /** ms of the clock on the wall. */
  clock?: () => number;
  /** URLs it takes; what is more is refused, and counted by `full`. Default ten million. */
  maxUrls?: number;
  maxBacklog?: number;
  /** Bytes of robots rules it keeps; what is let go is asked for again. */
  robotsBytes?: number;
  /** How long hosts that fail are waited for, where it is less than what the frontier on Redis has. */
  patience?: Partial<Patience>;
};

/** The frontier of one process, of the same rules as the one on Redis and their oracle in tests. Lost when it ends. */
export type MemoryFrontier = Frontier & {
  /** What a restart of Redis is to the other: every host waits a full delay, all sessions are lost. */
  newEpoch(): void;
  /** What it is to the other when Redis is emptied as it runs on: a new epoch in which nothing is known. */
  empty(): void;
  /** URLs that were refused because there was no room; 0: it is not full. */
  full(): number;
  /** Puts back what the ledger of an interrupted crawl knows of a run, before its first claim: a new epoch. */
  restore(run: string, ledger: Ledger): void;
};

/** Hosts of a run whose cookies are kept. */
const MOST_JARS = 4096;

const asOnRedis: Patience = {
  robotsRetryMs: 60_000,
  unreachableMs: 5000,
  hostMs: 3_600_000,
  robotsMs: 86_400_000,
};

/** Opens a frontier in memory: one shard, nothing spilled; it says when it is full. */
export function createMemoryFrontier(options: MemoryFrontierOptions = {}): MemoryFrontier {
  const { clock = Date.now, maxUrls = 10_000_000, maxBacklog = 50_000 } = options;
  const world = createWorld(clock, maxUrls, { ...asOnRedis, ...options.patience });
  if (options.robotsBytes !== undefined) world.robotsMost = options.robotsBytes;
  let epoch = 1;
  return {
    async openSession(session, leaseMs) {
      const now = nowOf(world);
      const held = world.sessions.get(session);
      if (held && held.deadline <= now)
        throw new FrontierMisuse(`Session ${session} is lost: open one of another name`);
      const deadline = now + leaseMs;
      if (held) held.deadline = deadline;
      else
        world.sessions.set(session, {
          deadline,
          inFlight: new Map(),
          claim: null,
          settle: null,
          suspect: null,
          hop: null,
        });
      return { deadline };
    },
    async renewSession(session, leaseMs) {
      const held = world.sessions.get(session);
      const now = nowOf(world);
      if (!held || held.deadline <= now) {
        heard(world, session);
        return { lost: true };
      }
      held.deadline = now + leaseMs;
      return { lost: false };
    },
    closeSession: async (session, started) => ({ returned: closeSession(world, session, started) }),
    sessions: async () =>
      [...world.sessions].map(([session, { deadline, inFlight }]) => ({
        session,
        deadline,
        inFlight: inFlight.size,
      })),
    countSessions: async () => world.sessions.size,

    async applyRun(desired, { madeUntil = Number.POSITIVE_INFINITY } = {}) {
      if (!world.runs.has(desired.run) && nowOf(world) > madeUntil) return { applied: false };
      return { applied: applyRun(world, desired) };
    },
    time: async () => nowOf(world),
    async runConfig(run) {
      const found = world.runs.get(run);
      if (!found) return null;
      const { version, config } = found.desired;
      return { version, config: widened(config, [...found.places]), wide: found.places.size };
    },
    cookies: async (run, host) => [...(world.runs.get(run)?.cookies.get(host)?.values() ?? [])],
    async keepCookies(run, host, changes) {
      const jars = world.runs.get(run)?.cookies;
      if (!jars) return;
      const jar = jars.get(host) ?? new Map<string, string>();
      for (const { key, value } of changes) {
        if (value === null) jar.delete(key);
        else jar.set(key, value);
      }
      jars.delete(host);
      if (jar.size > 0) jars.set(host, jar);
      if (jars.size > MOST_JARS) jars.delete(jars.keys().next().value!);
    },
    widen: async (run, places) => ({ wide: widen(world, run, places) }),
    hold: async (run, shapes) => ({ wide: widen(world, run, shapes.map(heldPlace)) }),
    async leaveOut(run, omitted) {
      if (omitted.length > 0 && world.runs.has(run))
        emit(world, { run, kind: 'leftOut', record: JSON.stringify(omitted) });
    },
    sizes: async (run) => sizes(world, run),
    sizesOf: async (runs) => runs.map((run) => sizes(world, run)),
    async keepPromises(run, batches) {
      for (const batch of batches) world.runs.get(run)?.promises.delete(batch);
    },
    promises: async (run) => [...(world.runs.get(run)?.promises ?? [])],
    drop: async (run, reason) => ({ dropped: drop(world, run, reason), left: false }),
    async forget(id, { upTo = Number.POSITIVE_INFINITY } = {}) {
      const run = world.runs.get(id);
      if ((run?.desired.version ?? 0) > upTo) return { left: false };
      const project = run && world.projects.get(run.terms.project);
      if (project) {
        project.urls -= run.knownUrls;
        project.hosts -= run.knownHosts.size;
      }
      world.runs.delete(id);
      world.delayed = world.delayed.filter(({ run }) => run !== id);
      world.awake.delete(id);
      world.asleep.delete(id);
      return { left: false };
    },

    ...createHostVerbs(world),
    ...createInspectVerbs(world),
    backlogs: createBacklogs(world),

    enqueue: async (run, urls) => enqueue(world, run, urls),
    retryDead: async (run, urls) => retryDead(world, run, urls),
    claim: async (session, claimId, want, share) =>
      claim(world, session, { claimId, want: Math.min(want, 256), maxBacklog, share }),
    hop: async (session, hopId, { run, url, hops }) =>
      hop(world, session, { hopId, run, ...hopTo(url, hops) }),
    confirm: async (session, claims) => confirm(world, session, claims),
    requeue: async (session, claims) => ({ returned: requeue(world, session, claims) }),
    settle: async (session, settleId, items) => settle(world, session, settleId, items),
    sweep: async () => sweep(world),

    async robots(origin) {
      const known = world.robots.get(origin);
      return known && known.at + SPARE_MS > nowOf(world) ? robotsReply(known.at, known.kept) : null;
    },
    robotsKept: async () => ({
      bytes: world.robotsBytes,
      origins: [...world.robots.values()].filter(({ spare }) => !spare).length,
      evicted: world.robotsEvicted,
    }),
    ...createOutcomes(world),
    reconcile: async (run, urls) => reconcile(world, run, urls),
    known: async (run, urls) => urls.map((url) => world.runs.get(run)?.seen.has(url) ?? false),
    async *waiting(run) {
      for (const [origin, queue] of world.runs.get(run)?.queues ?? [])
        yield queue.toArray().map(({ scheme, path }) => joinUrl(origin.slice(1), scheme, path));
    },
    memory: async () => ({ usedBytes: process.memoryUsage.rss(), maxBytes: null, full: false }),
    epochs: async () => [{ epoch, server: 'memory', lostAt: null }],
    close: async () => {},

    full: () => world.leftOut,
    restore: (run, ledger) => restore(world, run, ledger),
    newEpoch() {
      const now = wallOf(world);
      world.floor = now + LATEST_START;
      world.token += EPOCH_TOKENS;
      for (const session of world.sessions.values()) session.deadline = now;
      epoch++;
    },
    empty() {
      const { patience, outcomeId } = world;
      Object.assign(world, createWorld(clock, maxUrls, patience), { outcomeId });
      world.floor += LATEST_START;
      epoch++;
    },
  };
}
