import { type FileHandle, open } from 'node:fs/promises';
import { OPEN, segmentPath } from './segment/name.ts';
import { createSegment } from './segment/segment.ts';

export type Appended = { offset: number } | { error: unknown };

/** A segment that is written to, by one caller at a time. */
export type OpenSegment = {
  name: string;
  createdAt: number;
  /** Lines of the index that is written with the seal. */
  lines: string[];
  /** Bytes that are durable: where the next record will lie. */
  length(): number;
  /** Appends all or nothing, durably. */
  append(buffers: Buffer[], total: number): Promise<void>;
  /**
   * Appends things whose bytes come one after the other, each of them whole or not at all, with one sync for all; answers for each where
   * it begins, or why it is not there.
   */
  appendEach(things: readonly AsyncIterable<Buffer>[]): Promise<Appended[]>;
  /** Whether it holds a file descriptor; `release` gives that back until the next append. */
  opened(): boolean;
  release(): Promise<void>;
  /** Finishes it: from then on it is complete, under its name and with its index. */
  seal(): Promise<void>;
};

/**
 * Where segments lie: a file system here, an object store elsewhere. All that writers and readers need of it. A name is
 * `<run>/<time>-<writer>-<number>.warc.gz`.
 */
export type SegmentStore = {
  create(name: string): Promise<OpenSegment>;
  /** Bytes from `offset` on, of a segment sealed or still open, fewer where it ends before; null: there is no such segment. */
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
