/** Where a record lies: segment name, offset and length of its gzip member, in bytes. */
export type Location = { segment: string; offset: number; length: number };

/** One exchange with an origin, to be kept. */
export type Exchange = {
  url: string;
  /** ms since the epoch at which the request was written. */
  at: number;
  address: string | null;
  /** Request line and headers as sent, without secrets. */
  request: string;
  status: number;
  statusText: string;
  /** Response headers as received, in order. */
  headers: [name: string, value: string][];
  /** Body bytes as received (transfer decoding only). */
  body: Uint8Array;
  /** `sha1:` + base32 of `body`, when the caller has it already. */
  payloadDigest?: string;
  truncated?: 'length' | 'time' | 'disconnect';
};

/** A response read back. */
export type StoredResponse = {
  url: string;
  at: number;
  status: number;
  headers: [name: string, value: string][];
  /** Body bytes as received from the origin, content coding still on. */
  body: Uint8Array;
};

/** Thrown by `append` while there is no room: claims stop by the name STORE and resume by themselves. */
export class ArchiveFull extends Error {
  override readonly name = 'ArchiveFull';
  readonly code = 'STORE';
}

export type ArchiveWriter = {
  /**
   * Keeps one exchange of a run; resolves once its bytes are durable (one fsync for many records).
   * The location is that of the response record.
   */
  append(run: string, exchange: Exchange): Promise<Location>;
  /** True while the free-space mark is passed. */
  full(): boolean;
  /** Finishes and renames every open segment. */
  close(): Promise<void>;
};

export type ArchiveReader = {
  /** Reads the response at a location; rejects with code `NO_SUCH_RECORD` when it is not there or damaged. */
  read(location: Location): Promise<StoredResponse>;
};
