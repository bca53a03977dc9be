import { readMember } from './gzip/read-member.ts';
import { parseRecord, parseResponse } from './record/parse.ts';
import { createFileStore, type SegmentStore } from './store.ts';
import { type ArchiveReader, type Location, NoSuchRecord } from './types.ts';

/** Reads responses by location, from sealed segments and from those still written to, by any process. */
export const createArchiveReader = (dir: string): ArchiveReader => readerOf(createFileStore(dir));

/** Reads responses from a store. */
export function readerOf(store: Pick<SegmentStore, 'read'>): ArchiveReader {
  return {
    async read(location) {
      const bytes = await readBytes(store, location);
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

async function readBytes(store: Pick<SegmentStore, 'read'>, location: Location): Promise<Buffer> {
  const { segment, offset, length } = location;
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length) || length <= 0)
    throw new NoSuchRecord(location, 'is no place in a file');
  const bytes = await store.read(segment, offset, length);
  if (bytes === null) throw new NoSuchRecord(location, 'names a segment that is not in this archive');
  if (bytes.length !== length) throw new NoSuchRecord(location, 'lies past the end of the segment');
  return bytes;
}
