export { type Inspected, inspectSegment, segmentsOf } from './inspect/inspect-segment.ts';
export { isGone, ownIdentity, type ProcessIdentity } from './lease/process-identity.ts';
export { createArchiveReader, readerOf } from './reader.ts';
export { sha1Digest, sha1Text } from './record/digest.ts';
export { type Adopted, adoptSegments } from './segment/adopt.ts';
export { dropRecords } from './segment/drop-records.ts';
export { type DroppedSegments, dropSegments } from './segment/drop-segments.ts';
export type { OpenSegment } from './segment/segment.ts';
export { inspectSpool, type SpoolLook } from './spool/inspect-spool.ts';
export { type Kept, openSpool, type Spool } from './spool/spool.ts';
export { createFileStore, type SegmentStore } from './store.ts';
export {
  ArchiveFull,
  type ArchiveReader,
  type ArchiveState,
  type ArchiveWriter,
  type Exchange,
  type FileArchiveWriter,
  type LargeBody,
  type Location,
  NoSuchRecord,
  type OpenedResponse,
  type Revisit,
  type StoredResponse,
} from './types.ts';
export { type ArchiveWriterOptions, openArchiveWriter } from './writer/writer.ts';
