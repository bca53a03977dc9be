import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Location, StoredResponse } from '@trunkline/archive';
import type { NewUrl } from '@trunkline/frontier';
import type { Discovered } from '@trunkline/visit';
import { freeBuffer } from '@trunkline/web/memory';

/** URLs that visits of one run found, as they lie in the spool and in memory until they are enqueued. */
export type Packed = {
  run: string;
  level: number;
  /** URLs in it; 0 of a document. */
  count: number;
  body: Buffer;
  /** What is in it is a `Document`: its links have yet to be read. */
  document?: true;
};

/** A large page that lies in the archive and of which only the beginning was read. */
export type Document = {
  url: string;
  depth: number;
  /** Links found in its beginning; left out: none. */
  found?: number;
  location: Location | StoredResponse;
};

/** What the URLs of a group have in common. */
type Group = { p: string; d: number; h: number; u?: 1; s?: number; l: string[] };

/**
 * The first links of every page come before the rest of any: with these its host can be asked again, for as long as the others take.
 * Level n of a page has so many URLs, the last of them any number of packs of that size.
 */
const LEVELS = [32, 128, 512, 2048];
/** Below this many characters a frame costs more than it saves. */
const WORTH_IT = 4096;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs what one page has found, a pack per level. */
export function packPage(run: string, parent: string, found: readonly Discovered[]): Packed[] {
  const packs: Packed[] = [];
  for (let from = 0, level = 0; from < found.length; level++) {
    const size = LEVELS[Math.min(level, LEVELS.length - 1)]!;
    const some = found.slice(from, from + size);
    packs.push(
      pack(
        run,
        level,
        some.map((one) => ({ ...one, parent })),
      ),
    );
    from += size;
  }
  return packs;
}

export function pack(run: string, level: number, urls: readonly NewUrl[]): Packed {
  const groups: Group[] = [];
  for (const { url, depth, hops, urgent = false, sitemap = 0, parent = '' } of urls) {
    const last = groups.at(-1);
    const same =
      last?.p === parent &&
      last.d === depth &&
      last.h === hops &&
      (last.u === 1) === urgent &&
      (last.s ?? 0) === sitemap;
    if (same) last.l.push(url);
    else {
      const more = { ...(urgent && { u: 1 as const }), ...(sitemap > 0 && { s: sitemap }) };
      groups.push({ p: parent, d: depth, h: hops, ...more, l: [url] });
    }
  }
  const text = Buffer.from(JSON.stringify(groups));
  if (text.length < WORTH_IT) return { run, level, count: urls.length, body: text };
  const body = own(zstdCompressSync(text, fast));
  freeBuffer(text);
  return { run, level, count: urls.length, body };
}

/** In memory of its own length: what a compressor answers is the beginning of a buffer many times as long. */
function own(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

export function packDocument(run: string, document: Document): Packed {
  // Behind the first links of all pages, before the bulk of any.
  return { run, level: 1, count: 0, body: bodyOf(document), document: true };
}

/** A line of JSON; of a document that is not in the archive its own body behind it, all of it compressed. */
function bodyOf({ location, ...of }: Document): Buffer {
  if (!('body' in location)) return Buffer.from(JSON.stringify({ ...of, location }));
  const { body, ...head } = location;
  const text = Buffer.concat([Buffer.from(`${JSON.stringify({ ...of, location: head })}\n`), body]);
  freeBuffer(Buffer.from(body.buffer, body.byteOffset, body.length)); // nobody else has it
  const packed = own(zstdCompressSync(text, fast));
  freeBuffer(text);
  return packed;
}

export function unpackDocument(packed: Buffer): Document {
  if (!isFrame(packed)) return JSON.parse(packed.toString()) as Document;
  const text = zstdDecompressSync(packed);
  const line = text.indexOf(0x0a);
  const { location, ...of } = JSON.parse(text.toString('utf8', 0, line)) as Document;
  return { ...of, location: { ...(location as StoredResponse), body: text.subarray(line + 1) } };
}

/** JSON never begins as a Zstandard frame (RFC 8878) does. */
const isFrame = (body: Buffer) => body.length >= 4 && body.readUInt32LE(0) === 0xfd2fb528;

export function unpack(body: Buffer): NewUrl[] {
  const packed = isFrame(body);
  const text = packed ? zstdDecompressSync(body) : body;
  const groups = JSON.parse(text.toString()) as Group[];
  if (packed) freeBuffer(text);
  return groups.flatMap(({ p: parent, d: depth, h: hops, u, s: sitemap = 0, l }) =>
    l.map((url) => ({ url, depth, hops, urgent: u === 1, sitemap, parent })),
  );
}

/** Before the body in the spool, as a line of JSON: what a process must know of it that did not put it there. */
type Head = Omit<Packed, 'body'> & { promise: string };

export function toBlob(promise: string, { body, ...packed }: Packed): Buffer {
  const head: Head = { promise, ...packed };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

export function fromBlob(blob: Buffer): Packed & { promise: string } {
  const line = blob.indexOf(0x0a);
  return { ...(JSON.parse(blob.toString('utf8', 0, line)) as Head), body: blob.subarray(line + 1) };
}
