import { createGunzip } from 'node:zlib';
import { freeBuffer } from '@trunkline/web/memory';
import { parseBeginning } from './record/parse.ts';
import type { SegmentStore } from './store.ts';
import { type Location, NoSuchRecord, type OpenedResponse } from './types.ts';

/** Bytes of a segment that are read at once, and of a record that are put out at once. */
const STEP = 64 << 10;
/** So much is read at once while the head is looked for: often all there is to read. */
const HEAD_STEP = 16 << 10;
/** A record of more bytes before its body is none of ours. */
const MOST_HEAD = 1 << 20;
/** Two line ends close a record. */
const CLOSING = 4;

type Store = Pick<SegmentStore, 'read'>;

/** Opens the response at a location: its head is read now, its body as it is taken; a small record is read whole, once. */
export async function openResponse(store: Store, location: Location): Promise<OpenedResponse> {
  let bytes: Buffer = Buffer.alloc(0);
  let found: ReturnType<typeof parseBeginning> = null;
  let isWhole = true;
  for await (const piece of recordBytes(store, location, HEAD_STEP)) {
    bytes = Buffer.concat([bytes, piece]);
    freeBuffer(piece);
    found ??= parseBeginning(bytes);
    isWhole = false;
    if ((found?.end ?? 0) > STEP || bytes.length > MOST_HEAD) break;
    isWhole = true;
  }
  if (found === null) throw new NoSuchRecord(location, 'is no response record');
  const { response, body, end } = found;
  if (isWhole) checkLength(bytes.length);
  const kept = isWhole ? bytes.subarray(body, end) : null;

  function checkLength(length: number): void {
    if (length !== end + CLOSING) throw new NoSuchRecord(location, 'is no whole response record');
  }

  return {
    ...response,
    length: end - body,
    async *chunks() {
      if (kept !== null) {
        if (kept.length > 0) yield kept;
        return;
      }
      let at = 0;
      for await (const piece of recordBytes(store, location, STEP)) {
        const part = piece.subarray(Math.max(0, body - at), Math.max(0, end - at));
        at += piece.length;
        if (part.length > 0) yield part;
        if (at > end + CLOSING) break;
      }
      checkLength(at);
    },
  };
}

/** The bytes of the record whose gzip member is at a location, checksum included, as they are taken. */
async function* recordBytes(store: Store, location: Location, step: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: step });
  let fault: unknown = null;
  feed().catch((error: Error) => {
    fault = error;
    gunzip.destroy(error);
  });
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    if (fault !== null) throw fault;
    throw new NoSuchRecord(location, `is no whole gzip member (${(error as NodeJS.ErrnoException).code})`);
  } finally {
    gunzip.destroy();
  }

  async function feed(): Promise<void> {
    for await (const piece of storedBytes(store, location, step)) {
      if (gunzip.destroyed) return;
      await new Promise<void>((resolve) => {
        gunzip.once('close', resolve);
        gunzip.write(piece, () => {
          gunzip.off('close', resolve);
          resolve();
        });
      });
      freeBuffer(piece);
    }
    gunzip.end();
  }
}

async function* storedBytes(store: Store, location: Location, step: number): AsyncGenerator<Buffer> {
  const { segment, offset, length } = location;
  for (let at = 0; at < length; at += step) {
    const place = { segment, offset: offset + at, length: Math.min(step, length - at) };
    yield await readBytes(store, place, location);
  }
}

/** Bytes of a segment. @throws {NoSuchRecord} of the record that they belong to, when they are not all there */
export async function readBytes(store: Store, place: Location, record = place): Promise<Buffer> {
  const { segment, offset, length } = place;
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length) || length <= 0)
    throw new NoSuchRecord(record, 'is no place in a file');
  const bytes = await store.read(segment, offset, length);
  if (bytes === null) throw new NoSuchRecord(record, 'names a segment that is not in this archive');
  if (bytes.length !== length) throw new NoSuchRecord(record, 'lies past the end of the segment');
  return bytes;
}
