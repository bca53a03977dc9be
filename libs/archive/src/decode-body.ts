import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { StoredResponse } from './types.ts';

/** Cut-off bodies end without a trailer: decoders give what they have instead of an error. */
const patient = { finishFlush: constants.Z_SYNC_FLUSH };

const decoders: Record<string, (data: Uint8Array) => Transform> = {
  gzip: () => createGunzip(patient),
  'x-gzip': () => createGunzip(patient),
  // RFC 9110 §8.4.1.2 means zlib; servers that send raw deflate are told apart by the first byte.
  deflate: (data) => (((data[0] ?? 0) & 0x0f) === 8 ? createInflate(patient) : createInflateRaw(patient)),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
};

/**
 * A stored body with its content codings undone: at most `limit` bytes, which is what the visit kept. A coding that is
 * unknown, broken or cut off ends decoding with what there is, as the visit did.
 */
export async function decodeBody(response: StoredResponse, limit: number): Promise<Uint8Array> {
  let data = response.body;
  for (const coding of codings(response).reverse().slice(0, 2)) {
    const decoder = decoders[coding];
    if (decoder === undefined) return data;
    data = await undo(decoder(data), data, limit);
  }
  return data.length > limit ? data.subarray(0, limit) : data;
}

function codings({ headers }: StoredResponse): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function undo(decoder: Transform, data: Uint8Array, limit: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const finish = () => {
      decoder.destroy();
      resolve(Buffer.concat(chunks));
    };
    decoder.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) finish();
    });
    decoder.on('end', finish);
    // Broken codings are the origin's doing; the visit recorded them, and what decoded is what was kept.
    decoder.on('error', finish);
    decoder.end(data);
  });
}
