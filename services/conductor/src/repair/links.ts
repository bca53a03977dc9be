import { type ArchiveReader, NoSuchRecord } from '@trunkline/archive';
import type { StoredPage } from '@trunkline/database';
import type { NewUrl, RunConfig } from '@trunkline/frontier';
import type { Rereader } from '@trunkline/visit/reread';

export type LinkReader = {
  /** The links of a stored page that belong to its job; null when its bytes cannot be read. */
  of(page: StoredPage, config: RunConfig): Promise<NewUrl[] | null>;
};

/** Reads pages again from the archive, as the visits that stored them did. */
export function createLinkReader(archive: ArchiveReader, rereader: Rereader): LinkReader {
  return {
    async of(page, config) {
      if (page.status >= 300) return [];
      const { segment, offset, length, url, depth } = page;
      try {
        const stored = await archive.read({ segment, offset, length });
        const found = await rereader.links(stored, { url, depth }, config);
        return found.map((link) => ({ ...link, parent: url }));
      } catch (error) {
        if (error instanceof NoSuchRecord) return null;
        throw error;
      }
    },
  };
}
