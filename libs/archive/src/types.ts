import type { ResponseHead } from '@trunkline/web/http';

/** Where a record lies: segment name, offset and length of its gzip member, in bytes. */
export type Location = { segment: string; offset: number; length: number };

/** A body that does not lie in memory. Each chunk holds good until the next one is asked for. */
export type LargeBody = {
  length: number;
  /** Its first bytes, some tens of them or all. */
  beginning: Uint8Array;
  chunks(): AsyncIterable<Uint8Array>;
};

/** One exchange with an origin, to be kept. */
export type Exchange = {
  url: string;
  /** ms since the epoch at which the request was written. */
  at: number;
  address: string | null;
  /** Why the certificate of the host would not have been accepted, where it was let pass; left out or null: it was accepted. */
  tlsFault?: string | null;
  /** Request line and headers as written to the socket, to their blank line, without secrets. */
  request: Uint8Array;
  /** The head of the response as received, and as it is read. */
  head: Pick<ResponseHead, 'bytes' | 'status' | 'headers'>;
  /** Body bytes as received (transfer decoding only). */
  body: Uint8Array;
  /** In place of `body`, which is empty then. It needs a `payloadDigest`. */
  large?: LargeBody;
  /** `sha1:` + base32 of the body, when the caller has it already. */
  payloadDigest?: string;
  /** The content coding is off, too: readers that know it not could not read the body. */
  decoded?: true;
  truncated?: 'length' | 'time' | 'disconnect';
  /** Kept as a reference to an earlier response, without a body (WARC 1.1 §6.7); `payloadDigest` is of that body. */
  revisit?: Revisit;
};

/**
 * Why no body is kept, and where it is: WARC-Date, in ms since the epoch, and run of the response to the same URL. The run is not read
 * back: it is what the id of that record is made of.
 */
export type Revisit = {
  profile: 'identical-payload-digest' | 'server-not-modified';
  of: { at: number; run?: string };
};

/** A response read back. */
export type StoredResponse = {
  url: string;
  at: number;
  status: number;
  headers: [name: string, value: string][];
  /** Body bytes as received from the origin, content coding still on. */
  body: Uint8Array;
  /** Set when the body is in an earlier response; it is empty here. */
  revisit?: Revisit;
};

/** A response whose body is read as it is taken, from its beginning whenever it is asked for: some hundred KiB are in memory. */
export type OpenedResponse = Omit<StoredResponse, 'body'> & {
  /** Bytes of the body as stored. */
  length: number;
  /** The body as stored; a piece may be used until it is let go. Rejects with code `NO_SUCH_RECORD` where it is damaged. */
  chunks(): AsyncGenerator<Buffer>;
};

/** Thrown by `append` while there is no room: claims stop by the name STORE and resume by themselves. */
export class ArchiveFull extends Error {
  override readonly name = 'ArchiveFull';
  readonly code = 'STORE';
}

/** There is no readable response at a location: it never was there, or its bytes are damaged. */
export class NoSuchRecord extends Error {
  override readonly name = 'NoSuchRecord';
  readonly code = 'NO_SUCH_RECORD';
  constructor(location: Location, what: string) {
    super(`No record: ${location.segment} at ${location.offset}, ${location.length} bytes, ${what}`);
  }
}

/** What a writer has open and has done, for reports. */
export type ArchiveState = {
  segments: number;
  records: number;
  bytes: number;
  commits: number;
  /** Records that are not durable yet, and for how long the oldest of them has been waiting, ms. */
  waiting: number;
  lagMs: number;
  /** Of its file system, as it was a second ago at most; none once that does not answer. */
  freeBytes: number;
};

export type ArchiveWriter = {
  /**
   * Keeps one exchange of a run; resolves once its bytes are durable (one fsync for many records).
   * The location is that of the response record. `exchange.body` must not change meanwhile.
   */
  append(run: string, exchange: Exchange): Promise<Location>;
  /** True while the free-space mark is passed. */
  full(): boolean;
  /** Finishes and renames every open segment. */
  close(): Promise<void>;
};

/** A writer into a file system. */
export type FileArchiveWriter = ArchiveWriter & {
  /** Finishes the open segment of a run that is over; without it that happens after some idle minutes. */
  seal(run: string): Promise<void>;
  state(): ArchiveState;
};

export type ArchiveReader = {
  /** Reads the response at a location; rejects with code `NO_SUCH_RECORD` when it is not there or damaged. */
  read(location: Location): Promise<StoredResponse>;
  /** Reads its head, and then its body as it is taken. Rejects likewise. */
  open(location: Location): Promise<OpenedResponse>;
};
