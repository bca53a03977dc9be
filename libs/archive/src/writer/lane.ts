import { setImmediate as othersRun } from 'node:timers/promises';
import { indexLine } from '../index/index-line.ts';
import type { OpenSegment } from '../segment/segment.ts';
import { AppendFailed } from '../segment/segment.ts';
import type { Exchange, Location } from '../types.ts';
import type { Encoded } from './encode.ts';
import type { LargeEncoded } from './encode-large.ts';

type Waiting = {
  exchange: Exchange;
  /** `bytes`: what it takes in the archive. */
  resolve(location: Location, bytes: number): void;
  reject(error: unknown): void;
};

type Ready = Waiting & { encoded: Encoded };
type LargeWaiting = Waiting & { encoded: LargeEncoded };

/** Large ones that share a sync. */
const MOST_LARGE = 32;

/** Bytes of bodies that are encoded in one go, about two milliseconds' worth; then the rest of the process has its turn. */
const AT_ONCE = 384 << 10;

export type LaneParts = {
  newSegment(): Promise<OpenSegment>;
  encode(exchange: Exchange): Encoded;
  /** Throws when the writer's lease was lost meanwhile. */
  checkLease(): void;
  /** A segment that nobody may append to any more: to be cut and sealed from its bytes. */
  giveUp(segment: OpenSegment): Promise<void>;
  maxBytes: number;
  maxAgeMs: number;
};

/**
 * One run's way into the archive: what waits for the next commit, and the segment it will lie in. Operations on the
 * segment happen one after the other.
 */
export function createLane(parts: LaneParts) {
  let waiting: Waiting[] = [];
  let segment: OpenSegment | null = null;
  let usedAt = Date.now();
  /** Large exchanges that are being written or wait for that. */
  let large = 0;
  const largeWaiting: LargeWaiting[] = [];
  let last: Promise<void> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    // Who called gets the error; the next in line must run all the same.
    last = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  /**
   * Encodes what waits, right before it is written and one after the other: a compressor that finds its tables in the CPU's
   * cache takes a fifth less time than one that is called between other work. What cannot be encoded is rejected alone.
   */
  async function encode(batch: readonly Waiting[]): Promise<Ready[]> {
    const ready: Ready[] = [];
    let bytes = 0;
    for (const entry of batch) {
      if (bytes > AT_ONCE) {
        await othersRun();
        bytes = 0;
      }
      bytes += entry.exchange.body.length;
      try {
        ready.push({ ...entry, encoded: parts.encode(entry.exchange) });
      } catch (error) {
        entry.reject(error);
      }
    }
    return ready;
  }

  async function write(batch: readonly Ready[]): Promise<void> {
    parts.checkLease();
    segment ??= await parts.newSegment();
    let offset = segment.length();
    const { name, lines } = segment;
    const total = batch.reduce((sum, { encoded }) => sum + encoded.length, 0);
    await segment.append(
      batch.flatMap(({ encoded }) => encoded.buffers),
      total,
    );
    parts.checkLease();
    for (const { exchange, encoded, resolve } of batch) {
      const location = { segment: name, offset, length: encoded.responseLength };
      lines.push(indexLine({ ...exchange, ...exchange.head, digest: encoded.digest, location }));
      offset += encoded.length;
      resolve(location, encoded.length);
    }
    await sealIfDue(segment);
  }

  /** Writes and syncs those large ones that wait. */
  async function writeLarge(batch: readonly LargeWaiting[]): Promise<void> {
    parts.checkLease();
    segment ??= await parts.newSegment();
    const { name, lines } = segment;
    const appended = await segment.appendEach(batch.map(({ encoded }) => encoded.chunks()));
    parts.checkLease();
    for (const [i, { exchange, encoded, resolve, reject }] of batch.entries()) {
      const at = appended[i]!;
      if ('error' in at) reject(at.error);
      else {
        const location = { segment: name, offset: at.offset, length: encoded.responseLength() };
        lines.push(indexLine({ ...exchange, ...exchange.head, digest: encoded.digest, location }));
        resolve(location, encoded.length());
      }
    }
  }

  async function sealIfDue({ length, createdAt }: OpenSegment): Promise<void> {
    if (length() >= parts.maxBytes || Date.now() - createdAt >= parts.maxAgeMs) await seal();
  }

  /** After a failed append: a segment that is not as it was before is nobody's to append to. */
  async function giveUpBroken(error: unknown): Promise<void> {
    if (!(error instanceof AppendFailed) || error.cutBack || !segment) return;
    const broken = segment;
    segment = null;
    await parts.giveUp(broken);
  }

  async function seal(): Promise<void> {
    const sealing = segment;
    segment = null;
    if (!sealing) return;
    try {
      await sealing.seal();
    } catch (error) {
      await parts.giveUp(sealing);
      throw error;
    }
  }

  async function drop(): Promise<void> {
    const dropped = segment;
    segment = null;
    await dropped?.release();
  }

  return {
    usedAt: () => usedAt,
    /** True when nothing waits and no segment is open. */
    empty: () => waiting.length === 0 && large === 0 && segment === null,
    expired: () => segment !== null && Date.now() - segment.createdAt >= parts.maxAgeMs,
    opened: () => segment?.opened() ?? false,
    segments: () => (segment ? 1 : 0),
    add(entry: Waiting): void {
      usedAt = Date.now();
      waiting.push(entry);
    },
    /** Writes and syncs all that waits; settles each. Rejects never. */
    commit(): Promise<void> {
      return inTurn(async () => {
        const batch = waiting;
        waiting = [];
        if (batch.length === 0) return;
        const ready = await encode(batch);
        if (ready.length === 0) return;
        try {
          await write(ready);
        } catch (error) {
          await giveUpBroken(error);
          // Those resolved already ignore it: then it was the sealing that failed, and `giveUp` has the segment.
          for (const { reject } of batch) reject(error);
        }
      });
    },
    /** Writes an exchange as its bytes come, and syncs it together with others that wait; the next ones wait for that. */
    addLarge(exchange: Waiting['exchange'], encoded: LargeEncoded): Promise<Location> {
      usedAt = Date.now();
      large++;
      const written = new Promise<Location>((resolve, reject) => {
        largeWaiting.push({ exchange, encoded, resolve, reject });
      });
      void inTurn(async () => {
        const batch = largeWaiting.splice(0, MOST_LARGE);
        if (batch.length === 0) return;
        try {
          await writeLarge(batch);
        } catch (error) {
          for (const { reject } of batch) reject(error);
          await giveUpBroken(error);
          return;
        }
        // Whether the sealing fails is no matter of these records: `giveUp` has the segment then.
        if (segment) await sealIfDue(segment).catch(() => {});
      }).catch(() => {}); // whoever waits was told
      return written.finally(() => {
        large--;
      });
    },
    seal: () => inTurn(seal),
    /** Gives up the segment without touching its file: it belongs to others now. */
    drop: () => inTurn(drop),
    release: () => inTurn(async () => segment?.release()),
  };
}

export type Lane = ReturnType<typeof createLane>;
