import { setTimeout as sleep } from 'node:timers/promises';
import { type ArchiveReader, type ArchiveWriter, NoSuchRecord, type Spool } from '@trunkline/archive';
import type { Claim, Frontier } from '@trunkline/frontier';
import { type Clocked, clocked, LocalFault } from '@trunkline/policy';
import { createStageClock, type StageClock, type Tracer, type VisitReport } from '@trunkline/telemetry';
import { createBandwidth, createVisits, outOfDescriptors, type RobotsResult } from '@trunkline/visit';
import { createDiscovery, type Found } from './discovery/discovery.ts';
import { createOwnSpool } from './discovery/own-spool.ts';
import type { Document } from './discovery/packed.ts';
import { createClosing } from './loop/closing.ts';
import { createConfirms } from './loop/confirms.ts';
import { createCounts } from './loop/counts.ts';
import { startCrawlLoop } from './loop/crawl-loop.ts';
import { createHops } from './loop/hops/hops.ts';
import { createSettler } from './loop/settle/settler.ts';
import { createRestingHosts } from './loop/slots/resting-hosts.ts';
import { shareOfProcesses } from './loop/slots/share-of-processes.ts';
import { createSlots } from './loop/slots/slots.ts';
import { createUnclaimed } from './loop/slots/unclaimed.ts';
import { untilAnswered } from './loop/until-answered.ts';
import { createWork } from './loop/work.ts';
import { createCookies } from './runs/cookies.ts';
import { createRobotsRules } from './runs/robots-rules.ts';
import { createRunConfigs, type OpenAccess } from './runs/run-configs.ts';
import { createToldUrls } from './runs/told-urls.ts';
import { troubleOf, unreadyOf } from './session/crawler-health.ts';
import { keepSession } from './session/sessions.ts';
import { timedFrontier } from './session/timed-frontier.ts';
import { createTraps } from './traps/traps.ts';

type Say = (fields: object, message: string) => void;
export type CrawlerLog = { debug: Say; info: Say; warn: Say; error: Say };

export type CrawlerParts = {
  frontier: Frontier;
  archive: ArchiveWriter;
  /**
   * Where found URLs are safe until they are enqueued, so that visits need not wait for that. It is the caller's, and closed after the
   * crawler was drained. None: the crawler has one of its own on this machine, unless its frontier ends with this process; then visits wait.
   */
  spool?: Spool;
  /** The archive to be read: documents that are to be read later are read from it; none: they wait in the spool themselves. */
  stored?: ArchiveReader | null;
  log: CrawlerLog;
  /** Of this process, for records. */
  name: string;
  /** Visits at the same time. */
  slots: number;
  nameServers: readonly string[];
  /** Where whoever asks can be reached (`TRUNKLINE_CONTACT`); null: nowhere. */
  contact?: string | null;
  /** Cap of body bytes a second of this process; null: none. */
  bytesPerSecond?: number | null;
  /** Opens the secrets of jobs; none: runs that have some are not crawled here. */
  openAccess?: OpenAccess;
  /** What measures; none: one of its own. */
  clock?: StageClock<Clocked>;
  /** Makes a trace of some visits; none: of no visit. */
  tracer?: Tracer | null;
  /** Told what each robots.txt said. */
  onRobots?: (claim: Claim, result: RobotsResult) => void;
};

/** How long visits in flight may take to end once the crawler drains, ms. */
const GRACE_MS = 3500;
/** How often a crawler that is drained looks whether its own queue of found URLs is empty, ms. */
const IDLE_MS = 20;
/** Visits are told of one by one from this time in a stage on, ms, and so many. */
const SLOW_MS = 500;
const MOST_TOLD = 256;

/** Everything a process does between a frontier and the web: claim → visit → settle, until it is drained. */
export function startCrawler(parts: CrawlerParts) {
  const { archive, log, name, slots: most, nameServers } = parts;
  const { frontier, read: redisMs } = timedFrontier(parts.frontier);
  const clock = parts.clock ?? createStageClock(clocked);
  const tallyOf = ({ run, host }: { run: string; host: string }) => clock.of(run).tally(host);
  const slots = createSlots(most, undefined, {
    took: (one, at) => tallyOf(one).tookSlot(at),
    gave: (one, at) => tallyOf(one).gaveSlot(one.since, at),
  });
  const unclaimed = createUnclaimed();
  const told = createToldUrls();
  const share = shareOfProcesses(frontier);
  const bandwidth = createBandwidth({ bytesPerSecond: parts.bytesPerSecond ?? null, share: share.now });
  const closing = createClosing(archive, bandwidth, { nameServersAway: () => visits.nameServersAway() });
  const robots = createRobotsRules(frontier);
  const resting = createRestingHosts();
  const sessions = keepSession(frontier, log, { onLost: () => told.forget() });
  const counts = createCounts();
  const traps = createTraps(() => share.now());
  let draining = false;
  let held = false;

  const onAway = () => told.forget();
  const onError = (err: Error) => log.error({ err }, `What was found cannot be enqueued: ${err.message}`);
  const configs = createRunConfigs(frontier, parts.openAccess);
  const { stored } = parts;
  const ownSpool = !parts.spool && frontier.id !== undefined ? createOwnSpool(frontier.id) : null;
  const spool = parts.spool ?? ownSpool;
  const discovery = spool ? createDiscovery({ frontier, spool, told, reread, onAway, onError }) : null;

  async function reread(run: string, { url, depth, found = 0, location }: Document): Promise<Found> {
    const config = await configs.get(run, 0);
    if (!config) return { found: [], maxDepth: null };
    try {
      const page = 'body' in location ? location : await stored?.read(location);
      if (!page) return { found: [], maxDepth: null };
      const isKnown = (link: string) => told.has(run, link);
      const rest = await visits.rest(page, { url, depth }, config, { found, isKnown });
      return { found: rest.links, maxDepth: config.maxDepth, omitted: rest.omitted };
    } catch (error) {
      if (!(error instanceof NoSuchRecord)) throw error;
      log.error({ err: error, url }, 'A stored document cannot be read again: its links are lost');
      return { found: [], maxDepth: null };
    }
  }

  const settler = createSettler(
    frontier,
    told,
    {
      onAway,
      onSettled(claims) {
        counts.settled(claims.length);
        for (const claim of claims) tallyOf(claim).done();
        slots.give(claims);
      },
      onStale(count) {
        counts.stale(count);
        log.warn({ count }, 'Claims were settled too late: they had been given to others');
      },
      onRefused(err, claim) {
        const fault = new LocalFault('SETTLE_REFUSED', err.message, { cause: err });
        counts.fault(fault);
        if (claim)
          return log.error({ err, url: claim.url }, 'What became of a claim was refused: it is given up');
        log.error({ err }, 'The frontier refuses what it is told: claims wait until it does not');
        closing.onFault(fault);
      },
      worker: name,
    },
    discovery,
  );
  const visits = createVisits({
    archive,
    clock,
    worker: name,
    bandwidth,
    robots: (origin) => robots.get(origin),
    archivedRobots: (origin) => robots.digest(origin),
    contact: parts.contact ?? null,
    cookies: createCookies(frontier),
    verifiesTls: (host) => frontier.verifiesTls(host),
    isKnown: (run, url) => told.has(run, url),
    wantsText: traps.wantsText,
    readLater: discovery !== null && (stored ? true : 'kept'),
    dns: { servers: nameServers },
    onThrottled(host, retryAfterMs) {
      resting.said(host, retryAfterMs);
      log.debug({ host, retryAfterMs }, 'The host asks for rest');
    },
    mayStart: (host) => sessions.mayStart() && !resting.has(host),
  });
  const confirms = createConfirms({ frontier, onAway, onLost: sessions.lose });
  const { work, totals, started } = createWork({
    visits,
    clock,
    robots,
    settler,
    hops: createHops({ frontier, settler, slots, confirms, onAway }),
    confirms,
    counts,
    tracer: parts.tracer ?? null,
    name,
    configs,
    async widen(run, place, { signal }) {
      await untilAnswered(() => frontier.widen(run, [place]), signal, onAway);
    },
    traps,
    async hold(run, shapes, { signal }) {
      log.info({ run, shapes }, 'URLs that bring nothing new are held');
      return (await untilAnswered(() => frontier.hold(run, shapes), signal, onAway))?.wide ?? 0;
    },
    onRobots: parts.onRobots ?? (() => undefined),
    onFault(fault) {
      const code = fault instanceof LocalFault ? fault.code : null;
      if (code === 'SECRET_UNREADABLE') log.warn({ code }, fault.message);
      else if (code !== null) log.debug({ code }, fault.message);
      else log.error({ err: fault }, 'A visit broke: this is a bug');
      closing.onFault(fault);
      if (!(fault instanceof LocalFault) || !outOfDescriptors(fault.code)) return;
      slots.narrow();
      visits.closeIdle(); // an archive segment may need what they hold
    },
  });
  const closedBy = () => (held ? 'DRAINED' : (closing.closedBy() ?? discovery?.closedBy() ?? null));
  const onRefused = (err: Error) => log.error({ err }, 'Redis refuses to hand out claims: it is asked again');
  const loop = startCrawlLoop({
    frontier,
    sessions,
    slots,
    closedBy,
    over: () => discovery?.over() ?? [],
    work,
    onAway,
    onRefused,
    unclaimed,
  });
  const stateNow = () => {
    if (draining || (held && slots.held() > 0)) return 'draining' as const;
    return held ? ('paused' as const) : ('running' as const);
  };
  /** A queue of found URLs that is full is so for a reason, if the frontier takes none. */
  const blockedBy = () => {
    const by = loop.blockedBy();
    return by === 'DISCOVERY' ? (discovery?.state().heldBy ?? by) : by;
  };
  const bandwidthNow = () => {
    const { waiting, queuedMs } = clock.waitingIn('bandwidth');
    return { capBytesPerS: bandwidth.cap, waiting, waitMs: queuedMs };
  };
  const signs = () => ({
    silentMs: sessions.silentMs(),
    mayStart: sessions.mayStart(),
    draining,
    blockedBy: blockedBy(),
  });

  return {
    /** Resolves with the first session's id. */
    opened: async () => (await sessions.current()).id,
    /** Rejects when the crawler cannot go on. */
    ended: Promise.all([loop.ended, sessions.ended]),
    clock,
    /** What came of its claims, for metrics. */
    counts: counts.read,
    /** Why it does not crawl, and will not by waiting a little; null: it is well. */
    trouble: () => troubleOf(signs()),
    /** Why it claims nothing at this moment; null: it claims. */
    unready: () => unreadyOf(signs()),
    state: () => ({
      session: sessions.id(),
      state: stateNow(),
      blockedBy: blockedBy(),
      slots: most,
      inFlight: slots.held(),
      transfers: visits.transfers(),
      discovery: discovery?.state() ?? noDiscovery,
      unclaimedMs: unclaimed.read(),
      sockets: visits.sockets(),
      bandwidth: bandwidthNow(),
      faults: Object.fromEntries(counts.read().faults),
      ...totals,
    }),
    /** Calls to the frontier since it was read last. */
    redisMs,
    /** The visits that take half a second and more, the longest first, at most 256. */
    visits: (): VisitReport[] =>
      visits
        .underway()
        .filter(({ claim, ms }) => claim.token !== undefined && ms >= SLOW_MS)
        .sort((a, b) => b.ms - a.ms)
        .slice(0, MOST_TOLD)
        .map(({ claim, stage, ms }) => [claim.token!, stage, Math.round(ms)]),
    /** While told so it claims nothing; what it holds ends. */
    hold(order: boolean): void {
      if (order !== held)
        log.info({ drained: order }, order ? 'Told to claim nothing' : 'Told to claim again');
      held = order;
    },
    /** Claims nothing more, lets what was started end within the grace time, and gives the rest back. */
    async drain(): Promise<void> {
      draining = true;
      share.close();
      sessions.drain();
      await loop.stop();
      const end = performance.now() + GRACE_MS;
      while (slots.held() > 0 && performance.now() < end) {
        slots.look();
        await slots.changed(Math.max(1, end - performance.now()));
      }
      const returned = await sessions.close(started);
      log.info({ returned }, 'Drained');
      await settler.flush();
      // What others would have to find on this machine is better worked off here, if that is soon.
      const last = performance.now() + GRACE_MS;
      if (ownSpool) while (!discovery?.idle() && performance.now() < last) await sleep(IDLE_MS);
      await discovery?.close();
      await ownSpool?.close();
      await visits.close();
    },
  };
}

const noDiscovery = { urls: 0, bytes: 0, oldestMs: 0, heldBy: null, found: 0, enqueued: 0 };

export type Crawler = ReturnType<typeof startCrawler>;
