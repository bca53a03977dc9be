import { parentPort, workerData } from 'node:worker_threads';
import { createArchiveReader, type Location, NoSuchRecord } from '@trunkline/archive';
import { decodeChunks } from '@trunkline/web/coding';
import { type Link, readDocument, readRobotsTag } from '@trunkline/web/html';
import { documentKind, mediaTypeOf } from '@trunkline/web/media';

/** A stored document; `decoded`: bytes of it after decoding, as its visit found. */
export type LinksTask = {
  location: Location;
  url: string;
  decoded: number;
  userAgent: string;
  product: string;
};

/** `fault`: the archive could not be asked, which says nothing of the document. */
export type LinksAnswer = { links: Link[] } | { error: string } | { fault: string };

/** Bounds of reading a document, those of a visit: decoded bytes that are looked at, and CPU time in ms. */
const MOST_BYTES = 8 << 20;
const MOST_MS = 5000;

const archive = createArchiveReader((workerData as { archive: string }).archive);

/** The links of one stored document after the other, read as the visit that stored it did. */
parentPort?.on('message', async ({ id, task }: { id: number; task: LinksTask }) => {
  parentPort?.postMessage({ id, answer: await read(task) });
});

async function read({ location, url, decoded, userAgent, product }: LinksTask): Promise<LinksAnswer> {
  try {
    const stored = await archive.open(location);
    const valuesOf = (wanted: string) =>
      stored.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
    const bytes = Buffer.concat(await Array.fromAsync(decodeChunks(stored, Math.min(decoded, MOST_BYTES))));
    const media = mediaTypeOf(stored.headers);
    const kind = documentKind(media, bytes) ?? 'html';
    const source = { url, kind, charset: media.charset };
    const { links, robots } = readDocument(bytes, source, { milliseconds: MOST_MS, product });
    const all = robots.nofollow || readRobotsTag(valuesOf('x-robots-tag'), userAgent).nofollow;
    return { links: all ? links.map((link) => ({ ...link, nofollow: true })) : links };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof NoSuchRecord ? { error: message } : { fault: message };
  }
}
