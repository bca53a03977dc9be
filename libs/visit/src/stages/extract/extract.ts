import { type Codings, codingsOf, decode, decodeAtOnce } from '@trunkline/web/coding';
import { computedType, documentKind, mayBeDocument, mediaTypeOf, SNIFF_BYTES } from '@trunkline/web/media';
import { freeBuffer } from '@trunkline/web/memory';
import type { CollectedBody } from '../body/collect.ts';
import type { Head } from '../headers/head.ts';
import type { OffThread } from './off-thread.ts';
import { type Document, type Extracted, readPage } from './page.ts';

/** Decoded bytes of a document that are read; what is longer is counted and archived, not read. */
export const READ_MOST = 8 << 20;
/** Documents above this many bytes are read in another thread. */
const OFF_THREAD = 512 << 10;

/** What is known of a body once it was read. `failed`: its parser had to be ended. */
export type Reading = {
  page: Extracted | null;
  /** The media type as its headers and its bytes tell it; null: neither does. */
  type: string | null;
  /** Bytes after decoding. */
  length: number;
  decodeError: string | null;
  failed: boolean;
  /** Only its beginning was read: the rest is read once it is in the archive. */
  beginning?: true;
};

/** `most`: bytes after decoding. `links`: how many are looked at. */
export type ToRead = {
  url: string;
  head: Head;
  body: CollectedBody;
  most: number;
  links: number;
  product: string;
  wantsText?: boolean;
};

/** A document of more bytes takes so long to read that those of many hosts together would keep all other visits waiting. */
export const MIDDLE = 128 << 10;
/** So much of one is read here and now, where the rest can wait. */
const BEGINNING_OF_MIDDLE = 32 << 10;

/**
 * Reads a small document here and now; null when it is large, or its coding is broken: see `extractLarge`. `mayReadAll`: asked of one that
 * is not very small; if not, of that its beginning is read.
 */
export function extractSmall(read: ToRead, mayReadAll: () => boolean = () => true): Reading | null {
  const { head, body, most } = read;
  if (body.length > OFF_THREAD) return null;
  const codings = codingsOf(head.headers);
  if ('error' in codings) return unreadable(head, codings.error);
  const bytes = body.bytes();
  if (bytes instanceof Promise) return null;
  const decoded = decodeAtOnce(bytes, codings, { most, keep: READ_MOST });
  if (!decoded || decoded.bytes.length > OFF_THREAD) return null;
  const document = documentOf(read, decoded.bytes);
  const type = typeOf(head, decoded.bytes);
  const whole = { type, length: decoded.length, decodeError: null, failed: false };
  if (!document || document.bytes.length <= MIDDLE || mayReadAll())
    return { page: document && readPage(document), ...whole };
  const beginning = { ...document, bytes: document.bytes.subarray(0, BEGINNING_OF_MIDDLE) };
  return { page: readPage(beginning), ...whole, beginning: true };
}

/** So much of a large document is read here and now, where the rest can wait: what stands in its head, and its first links. */
const BEGINNING = 128 << 10;

/** Reads how a large document begins; null when it is no document, or its coding is broken: see `extractLarge`. */
export async function extractBeginning(read: ToRead): Promise<Reading | null> {
  const { head, body, most } = read;
  const codings = codingsOf(head.headers);
  if ('error' in codings) return null;
  const { bytes, length, error } = await decodeAll(body, codings, most, BEGINNING);
  const document = error === null ? documentOf(read, bytes) : null;
  if (!document) return null;
  const page = readPage(document);
  const type = typeOf(head, bytes);
  freeBuffer(bytes);
  return { page, type, length, decodeError: null, failed: false, beginning: true };
}

/** Decodes and reads any document within the bounds of memory and time. One at a time: each may take 16 MiB, and there is one thread. */
export async function extractLarge(read: ToRead, offThread: OffThread): Promise<Reading> {
  const { head, body, most } = read;
  const codings = codingsOf(head.headers);
  if ('error' in codings) return unreadable(head, codings.error);
  const decoded = await decodeAll(
    body,
    codings,
    most,
    mayBeDocument(mediaTypeOf(head.headers)) ? READ_MOST : SNIFF_BYTES,
  );
  const document = documentOf(read, decoded.bytes);
  const type = typeOf(head, decoded.bytes); // they may be gone afterwards
  // What is in memory is still to be archived; all else was read or decoded for this alone.
  const isOurs = codings.applied.length > 0 || body.large !== null;
  const page = document && (await offThread.read(document, isOurs));
  if (page && decoded.length > READ_MOST && page.cut !== 'time') page.cut = 'length';
  return {
    page,
    type,
    length: decoded.length,
    decodeError: decoded.error,
    failed: document !== null && page === null,
  };
}

async function decodeAll(body: CollectedBody, codings: Codings, most: number, keep: number) {
  if (codings.applied.length > 0) return decode(body.large ?? (await body.bytes()), codings, { most, keep });
  return { bytes: await body.bytes(keep), length: body.length, error: null };
}

function documentOf(
  { url, head, links, product, wantsText = false }: ToRead,
  bytes: Buffer,
): Document | null {
  if (bytes.length === 0) return null;
  const media = mediaTypeOf(head.headers);
  const kind = documentKind(media, bytes);
  return kind && { bytes, url, kind, charset: media.charset, product, most: links, wantsText };
}

function typeOf({ headers }: Head, bytes: Uint8Array): string | null {
  const media = mediaTypeOf(headers);
  return bytes.length === 0 ? media.essence : computedType(media, bytes);
}

/** Codings nobody can take off: nothing is read, and what came is archived as it is. */
function unreadable({ headers }: Head, error: string): Reading {
  return { page: null, type: mediaTypeOf(headers).essence, length: 0, decodeError: error, failed: false };
}
