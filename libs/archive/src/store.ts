import { type FileHandle, open } from 'node:fs/promises';
import { OPEN, segmentPath } from './segment/name.ts';
import { createSegment, type OpenSegment } from './segment/segment.ts';

/**
 * Where segments lie: a file system here, an object store elsewhere. All that writers and readers need of it. A name is
 * `<run>/<time>-<writer>-<number>.warc.gz`.
 */
export type SegmentStore = {
  create(name: string): Promise<OpenSegment>;
  /** Bytes from `offset` on, the reader's own, of a segment sealed or still open, fewer where it ends before; null: there is no such segment. */
  read(name: string, offset: number, length: number): Promise<Buffer | null>;
};

/** Segments as files of a folder, `<name>.open` until they are sealed. */
export function createFileStore(dir: string): SegmentStore {
  return {
    create: (name) => createSegment(dir, name),
    async read(name, offset, length) {
      await using handle = await openSegment(dir, name);
      if (handle === null) return null;
      const bytes = Buffer.alloc(Math.min(length, Math.max(0, (await handle.stat()).size - offset)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    },
  };
}

async function openSegment(dir: string, name: string): Promise<FileHandle | null> {
  const path = segmentPath(dir, name);
  if (path === null) return null;
  // Sealed last as well: the segment may be renamed between the first two looks.
  for (const candidate of [path, path + OPEN, path]) {
    try {
      return await open(candidate, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return null;
}
