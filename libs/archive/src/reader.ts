import { readMember } from './gzip/read-member.ts';
import { openResponse, readBytes } from './open-response.ts';
import { parseRecord, parseResponse } from './record/parse.ts';
import { createFileStore, type SegmentStore } from './store.ts';
import { type ArchiveReader, NoSuchRecord } from './types.ts';

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
    open: (location) => openResponse(store, location),
  };
}
