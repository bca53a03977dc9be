import { createGzip } from 'node:zlib';
import { freeBuffer } from '@trunkline/web/memory';
import { storedMember } from '../gzip/write-member.ts';
import { exchangeRecords } from '../record/build.ts';
import type { Exchange, LargeBody } from '../types.ts';
import { byteLength, isDense } from './encode.ts';

export type LargeExchange = Exchange & { large: LargeBody };

/** An exchange as bytes of a segment, as they come; the lengths are known when all of them have come. */
export type LargeEncoded = {
  /** Compresses all of it now, into memory: `chunks` only hands it out then. */
  prepare(): Promise<void>;
  chunks(): AsyncGenerator<Buffer>;
  responseLength(): number;
  length(): number;
  digest: string;
};

const CHUNK = 64 << 10;

/**
 * Builds the members of an exchange whose body does not lie in memory: compressed in the thread pool, chunk by chunk, so
 * that neither memory nor the event loop is held up by its length.
 */
export function encodeLarge(run: string, exchange: LargeExchange, gzipLevel: number): LargeEncoded {
  const { response, request, payloadDigest } = exchangeRecords(run, exchange);
  const [before, , after] = response;
  const level = isDense(exchange) ? 0 : gzipLevel;
  let responseLength = 0;
  let length = 0;

  async function* record(): AsyncGenerator<Uint8Array> {
    yield before;
    yield* exchange.large.chunks();
    yield after;
  }

  let prepared: Buffer[] | null = null;

  return {
    async prepare() {
      const all: Buffer[] = [];
      for await (const chunk of gzipped(record(), level)) all.push(chunk);
      prepared = [Buffer.concat(all)];
      // What a compressor hands out are parts of larger buffers, of which the garbage collector sees little.
      for (const chunk of all) freeBuffer(chunk, true);
    },
    async *chunks() {
      for await (const chunk of prepared ?? gzipped(record(), level)) {
        responseLength += chunk.length;
        yield chunk;
        freeBuffer(chunk);
      }
      const second = storedMember(request);
      length = responseLength + byteLength(second);
      yield* second;
    },
    responseLength: () => responseLength,
    length: () => length,
    digest: payloadDigest ?? '-',
  };
}

/** One gzip member. A part is done with before the next one is asked for. */
async function* gzipped(parts: AsyncIterable<Uint8Array>, level: number): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level, chunkSize: CHUNK });
  let ready: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => ready.push(chunk));
  gzip.on('error', () => {}); // told to whoever waits for a write or the end
  const take = () => {
    const taken = ready;
    ready = [];
    return taken;
  };
  try {
    for await (const part of parts) {
      await new Promise<void>((resolve, reject) => {
        gzip.write(part, (error) => (error ? reject(error) : resolve()));
      });
      yield* take();
    }
    await new Promise<void>((resolve, reject) => {
      gzip.once('end', resolve).once('error', reject).end();
    });
    yield* take();
  } finally {
    gzip.destroy();
  }
}
