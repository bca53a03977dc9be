import type { StoredResponse } from '@trunkline/archive';
import { codingsOf, decode } from '@trunkline/web/coding';
import { documentKind, mediaTypeOf } from '@trunkline/web/media';
import { productToken } from '@trunkline/web/robots';
import { discover } from './stages/extract/discover.ts';
import { MIDDLE, READ_MOST } from './stages/extract/extract.ts';
import { createOffThread } from './stages/extract/off-thread.ts';
import { readPage } from './stages/extract/page.ts';
import { type Head, headOf } from './stages/headers/head.ts';
import type { Discovered, VisitClaim, VisitConfig } from './types.ts';

export type Rereader = {
  /** The links of a stored response that belong to the job, as the visit that stored it found them. Never rejects for what it holds. */
  links(
    stored: StoredResponse,
    of: Pick<VisitClaim, 'url' | 'depth'>,
    config: VisitConfig,
  ): Promise<Discovered[]>;
  close(): Promise<void>;
};

/** Reads documents once more that were read when they were fetched: no network, the bounds of a visit. */
export function createRereader(offThread = createOffThread()): Rereader {
  return {
    async links(stored, { url, depth }, config) {
      const head: Head = headOf(stored.status, stored.headers);
      const codings = codingsOf(head.headers);
      if ('error' in codings) return [];
      const body = Buffer.from(stored.body.buffer, stored.body.byteOffset, stored.body.length);
      const { policy } = config;
      const bounds = { most: policy.limits.decodedBytes, keep: READ_MOST };
      const bytes =
        codings.applied.length > 0
          ? (await decode(body, codings, bounds)).bytes
          : body.subarray(0, READ_MOST);
      const media = mediaTypeOf(head.headers);
      const kind = bytes.length === 0 ? null : documentKind(media, bytes);
      if (!kind) return [];
      const document = {
        bytes,
        url,
        kind,
        charset: media.charset,
        product: productToken(policy.userAgent),
      };
      const page = bytes.length > MIDDLE ? await offThread.read(document) : readPage(document);
      if (!page) return [];
      return discover({ run: '', url, depth }, config, head, page, () => false);
    },
    close: () => offThread.close(),
  };
}
