import type { Location } from '@trunkline/archive';
import type { CaptureRecord, Policy } from '@trunkline/policy';
import { productToken } from '@trunkline/web/robots';
import { restOf } from '../outcome/retry-after.ts';
import { createRereader } from '../reread.ts';
import { createTold } from '../told.ts';
import type { FollowRedirect, RobotsResult, VisitParts } from '../types.ts';
import { Ended, type Visit } from '../visit.ts';
import { type Bodies, type CollectedBody, createBodies } from './body/collect.ts';
import { receiveBody } from './body/receive-body.ts';
import { createRoom, type Leave } from './body/room.ts';
import { connectTo } from './connect/connect.ts';
import { type Connection, createConnections } from './connect/connections.ts';
import type { Place } from './connect/place.ts';
import { proxyOf } from './connect/proxy.ts';
import { findWay } from './dns/find-addresses.ts';
import { createResolver, type ResolverOptions } from './dns/resolver.ts';
import { newLinksOf } from './extract/discover.ts';
import { extractBeginning, extractLarge, extractSmall, MIDDLE, type Reading } from './extract/extract.ts';
import { createOffThread } from './extract/off-thread.ts';
import { lookedAt } from './extract/page.ts';
import { readSitemap, type SitemapReading } from './extract/sitemap.ts';
import { createSparedTime } from './extract/spared-time.ts';
import { ask, type Response } from './headers/ask.ts';
import { createDeadlines } from './headers/deadlines.ts';
import type { Head } from './headers/head.ts';
import { requestFor } from './headers/request.ts';
import { type Bandwidth, createBandwidth } from './queue/bandwidth.ts';
import { untilStart } from './queue/until-start.ts';
import { archiveRobots } from './robots/archive-robots.ts';
import { consultRobots } from './robots/consult.ts';
import { type Archived, fetchRobotsOf, type Get, type Ways } from './robots/fetch-robots.ts';
import { type RobotsRead, readRobotsFile } from './robots/read-file.ts';
import { createStage, failedCode } from './stage.ts';
import { store, type ToStore } from './store/store.ts';
import { losesCoding } from './store/without-coding.ts';
import { within } from './waits-for.ts';

/** Places of the stages that have a limit of their own; the others are bounded by the worker's slots. */
const places = { robots: 128, dns: 256, connect: 128, large: 1, store: 512, storeLarge: 24 };

/**
 * Bytes that may be had at once by visits whose bodies are read and stored, those in files apart: small pages do not wait for them. What a
 * body takes meanwhile is several times its length: it, what it is without its coding, its links twice, and its record.
 */
const room = { small: 32 << 20, large: 32 << 20 };
const SMALL_TIMES = 4;
const LEAST = 16 << 10;
const LEAST_OF_LARGE = 2 << 20;

/** A body of more bytes is not kept beside the archive to be read later. */
const KEPT_MOST = 1 << 20;

type UnreadOf = { url: string; startedAt: number };

/** A robots.txt of more bytes is read in another thread. */
const LARGE_ROBOTS = 32 << 10;

export type StageParts = VisitParts & {
  dns?: ResolverOptions;
  /** False: no request may be started now (lease, drain, a host that has just asked for rest). Asked right before one is written. */
  mayStart?: (host: string) => boolean;
  /** Told in the event that brings the headers of a 429 or 503, with the ms the host asked for. */
  onThrottled?: (host: string, retryAfterMs: number | null) => void;
  /** Caps of bytes per second; none but those of jobs when left out. Closed with the visits. */
  bandwidth?: Bandwidth;
};

/** The stages of a visit, each with its limit, sharing one pool of connections. */
export function createStages(parts: StageParts) {
  const mayStart = parts.mayStart ?? (() => true);
  const onThrottled = parts.onThrottled ?? (() => undefined);
  const resolver = createResolver(parts.dns);
  const connections = createConnections();
  const { verifiesTls } = parts;
  const bandwidth = parts.bandwidth ?? createBandwidth();
  const deadlines = createDeadlines();
  const bodies: Bodies = createBodies();
  const offThread = createOffThread();
  const rooms = { small: createRoom(room.small), large: createRoom(room.large) };
  const spared = createSparedTime();
  const limit = {
    queue: createStage('queue'),
    robots: createStage('robots', places.robots),
    // A stage of its own: hosts that do not answer are never before those who only look at rules that are known.
    fetchRobots: createStage('robots'),
    dns: createStage('dns', places.dns),
    connect: createStage('connect', places.connect),
    headers: createStage('headers'),
    body: createStage('body'),
    extract: createStage('extract'),
    extractLarge: createStage('extract', places.large),
    store: createStage('store', places.store),
    storeLarge: createStage('store', places.storeLarge),
  };

  function mayBeUnread(body: CollectedBody): boolean {
    return parts.readLater === 'kept' ? body.length <= KEPT_MOST : (parts.readLater ?? false);
  }

  function wayTo({ config }: Visit, place: Place): Promise<readonly string[] | Ended> {
    return findWay(place, proxyOf(config.access), config.policy.allowPrivateNetworks, resolver);
  }

  /** Asks on a connection, which is handed back whatever happens before the body. */
  function request(
    visit: Visit,
    place: Place,
    addresses: readonly string[],
    connection: Connection,
    wants: (head: Head) => boolean,
    limits: Policy['limits'] = visit.config.policy.limits,
  ): Promise<Response | Ended> {
    const question = {
      visit,
      place,
      request: requestFor(visit, place, parts.contact),
      limits,
      mayStart,
      wants,
    };
    const { give, drop, distrust } = connections;
    const reconnect = () => connectTo(visit, place, addresses, { connections, verifiesTls, fresh: true });
    return ask(question, connection, { deadlines, bodies, reconnect, give, drop, distrust });
  }

  /** The visit asks for no more bytes. */
  function releaseGrant(visit: Visit): void {
    visit.grant?.over();
    visit.grant = null;
  }

  /** A large robots.txt is read off the thread that all other visits wait for. */
  async function readFile(bytes: Buffer, userAgent: string): Promise<RobotsRead | null> {
    if (bytes.length <= LARGE_ROBOTS) return readRobotsFile({ bytes, userAgent });
    const alone = bytes.byteLength === bytes.buffer.byteLength;
    return offThread.readRobots({ bytes, userAgent }, alone);
  }

  async function archiveChanged(visit: Visit, origin: string, digest: string, what: Archived): Promise<void> {
    const { archive, archivedRobots } = parts;
    if (!archivedRobots || (await archivedRobots(origin)) === digest) return;
    await archiveRobots(visit, what, archive);
  }

  return {
    onThrottled,
    worker: parts.worker,
    isKnown: parts.isKnown ?? (() => false),
    told: createTold(),
    cookies: parts.cookies,
    onHead: parts.onHead ?? (() => undefined),

    queue: (visit: Visit) => limit.queue.pass(visit, () => untilStart(visit, mayStart)),

    /** Waits until the caps have bytes left: no stage, but a wait with a clock of its own. */
    async bandwidth(visit: Visit): Promise<void> {
      visit.grant = await bandwidth.admit(visit);
    },

    releaseGrant,

    robots: (visit: Visit, origin: string) =>
      limit.robots.pass(visit, () => consultRobots(visit, origin, parts.robots)),

    dns: (visit: Visit, place: Place) => limit.dns.pass(visit, () => wayTo(visit, place)),

    connect: (visit: Visit, place: Place, addresses: readonly string[]) =>
      limit.connect.pass(visit, () => {
        visit.deadline = performance.now() + visit.config.policy.limits.totalMs;
        return connectTo(visit, place, addresses, { connections, verifiesTls });
      }),

    headers: (
      visit: Visit,
      place: Place,
      addresses: readonly string[],
      connection: Connection,
      wants: (head: Head) => boolean,
    ) => limit.headers.pass(visit, () => request(visit, place, addresses, connection, wants)),

    body: (visit: Visit, response: Response) =>
      limit.body.pass(visit, async () => {
        const body = await receiveBody(response, connections);
        visit.grant?.received(body.length);
        releaseGrant(visit);
        return body;
      }),

    /** Waits until there is memory to read and store it; what is answered is to be called when that is over. */
    enterRoom: (visit: Visit, { length, large }: CollectedBody): Promise<Leave> =>
      large
        ? rooms.large.enter(visit, Math.max(LEAST_OF_LARGE, length / 2))
        : rooms.small.enter(visit, LEAST + SMALL_TIMES * length),

    /** `mayWait`: of a large document the beginning may do for now. */
    async extract(visit: Visit, head: Head, body: CollectedBody, mayWait = false): Promise<Reading> {
      const { limits, userAgent } = visit.config.policy;
      const product = productToken(userAgent);
      const links = lookedAt(newLinksOf(limits));
      const wantsText =
        mayWait &&
        visit.config.policy.traps !== 'off' &&
        (parts.wantsText?.(visit.run, visit.host, visit.url) ?? false);
      const document = { url: visit.url, head, body, most: limits.decodedBytes, links, product, wantsText };
      const isForLater = mayWait && !visit.validators && mayBeUnread(body);
      const reading = await limit.extract.pass(visit, () => {
        const began = performance.now();
        const read = extractSmall(document, () => !isForLater || spared.any());
        if (read && !read.beginning && read.length > MIDDLE) spared.took(performance.now() - began);
        return read;
      });
      if (reading) return reading;
      const later = isForLater && limit.extractLarge.full();
      const beginning = later ? await limit.extract.pass(visit, () => extractBeginning(document)) : null;
      return beginning ?? limit.extractLarge.pass(visit, () => extractLarge(document, offThread));
    },

    /** Where, or how, the rest of a document is to be had of which only the beginning was read. */
    async unread({ url, startedAt }: UnreadOf, head: Head, body: CollectedBody, location: Location) {
      if (parts.readLater !== 'kept') return location;
      const { status, headers } = head;
      // Its bytes are gone when the visit is over.
      return { url, at: startedAt, status, headers, body: new Uint8Array(await body.bytes()) };
    },

    rereader: createRereader(offThread),

    /** One at a time of the large ones' places: a sitemap may have 50 MiB. */
    readSitemap: (visit: Visit, head: Head, body: CollectedBody): Promise<SitemapReading> =>
      limit.extractLarge.pass(visit, () => readSitemap(visit.url, head, body, offThread)),

    async store(visit: Visit, what: ToStore): Promise<CaptureRecord> {
      const { head, body } = what;
      // Of those that are decoded for it there are not too many at once either.
      const isLarge = body.large !== null || (await losesCoding(head, body, visit.config.policy));
      const of = isLarge ? limit.storeLarge : limit.store;
      return of.pass(visit, () => store(visit, what, parts.archive));
    },

    /** Fetches the robots.txt of an origin: a pass of the robots stage for each request, and none while it waits between them. */
    async fetchRobots(visit: Visit, origin: string, follow?: FollowRedirect): Promise<RobotsResult> {
      await limit.queue.pass(visit, () => untilStart(visit, mayStart));
      const get: Get = async (asks, place, limits) => {
        const addresses = await within(asks, 'dns', () => wayTo(asks, place), failedCode);
        if (addresses instanceof Ended) return addresses;
        const open = () => connectTo(asks, place, addresses, { connections, verifiesTls });
        const connection = await within(asks, 'connect', open, failedCode);
        if (connection instanceof Ended) return connection;
        const hear = (head: Head) => {
          const asked = restOf(head);
          if (asked) onThrottled(asks.host, asked.retryAfterMs);
          return true;
        };
        const answer = () => request(asks, place, addresses, connection, hear, limits);
        return within(asks, 'headers', answer, failedCode);
      };
      const receive: Ways['receive'] = (asks, response) =>
        within(asks, 'body', () => receiveBody(response, connections), failedCode);
      const pass: Ways['pass'] = (work) => limit.fetchRobots.pass(visit, work);
      return fetchRobotsOf(visit, origin, { get, receive, readFile, archive: archiveChanged, pass, follow });
    },

    sockets: () => connections.count(),
    nameServersAway: () => resolver.away(),
    closeIdle: () => connections.closeIdle(),
    async close(): Promise<void> {
      bandwidth.close();
      deadlines.close();
      connections.close();
      resolver.close();
      await offThread.close();
    },
  };
}

export type Stages = ReturnType<typeof createStages>;
