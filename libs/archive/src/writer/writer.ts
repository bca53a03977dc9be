import { mkdir } from 'node:fs/promises';
import { createDeflater } from '../gzip/deflater.ts';
import { storedMember } from '../gzip/write-member.ts';
import { type Lease, takeLease } from '../lease/lease.ts';
import { warcinfoRecord } from '../record/build.ts';
import { adoptSegment, adoptSegments } from '../segment/adopt.ts';
import { checkRun, segmentName, writerId } from '../segment/name.ts';
import type { OpenSegment } from '../segment/segment.ts';
import { createFileStore } from '../store.ts';
import {
  ArchiveFull,
  type ArchiveState,
  type Exchange,
  type FileArchiveWriter,
  type Location,
} from '../types.ts';
import { byteLength, encodeExchange } from './encode.ts';
import { encodeLarge, type LargeExchange } from './encode-large.ts';
import { watchFreeSpace } from './free-space.ts';
import { inPlaces } from './in-places.ts';
import { createLane, type Lane } from './lane.ts';

export type ArchiveWriterOptions = {
  dir: string;
  /** Name of this writer, unique among those that live: the session's id. */
  writer: string;
  /** What the warcinfo record of a run's segments says besides software and format, such as the policy's version. */
  info?: (run: string) => Record<string, string>;
  /** gzip level, 0 to 9. 1 is the default: 6 takes 2.4 times the CPU for 5 % fewer bytes of HTML. */
  gzipLevel?: number;
  /** A segment is finished beyond this many bytes, this age, or this long without a record. */
  maxBytes?: number;
  maxAgeMs?: number;
  idleMs?: number;
  /** How long the first record of a commit waits for others. */
  commitMs?: number;
  /** Free bytes below which the archive is full; default 5 % of the file system, at most 1 GiB. */
  minFreeBytes?: number;
  /** File descriptors kept open between commits. */
  maxOpen?: number;
  onError?: (error: Error) => void;
};

/** A large body up to this length is compressed before its turn to be written comes, so many of them at the same time. */
const PREPARED = 4 << 20;
const PREPARE_AT_ONCE = 6;
const TICK_MS = 2000;
const ADOPT_MS = 30_000;
/** Commits of different runs at once: as many as the thread pool can sync without starving its other users. */
const PARALLEL = 2;

/**
 * Opens an archive for writing: seals what dead writers left, then appends. Each run has a segment of its own per
 * writer; all that is appended within `commitMs` shares one fsync per run.
 */
export async function openArchiveWriter(options: ArchiveWriterOptions): Promise<FileArchiveWriter> {
  const { dir, gzipLevel = 1, maxBytes = 1 << 30, maxAgeMs = 3_600_000, idleMs = 300_000 } = options;
  const { commitMs = 10, maxOpen = 64, info = () => ({}), onError = () => {} } = options;
  await mkdir(dir, { recursive: true });
  await adoptSegments(dir);
  const store = createFileStore(dir);

  const deflate = gzipLevel === 0 ? null : createDeflater(gzipLevel);
  const base = writerId(options.writer);
  let generation = 0;
  let serial = 0;
  let lease: Lease = await takeLease(dir, base);
  const space = await watchFreeSpace(dir, options.minFreeBytes);
  const lanes = new Map<string, Lane>();
  const dirty = new Set<Lane>();
  /** Names of segments that broke while they were written. */
  const broken = new Set<string>();
  /** When each record that is not durable yet came, performance.now(); the first is the oldest. */
  const pending = new Set<{ at: number }>();
  const totals = { records: 0, bytes: 0, commits: 0 };
  const preparing = inPlaces(PREPARE_AT_ONCE);
  let committing: Promise<void> | null = null;
  let renewing: Promise<void> | null = null;
  let closed = false;
  let adoptedAt = Date.now();

  async function newSegment(run: string): Promise<OpenSegment> {
    const name = segmentName(run, lease.writer, ++serial, new Date());
    const segment = await store.create(name);
    const fields = { software: 'Trunkline', format: 'WARC File Format 1.1', run, ...info(run) };
    const member = storedMember(warcinfoRecord(name.slice(name.indexOf('/') + 1), fields));
    try {
      await segment.append(member, byteLength(member));
    } catch (error) {
      await giveUp(segment);
      throw error;
    }
    return segment;
  }

  async function giveUp(segment: OpenSegment): Promise<void> {
    broken.add(segment.name);
    await segment.release();
  }

  /** Large bodies have a segment of their own, so that what is small and quick never waits for one. */
  const forLarge = (run: string) => `${run} large`;

  function laneOf(run: string, key = run): Lane {
    let lane = lanes.get(key);
    if (!lane) {
      lane = createLane({
        newSegment: () => newSegment(run),
        encode: (exchange) => encodeExchange(run, exchange, deflate),
        checkLease,
        giveUp,
        maxBytes,
        maxAgeMs,
      });
      lanes.set(key, lane);
    }
    return lane;
  }

  function checkLease(): void {
    if (!lease.held())
      throw new Error(`Writer ${lease.writer} slept too long: its segments may be taken over`);
  }

  /** After a long sleep: leaves all open segments to whoever adopts them and goes on under another name. */
  function renewLease(): Promise<void> {
    renewing ??= takeAnotherLease().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function takeAnotherLease(): Promise<void> {
    lease.abandon();
    await Promise.all([...lanes.values()].map((lane) => lane.drop()));
    lease = await takeLease(dir, `${base}.${++generation}`);
  }

  async function commitAll(): Promise<void> {
    while (dirty.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, commitMs));
      // Where even that fails, each commit says that the lease is lost.
      if (!lease.held()) await renewLease().catch((error: Error) => onError(error));
      const batch = [...dirty];
      dirty.clear();
      totals.commits += batch.length;
      const next = batch.values();
      await Promise.all(
        Array.from({ length: PARALLEL }, async () => {
          for (const lane of next) await lane.commit();
        }),
      );
      await releaseSurplus();
    }
  }

  async function releaseSurplus(): Promise<void> {
    const opened = [...lanes.values()].filter((lane) => lane.opened());
    if (opened.length <= maxOpen) return;
    opened.sort((a, b) => a.usedAt() - b.usedAt());
    for (const lane of opened.slice(0, opened.length - maxOpen)) await lane.release();
  }

  async function tidy(): Promise<void> {
    for (const [key, lane] of lanes) {
      if (Date.now() - lane.usedAt() < idleMs && !lane.expired()) continue;
      await lane.seal();
      if (lane.empty()) lanes.delete(key);
    }
    await mendBroken();
    if (Date.now() - adoptedAt < ADOPT_MS) return;
    adoptedAt = Date.now();
    await adoptSegments(dir);
  }

  async function mendBroken(): Promise<void> {
    for (const name of broken) {
      await adoptSegment(dir, name);
      broken.delete(name);
    }
  }

  let tidying: Promise<void> | null = null;
  const timer = setInterval(() => {
    tidying ??= tidy()
      .catch((error: Error) => onError(error))
      .finally(() => {
        tidying = null;
      });
  }, TICK_MS);
  timer.unref();

  function append(run: string, exchange: Exchange): Promise<Location> {
    if (closed) return Promise.reject(new Error('The archive writer is closed'));
    if (space.full()) return Promise.reject(new ArchiveFull(`No room in the archive at ${dir}`));
    if (exchange.large) return appendLarge(run, { ...exchange, large: exchange.large });
    return new Promise((resolve, reject) => {
      checkRun(run);
      const lane = laneOf(run);
      lane.add({
        exchange,
        resolve: (location, bytes) => {
          totals.records += 1;
          totals.bytes += bytes;
          resolve(location);
        },
        reject: (error) => reject(asFull(error)),
      });
      dirty.add(lane);
      committing ??= commitAll().finally(() => {
        committing = null;
      });
      committing.catch((error: Error) => onError(error));
    });
  }

  const lagMs = () => {
    const [oldest] = pending;
    return oldest ? Math.round(performance.now() - oldest.at) : 0;
  };

  return {
    append(run, exchange): Promise<Location> {
      const one = { at: performance.now() };
      pending.add(one);
      return append(run, exchange).finally(() => pending.delete(one));
    },
    full: () => space.full(),
    async seal(run) {
      for (const key of [run, forLarge(run)]) {
        const lane = lanes.get(key);
        if (!lane) continue;
        await lane.commit();
        await lane.seal();
        if (lane.empty()) lanes.delete(key);
      }
    },
    state: (): ArchiveState => ({
      ...totals,
      waiting: pending.size,
      lagMs: lagMs(),
      freeBytes: space.freeBytes(),
      segments: [...lanes.values()].reduce((sum, lane) => sum + lane.segments(), 0),
    }),
    async close() {
      closed = true;
      clearInterval(timer);
      space.stop();
      await committing;
      await tidying;
      if (!lease.held()) await renewLease();
      for (const lane of lanes.values()) {
        await lane.commit();
        await lane.seal();
      }
      await mendBroken();
      await lease.release();
    },
  };

  async function appendLarge(run: string, exchange: LargeExchange): Promise<Location> {
    checkRun(run);
    const encoded = encodeLarge(run, exchange, gzipLevel);
    if (exchange.large.length <= PREPARED) await preparing(() => encoded.prepare());
    if (!lease.held()) await renewLease();
    try {
      const location = await laneOf(run, forLarge(run)).addLarge(exchange, encoded);
      totals.records += 1;
      totals.commits += 1;
      totals.bytes += encoded.length();
      return location;
    } catch (error) {
      throw asFull(error);
    }
  }

  function asFull(error: unknown): unknown {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
    space.sayFull();
    return new ArchiveFull(`No room in the archive at ${dir}`, { cause: error });
  }
}
