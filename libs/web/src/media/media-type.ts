import { MIMEType } from 'whatwg-mimetype';

/** What the headers of a response say of its type. */
export type MediaType = {
  /** Type and subtype, lower case; null when there is none that can be read, or it says that it is unknown. */
  essence: string | null;
  /** Its charset parameter, as written. */
  charset: string | null;
  /** The last header, as written, or null: some spellings are distrusted (MIME Sniffing §5.1). */
  header: string | null;
  /** X-Content-Type-Options: nosniff. */
  noSniff: boolean;
};

const unknown = new Set(['unknown/unknown', 'application/unknown', '*/*']);
const MOST_ESSENCE = 127;

/** By header as written; sites use a handful, hostile ones any number. */
const known = new Map<string, MediaType>();
const MOST_KNOWN = 500;

/**
 * The media type of a response (Fetch §2.2.2, "extract a MIME type"): of several, in one header or many, the last that can be
 * read, with the charset of one before it that is alike.
 */
export function mediaTypeOf(headers: readonly (readonly [string, string])[]): MediaType {
  let all: string | null = null;
  let last: string | null = null;
  let noSniff = false;
  for (const [name, value] of headers) {
    if (name.length === 12 && name.toLowerCase() === 'content-type') {
      all = all === null ? value : `${all}, ${value}`;
      last = value;
    } else if (name.length === 22 && name.toLowerCase() === 'x-content-type-options') {
      noSniff ||= /^[\t ]*nosniff[\t ]*(?:,|$)/i.test(value);
    }
  }
  const found = all === null ? none : (known.get(all) ?? remember(all, extract(all)));
  return all === last && !noSniff ? found : { ...found, header: last, noSniff };
}

const none: MediaType = { essence: null, charset: null, header: null, noSniff: false };

function remember(header: string, found: MediaType): MediaType {
  if (header.length < 200 && known.size < MOST_KNOWN) known.set(header, found);
  return found;
}

function extract(header: string): MediaType {
  let essence: string | null = null;
  let charset: string | null = null;
  for (const part of parts(header)) {
    const type = MIMEType.parse(part);
    if (type === null || type.essence === '*/*') continue;
    const own = type.parameters.get('charset');
    if (own !== undefined || type.essence !== essence) charset = own ?? null;
    essence = type.essence;
  }
  if (essence === null || unknown.has(essence)) return { ...none, charset, header };
  return { essence: essence.slice(0, MOST_ESSENCE), charset, header, noSniff: false };
}

/** Parts of one header, or of several put together, that commas divide, but for those in quotes (Fetch §2.2.2, "get, decode, and split"). */
function parts(header: string): string[] {
  return header.includes(',') ? (header.match(/(?:"(?:[^"\\]|\\.)*(?:"|$)|[^",])+/g) ?? []) : [header];
}
