import { indexLine } from '../index/index-line.ts';
import type { Segment } from '../segment/segment.ts';
import { AppendFailed } from '../segment/segment.ts';
import type { Exchange, Location } from '../types.ts';
import type { Encoded } from './encode.ts';

type Waiting = {
  exchange: Pick<Exchange, 'url' | 'at' | 'status' | 'headers' | 'revisit'>;
  encoded: Encoded;
  resolve(location: Location): void;
  reject(error: unknown): void;
};

export type LaneParts = {
  newSegment(): Promise<Segment>;
  /** Throws when the writer's lease was lost meanwhile. */
  checkLease(): void;
  /** A segment that nobody may append to any more: to be cut and sealed from its bytes. */
  giveUp(segment: Segment): Promise<void>;
  maxBytes: number;
  maxAgeMs: number;
};

/**
 * One run's way into the archive: what waits for the next commit, and the segment it will lie in. Operations on the
 * segment happen one after the other.
 */
export function createLane(parts: LaneParts) {
  let waiting: Waiting[] = [];
  let segment: Segment | null = null;
  let usedAt = Date.now();
  let last: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    // Who called gets the error; the next in line must run all the same.
    last = turn.catch(() => {});
    return turn;
  }

  async function write(batch: Waiting[]): Promise<void> {
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
      lines.push(indexLine({ ...exchange, digest: encoded.digest, location }));
      offset += encoded.length;
      resolve(location);
    }
    if (segment.length() >= parts.maxBytes || Date.now() - segment.createdAt >= parts.maxAgeMs) await seal();
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
    empty: () => waiting.length === 0 && segment === null,
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
        try {
          await write(batch);
        } catch (error) {
          if (error instanceof AppendFailed && !error.cutBack && segment) {
            const broken = segment;
            segment = null;
            await parts.giveUp(broken);
          }
          // Those resolved already ignore it: then it was the sealing that failed, and `giveUp` has the segment.
          for (const { reject } of batch) reject(error);
        }
      });
    },
    seal: () => inTurn(seal),
    /** Gives up the segment without touching its file: it belongs to others now. */
    drop: () => inTurn(drop),
    release: () => inTurn(async () => segment?.release()),
  };
}

export type Lane = ReturnType<typeof createLane>;
