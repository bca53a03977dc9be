import { mediaTypeOf } from '@trunkline/web/media';

/** Status line and headers of a response. Text has one character a byte: `Buffer.from(value, 'latin1')` are the bytes of a value. */
export type Head = {
  status: number;
  statusText: string;
  /** In order, names as written. */
  headers: [name: string, value: string][];
  /** All of it as received, to the last byte of the blank line; empty where it is not known. */
  bytes: Uint8Array;
  /** What of it is not as HTTP has it and was read all the same, for people; null: nothing. */
  mended: string | null;
  /** The first value of a header by its lower-case name. */
  get(name: string): string | undefined;
};

const unknown = new Uint8Array();

/** The head of a response whose headers are known. */
export function headOf(status: number, headers: Head['headers'], statusText = ''): Head {
  return {
    status,
    statusText,
    headers,
    bytes: unknown,
    mended: null,
    get(wanted) {
      for (const [name, value] of headers) {
        if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
      }
      return undefined;
    },
  };
}

/** The media type in lower case without parameters; null when there is none, or none that says anything. */
export function mediaType({ headers }: Head): string | null {
  return mediaTypeOf(headers).essence;
}

/** Whether a policy's list of media types (`type/*` allowed, empty: all) takes this one. Unknown types are taken. */
export function takesType(contentTypes: readonly string[], type: string | null): boolean {
  if (contentTypes.length === 0 || type === null) return true;
  return contentTypes.some((wanted) => {
    const lower = wanted.toLowerCase();
    return lower === type || lower === '*/*' || (lower.endsWith('/*') && type.startsWith(lower.slice(0, -1)));
  });
}
