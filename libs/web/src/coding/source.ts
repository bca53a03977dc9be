/** A body in pieces, each gone when the next one is asked for. */
export type Chunked = { length: number; chunks(): AsyncIterable<Uint8Array> };

/** A body that is read from its beginning as often as need be; a fault of its reader is none of its coding. */
export type Source = {
  length: number;
  fault: { error: unknown } | null;
  /** Its first bytes; none of an empty one. */
  head(): Promise<Buffer>;
  pieces(from?: number): AsyncIterable<Buffer> | Iterable<Buffer>;
  /** All of it, when that is no more than may be in memory. */
  whole(): Promise<Buffer | null>;
};

/** A body that is read in pieces is in memory as a whole up to so many bytes. */
export const MOST_WHOLE = 1 << 20;

export function sourceOf(body: Buffer | Chunked): Source {
  return Buffer.isBuffer(body) ? inMemory(body) : readAgain(body);
}

function inMemory(body: Buffer): Source {
  return {
    length: body.length,
    fault: null,
    head: async () => body,
    pieces: (from = 0) => [body.subarray(from)],
    whole: async () => body,
  };
}

function readAgain(stored: Chunked): Source {
  async function* pieces(from = 0): AsyncGenerator<Buffer> {
    let skip = from;
    try {
      for await (const chunk of stored.chunks()) {
        // A chunk holds good until the next one is asked for, and streams ask before they are done.
        const piece = Buffer.from(chunk.subarray(skip));
        skip -= Math.min(skip, chunk.length);
        if (piece.length > 0) yield piece;
      }
    } catch (error) {
      source.fault = { error };
      throw error;
    }
  }
  const source: Source = {
    length: stored.length,
    fault: null,
    async head() {
      for await (const chunk of pieces()) return chunk;
      return Buffer.alloc(0);
    },
    pieces,
    async whole() {
      if (stored.length > MOST_WHOLE) return null;
      const all: Buffer[] = [];
      for await (const piece of pieces()) all.push(piece);
      return Buffer.concat(all);
    },
  };
  return source;
}
