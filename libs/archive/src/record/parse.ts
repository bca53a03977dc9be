import { endOfHead, readHead } from '@trunkline/web/http';
import type { Revisit, StoredResponse } from '../types.ts';
import { PROFILES } from './build.ts';
import { nameOf } from './head.ts';

/** A record taken apart. Header names are in lower case. */
export type ParsedRecord = { type: string; headers: Map<string, string>; block: Buffer };

/** Reads one record from the uncompressed bytes of its member; null when they are none (WARC 1.1 §4). */
export function parseRecord(bytes: Buffer): ParsedRecord | null {
  const named = parseHeaders(bytes);
  // Two line ends close a record, and nothing else may follow.
  if (named === null || bytes.length !== named.end + 4) return null;
  const { headers, start, end } = named;
  return { type: headers.get('warc-type') ?? '', headers, block: bytes.subarray(start, end) };
}

/** The HTTP response in a record of type `response` or `revisit`; null when it holds none. */
export function parseResponse(record: ParsedRecord): StoredResponse | null {
  const found = parseHead(record);
  return found && { ...found.response, body: record.block.subarray(found.body) };
}

/**
 * The response in a record of which there are the first bytes, and where in the record its body begins and ends; null when it holds
 * none, or there are too few of them to say.
 */
export function parseBeginning(
  bytes: Buffer,
): { response: Omit<StoredResponse, 'body'>; body: number; end: number } | null {
  const named = parseHeaders(bytes);
  if (named === null) return null;
  const { headers, start, end } = named;
  const block = bytes.subarray(start, end);
  const found = parseHead({ type: headers.get('warc-type') ?? '', headers, block });
  return found && { response: found.response, body: start + found.body, end };
}

/** The headers of a record, and where its block begins and ends. */
function parseHeaders(bytes: Buffer): { headers: Map<string, string>; start: number; end: number } | null {
  const line = bytes.indexOf('\r\n\r\n');
  if (line < 0 || !bytes.subarray(0, 5).equals(Buffer.from('WARC/'))) return null;
  const headers = new Map<string, string>();
  for (const text of bytes.toString('utf8', 0, line).split('\r\n').slice(1)) {
    const [name, value] = splitHeader(text);
    headers.set(name.toLowerCase(), value);
  }
  const length = Number(headers.get('content-length'));
  const start = line + 4;
  return Number.isSafeInteger(length) && length >= 0 ? { headers, start, end: start + length } : null;
}

/** The response whose head is in a block, and where in that its body begins. */
function parseHead(record: ParsedRecord): { response: Omit<StoredResponse, 'body'>; body: number } | null {
  const { block, headers } = record;
  const revisit = record.type === 'revisit' ? revisitOf(record) : null;
  const body = endOfHead(block);
  if ((record.type !== 'response' && !revisit) || body < 0) return null;
  const head = readHead(block.subarray(0, body));
  if ('problem' in head) return null;
  const response = {
    url: headers.get('warc-target-uri') ?? '',
    at: Date.parse(headers.get('warc-date') ?? ''),
    status: head.status,
    headers: head.headers.map(([name, value]): [string, string] => [nameOf(name), value]),
    ...(revisit ? { revisit } : {}),
  };
  return { response, body };
}

function revisitOf({ headers }: ParsedRecord): Revisit | null {
  const profile = headers.get('warc-profile')?.slice(PROFILES.length);
  const at = Date.parse(headers.get('warc-refers-to-date') ?? '');
  if (profile !== 'identical-payload-digest' && profile !== 'server-not-modified') return null;
  return { profile, of: { at } };
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
}
