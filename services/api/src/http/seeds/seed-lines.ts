import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { bytesPerCost, type Patience, rowsPerCost } from '../../limits/limits.ts';

/** A longer line is no seed; the rest of it is skipped, not kept. Bytes. */
const LINE = 16_384;
/** Who sends is to send so much, in bytes, in each `stuckMs` that is waited for it: a byte now and then holds no place. */
const LEAST = 1024;
const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];

/** What came at once. */
export type Piece = {
  /** Those that are not empty; null for one that is too long. */
  lines: (string | null)[];
  /** Bytes since a line last was a row: blank lines, and the rest of one that is too long. */
  barren: number;
  /** Of reading it, whatever is in it: by bytes, and by lines that are no row. */
  cost: number;
};

/** The lines of a body while it is sent. What else runs has its turn between two pieces. */
export async function* linesOf(
  request: IncomingMessage,
  patience: Pick<Patience, 'stuckMs' | 'lifeMs'>,
): AsyncGenerator<Piece> {
  const lines = createLines();
  for await (const chunk of inTime(request, patience)) {
    yield lines.take(chunk);
    await setImmediate();
  }
  yield lines.end();
}

/** Splits what comes into lines, each byte looked at and copied once, however it is cut up. */
function createLines() {
  const kept = Buffer.allocUnsafe(LINE);
  let length = 0;
  let skipping = false;
  let barren = 0;

  function ended(): string | null {
    const line = kept.toString('utf8', 0, length).trim();
    length = 0;
    return line === '' ? null : line;
  }

  return {
    take(chunk: Buffer): Piece {
      const found: Piece['lines'] = [];
      let [at, blank, rowAt] = [0, 0, -1];
      while (at < chunk.length) {
        if (length === 0 && !skipping && isBlank(chunk[at]!)) {
          if (chunk[at++] === NEWLINE) blank++;
          continue;
        }
        const newline = chunk.indexOf(NEWLINE, at);
        const end = newline < 0 ? chunk.length : newline;
        if (!skipping && length + end - at > LINE) {
          found.push(null);
          rowAt = at;
          [skipping, length] = [true, 0];
        }
        if (!skipping) length += chunk.copy(kept, length, at, end);
        at = end + 1;
        if (newline < 0) break;
        const line = skipping ? null : ended();
        skipping = false;
        if (line === null) {
          blank++;
          continue;
        }
        found.push(line);
        rowAt = end;
      }
      barren = rowAt < 0 ? barren + chunk.length : chunk.length - rowAt;
      // A body may come byte by byte: each piece counts as a line does.
      return { lines: found, barren, cost: chunk.length / bytesPerCost + (blank + 1) / rowsPerCost };
    },
    /** What is left when nothing more comes. */
    end(): Piece {
      const line = ended();
      return { lines: line === null ? [] : [line], barren: 0, cost: 0 };
    },
  };
}

function isBlank(byte: number): boolean {
  return byte === NEWLINE || byte === SPACE || byte === RETURN || byte === TAB;
}

/** What is sent, while it goes on: a place is not held for ever by who sends nothing or next to nothing. Only time waited for it counts. */
async function* inTime(
  request: IncomingMessage,
  { stuckMs, lifeMs }: Pick<Patience, 'stuckMs' | 'lifeMs'>,
): AsyncGenerator<Buffer> {
  // Whoever ends early still has its answer to give.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let [came, waited, waitedInAll] = [0, 0, 0];
  try {
    for (;;) {
      const from = performance.now();
      const left = Math.min(stuckMs - waited, lifeMs - waitedInAll);
      const late = setTimeout(() => request.destroy(), left).unref();
      const { done, value } = await chunks.next().finally(() => clearTimeout(late));
      if (done) return;
      const took = performance.now() - from;
      [came, waited, waitedInAll] = [came + value.length, waited + took, waitedInAll + took];
      if (came >= LEAST) [came, waited] = [0, 0];
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}
