import type { CrawlDelays } from '@trunkline/web/robots';
import type { compilePolicy, Terms } from '../stored/compile-policy.ts';
import type { Entry } from '../stored/entry.ts';
import { patternsOf } from '../stored/host-rule.ts';
import type { RobotsKept } from '../stored/robots-kept.ts';
import { ROBOTS_BYTES } from '../stored/robots-kept.ts';
import type { HostRule } from '../types/hosts.ts';
import type { OutcomeEntry } from '../types/outcomes.ts';
import type { DesiredRun, RunCounters } from '../types/runs.ts';
import type { Deque } from './deque.ts';
import { ScoreMap } from './score-map.ts';

export type Scheme = Entry['scheme'];

export type Run = {
  id: string;
  desired: DesiredRun;
  terms: ReturnType<typeof compilePolicy>;
  pass: number;
  used: number;
  counters: Omit<RunCounters, 'waiting' | 'hosts'>;
  seen: Set<string>;
  /** URLs that were taken in, those that are not due among them, and their hosts: what limits of both count. */
  knownUrls: number;
  knownHosts: Set<string>;
  /** By origin: scheme letter and host. */
  queues: Map<string, Deque<Entry>>;
  ready: ScoreMap;
  /** Of `ready` those hosts that were never asked, or kept a slot for long. */
  slow: ScoreMap;
  later: ScoreMap;
  held: Set<string>;
  /** Pages fetched per budget (host, domain or pattern), while the policy limits them. */
  spent: Map<string, number>;
  /** When what waits for a budget is looked at next. */
  look: number;
  pausedHosts: Set<string>;
  /** Hosts that, or an origin of which, were in back-off when they were placed, and until when. */
  rests: Map<string, number>;
  /** `<host> <scheme><path>` -> recoveries that do not count, since the process of the lost session answered later. */
  pardons: Map<string, number>;
  /** Batches of found URLs that are safe elsewhere and not all here yet. */
  promises: Set<string>;
  /** Places that redirects of its seeds end at. */
  places: Set<string>;
  /** Of each host what it set. */
  cookies: Map<string, Map<string, string>>;
  /** Dead URLs accepted again. */
  retried: number;
};

export type Robots = {
  freshUntil: number;
  storedAt: number;
  unreachableSince: number;
  /** What its file asks of whom. */
  delays: CrawlDelays;
  /** Sessions that were lost with it in hand. */
  lost: number;
};

/** Back-off of a host, or of one of its origins. */
export type Rest = { backoffUntil: number; level: number; raisedAt: number };

export type Trouble = Rest & { failures: number; firstFailureAt: number };

export type Host = Rest & {
  name: string;
  lastStart: number;
  inFlight: number;
  /** The session that holds what is in flight, where more than one URL may be. */
  heldBy: Session | null;
  /** When runs asked it last themselves, of those that share it or did. */
  asked: Map<string, number>;
  /** When a sharer was due that let another one go first; 0: none did since the last start. */
  free: number;
  /** Origins whose robots.txt is out. */
  robotsOut: Set<Scheme>;
  troubles: Map<Scheme, Trouble>;
  /** It kept a slot for long when it was asked last. */
  slow: boolean;
  robots: Map<Scheme, Robots>;
  /** The origin served last where several had something waiting. */
  served: Scheme | null;
  /** Who waits here: nobody, one run, or several with the turns each had, per weight. */
  waits: string | null | Map<string, number>;
  /** What the host rule that stands for it allows. */
  rule: Terms | null;
  /** For all runs. */
  paused: boolean;
};

export type Held = {
  run: string;
  host: Host;
  kind: 'page' | 'robots';
  entry: Entry;
  granted: number;
  startIn: number;
};

export type Session = {
  deadline: number;
  inFlight: Map<string, Held>;
  claim: { id: string; tokens: string[] } | null;
  settle: { id: string; reply: { settled: number; stale: string[] } } | null;
  suspect: string | null;
  /** The last request for a hop, and its claim. */
  hop: { id: string; token: string } | null;
  /** Lost, and its process was heard of again. */
  late?: true;
};

/** How long hosts that fail are waited for, ms. */
export type Patience = {
  /** First back-off of a host whose robots.txt cannot be had, and of one that cannot be reached; each further one doubles. */
  robotsRetryMs: number;
  unreachableMs: number;
  /** A host that fails for so long is given up, and one whose robots.txt cannot be had for so long. */
  hostMs: number;
  robotsMs: number;
};

/** What one robots.txt takes: `bytes` as it is counted, `doublings` by which the largest are found. */
export type KeptEntry = {
  at: number;
  until: number;
  kept: RobotsKept;
  host: Host;
  scheme: Scheme;
  bytes: number;
  doublings: number;
  /** Nobody has asked for it in a day. */
  spare: boolean;
};

/** Everything the frontier of one process knows; the verbs beside this file move it. */
export type World = {
  wall(): number;
  offset: number;
  clock: number;
  floor: number;
  token: number;
  pass: number;
  maxUrls: number;
  /** URLs that were refused because the frontier was full. */
  leftOut: number;
  patience: Patience;
  runs: Map<string, Run>;
  /** What the runs of a project know. */
  projects: Map<string, { urls: number; hosts: number }>;
  awake: ScoreMap;
  asleep: ScoreMap;
  hosts: Map<string, Host>;
  sessions: Map<string, Session>;
  delayed: { due: number; order: string; run: string; host: string; entry: Entry }[];
  robots: Map<string, KeptEntry>;
  /** What they take, may take, and how many were let go for it. */
  robotsBytes: number;
  robotsSpareBytes: number;
  robotsMost: number;
  robotsEvicted: number;
  /** By pattern; without terms: removed. */
  rules: Map<string, { rule: HostRule; terms: Terms | null }>;
  /** When a rule was last set or removed. */
  ruledAt: number;
  /** Last word about a host, `<run or *> <host>`: its version. */
  pauses: Map<string, number>;
  /** Words that hold nothing any more, of `pauses` or (`rules <pattern>`) of rules -> when they were said. */
  gone: Map<string, number>;
  /** `<run> <id> <url>` of requests to retry. */
  retried: Set<string>;
  /** By lost session: `<run> <host> <scheme><path>` of the URLs taken from it. */
  recovered: Map<string, string[]>;
  outcomes: OutcomeEntry[];
  outcomeId: number;
  /** Of the verb at work: hosts that have something waiting again, and hosts something came back to. */
  arrived: [Run, Host][];
  freed: [Run, Host][];
  /** Of those, hosts that several runs share. */
  shared: Set<Host>;
};

/** Tokens skipped at the beginning of an epoch, so that none of a lost one is met again. */
export const EPOCH_TOKENS = 10_000_000;
/** What a lost epoch granted may start so many ms into the next one. */
export const LATEST_START = 600;

export function createWorld(wall: () => number, maxUrls: number, patience: Patience): World {
  const now = wall();
  return {
    wall,
    offset: 0,
    clock: now,
    floor: now,
    token: EPOCH_TOKENS,
    pass: 0,
    maxUrls,
    leftOut: 0,
    patience,
    runs: new Map(),
    projects: new Map(),
    awake: new ScoreMap(),
    asleep: new ScoreMap(),
    hosts: new Map(),
    sessions: new Map(),
    delayed: [],
    robots: new Map(),
    robotsBytes: 0,
    robotsSpareBytes: 0,
    robotsMost: ROBOTS_BYTES,
    robotsEvicted: 0,
    rules: new Map(),
    ruledAt: 0,
    pauses: new Map(),
    gone: new Map(),
    retried: new Set(),
    recovered: new Map(),
    outcomes: [],
    outcomeId: 0,
    arrived: [],
    freed: [],
    shared: new Set(),
  };
}

/** A jump of less passes for time, ms, and how long all sessions must have been gone for more to be a jump: scripts/lib/clock.lua. */
const LIMIT = 3000;
const GONE = 60_000;

/** ms that never run backwards, and end no lease by a jump: what the clock on the wall jumps is made up for. */
export function nowOf(world: World): number {
  const now = world.wall() + world.offset;
  const { clock } = world;
  world.clock = Math.max(now, clock);
  if (now > clock + LIMIT) {
    const lease = Math.max(...[...world.sessions.values()].map(({ deadline }) => deadline));
    if (lease > clock && now > lease + GONE) world.clock = clock + LIMIT;
  }
  world.offset += world.clock - now;
  return world.clock;
}

/** What the clock on the wall says, however long that is: where an epoch begins. */
export function wallOf(world: World): number {
  world.clock = Math.max(world.clock, world.wall() + world.offset);
  return nowOf(world);
}

export function hostOf(world: World, name: string): Host {
  let host = world.hosts.get(name);
  if (!host) {
    host = {
      name,
      lastStart: 0,
      inFlight: 0,
      heldBy: null,
      asked: new Map(),
      free: 0,
      robotsOut: new Set(),
      slow: false,
      backoffUntil: 0,
      level: 0,
      raisedAt: 0,
      troubles: new Map(),
      robots: new Map(),
      served: null,
      waits: null,
      rule: ruleFor(world, name),
      paused: false,
    };
    world.hosts.set(name, host);
  }
  return host;
}

/** The terms of the exact rule, else of the one of the longest suffix. */
export function ruleFor(world: World, host: string): Terms | null {
  for (const pattern of patternsOf(host)) {
    const terms = world.rules.get(pattern)?.terms;
    if (terms) return terms;
  }
  return null;
}

export function ended(run: Run | undefined): boolean {
  return !run || run.desired.state === 'ending' || run.desired.state === 'cancelled';
}

export function emit(world: World, entry: { run: string } & Record<string, unknown>): void {
  world.outcomes.push({ id: `0:${++world.outcomeId}`, ...entry } as OutcomeEntry);
}

/** URLs of a run finished without a visit. */
export function giveUp(
  world: World,
  run: Run,
  counter: 'dead' | 'dropped',
  what: { count: number; reason: string; host?: string; url?: string },
): void {
  run.counters.finished += what.count;
  run.counters[counter] += what.count;
  emit(world, { run: run.id, kind: 'dropped', ...what });
}
