import { type FileHandle, open } from 'node:fs/promises';
import { readMember } from './gzip/read-member.ts';
import { parseRecord, parseResponse } from './record/parse.ts';
import { OPEN, segmentPath } from './segment/name.ts';
import { type ArchiveReader, type Location, NoSuchRecord } from './types.ts';

/** Reads responses by location, from sealed segments and from those still written to, by any process. */
export function createArchiveReader(dir: string): ArchiveReader {
  return {
    async read(location) {
      const bytes = await readBytes(dir, location);
      const member = readMember(bytes);
      if (member.state !== 'whole' || member.length !== location.length)
        throw new NoSuchRecord(location, 'is no whole gzip member');
      const record = parseRecord(member.data);
      const response = record && parseResponse(record);
      if (!response) throw new NoSuchRecord(location, 'is no response record');
      return response;
    },
  };
}

async function readBytes(dir: string, location: Location): Promise<Buffer> {
  const { offset, length } = location;
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length) || length <= 0)
    throw new NoSuchRecord(location, 'is no place in a file');
  await using handle = await openSegment(dir, location);
  const bytes = Buffer.alloc(Math.min(length, Math.max(0, (await handle.stat()).size - offset)));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
  if (bytesRead !== length) throw new NoSuchRecord(location, 'lies past the end of the segment');
  return bytes;
}

async function openSegment(dir: string, location: Location): Promise<FileHandle> {
  const path = segmentPath(dir, location.segment);
  if (path === null) throw new NoSuchRecord(location, 'names no segment');
  // Sealed last as well: the segment may be renamed between the first two looks.
  for (const candidate of [path, path + OPEN, path]) {
    try {
      return await open(candidate, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new NoSuchRecord(location, 'names a segment that is not in this archive');
}
