export {
  ArchiveFull,
  type ArchiveReader,
  type ArchiveWriter,
  type Exchange,
  type Location,
  type StoredResponse,
} from './types.ts';
