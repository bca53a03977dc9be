import type { StoredResponse } from '@trunkline/archive';
import { codingsOf, decode } from '@trunkline/web/coding';
import { documentKind, mediaTypeOf } from '@trunkline/web/media';
import { productToken } from '@trunkline/web/robots';
import { discover, type Found, newLinksOf } from './stages/extract/discover.ts';
import { MIDDLE, READ_MOST } from './stages/extract/extract.ts';
import { createOffThread } from './stages/extract/off-thread.ts';
import { lookedAt, readPage } from './stages/extract/page.ts';
import { type Head, headOf } from './stages/headers/head.ts';
import type { Discovered, VisitClaim, VisitConfig } from './types.ts';

/** What was made of its beginning: how many links were found there, and which are known. */
export type Beginning = { found: number; isKnown(url: string): boolean };

type Of = Pick<VisitClaim, 'url' | 'depth'>;

export type Rereader = {
  /** The links of a stored response that belong to the job, as the visit that stored it found them. Never rejects for what it holds. */
  links(stored: StoredResponse, of: Of, config: VisitConfig): Promise<Discovered[]>;
  /** The same of one of which the beginning was read: those that are new, and what is left out of the whole page. */
  rest(stored: StoredResponse, of: Of, config: VisitConfig, beginning: Beginning): Promise<Found>;
  close(): Promise<void>;
};

/** Reads documents once more that were read when they were fetched: no network, the bounds of a visit. */
export function createRereader(offThread = createOffThread()): Rereader {
  async function rest(
    stored: StoredResponse,
    { url, depth }: Of,
    config: VisitConfig,
    { found, isKnown }: Beginning,
  ): Promise<Found> {
    const nothing: Found = { links: [], omitted: [] };
    const head: Head = headOf(stored.status, stored.headers);
    const codings = codingsOf(head.headers);
    if ('error' in codings) return nothing;
    const body = Buffer.from(stored.body.buffer, stored.body.byteOffset, stored.body.length);
    const { policy } = config;
    const bounds = { most: policy.limits.decodedBytes, keep: READ_MOST };
    const { bytes, length } =
      codings.applied.length > 0
        ? await decode(body, codings, bounds)
        : { bytes: body.subarray(0, READ_MOST), length: body.length };
    const media = mediaTypeOf(head.headers);
    const kind = bytes.length === 0 ? null : documentKind(media, bytes);
    if (!kind) return nothing;
    const newLinks = newLinksOf(policy.limits);
    const product = productToken(policy.userAgent);
    const document = { bytes, url, kind, charset: media.charset, product, most: lookedAt(newLinks) };
    const page = bytes.length > MIDDLE ? await offThread.read(document) : readPage(document);
    if (!page) return nothing;
    if (length > READ_MOST && page.cut !== 'time') page.cut = 'length';
    const asks = {
      isKnown: (_run: string, known: string) => isKnown(known),
      most: Math.max(0, newLinks - found),
    };
    return discover({ run: '', url, depth }, config, head, page, asks);
  }

  return {
    rest,
    links: async (stored, of, config) =>
      (await rest(stored, of, config, { found: 0, isKnown: () => false })).links,
    close: () => offThread.close(),
  };
}
