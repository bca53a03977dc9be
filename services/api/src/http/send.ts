import type { ServerResponse } from 'node:http';
import { freeBuffer } from '@trunkline/web/memory';

/** Bytes that a reader is given at once: the next are got when it has taken them. */
const STEP = 64 << 10;

/** Whoever asked has gone away, or takes nothing: there is nobody to tell. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/**
 * Writes pieces as fast as their reader takes them, one of them in memory at a time, and ends the response. A reader that does not take
 * the next 64 KiB within `readMs` is given up.
 * @throws {ReaderGone}
 */
export async function send(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array | string>,
  readMs: number,
): Promise<void> {
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length; at += STEP)
      await taken(response, bytes.subarray(at, at + STEP), readMs);
    freeBuffer(bytes);
  }
  response.end();
}

function taken(response: ServerResponse, bytes: Uint8Array, readMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (isGone: boolean) => {
      clearTimeout(late);
      response.off('close', gone);
      if (isGone) reject(new ReaderGone('Whoever asked has gone away'));
      else resolve();
    };
    const gone = () => end(true);
    const late = setTimeout(() => response.destroy(), readMs).unref();
    if (response.destroyed) return gone();
    response.once('close', gone);
    response.write(bytes, (error) => end(error != null));
  });
}
