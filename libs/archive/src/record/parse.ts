import { endOfHead, readHead } from '@trunkline/web/http';
import type { Revisit, StoredResponse } from '../types.ts';
import { PROFILES } from './build.ts';
import { nameOf } from './head.ts';

/** A record taken apart. Header names are in lower case. */
export type ParsedRecord = { type: string; headers: Map<string, string>; block: Buffer };

/** Reads one record from the uncompressed bytes of its member; null when they are none (WARC 1.1 §4). */
export function parseRecord(bytes: Buffer): ParsedRecord | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || !bytes.subarray(0, 5).equals(Buffer.from('WARC/'))) return null;
  const headers = new Map<string, string>();
  for (const line of bytes.toString('utf8', 0, end).split('\r\n').slice(1)) {
    const [name, value] = splitHeader(line);
    headers.set(name.toLowerCase(), value);
  }
  const length = Number(headers.get('content-length'));
  const start = end + 4;
  // Two line ends close a record, and nothing else may follow.
  if (!Number.isSafeInteger(length) || bytes.length !== start + length + 4) return null;
  return {
    type: headers.get('warc-type') ?? '',
    headers,
    block: bytes.subarray(start, start + length),
  };
}

/** The HTTP response in a record of type `response` or `revisit`; null when it holds none. */
export function parseResponse(record: ParsedRecord): StoredResponse | null {
  const { block, headers } = record;
  const revisit = record.type === 'revisit' ? revisitOf(record) : null;
  const end = endOfHead(block);
  if ((record.type !== 'response' && !revisit) || end < 0) return null;
  const head = readHead(block.subarray(0, end));
  if ('problem' in head) return null;
  return {
    url: headers.get('warc-target-uri') ?? '',
    at: Date.parse(headers.get('warc-date') ?? ''),
    status: head.status,
    headers: head.headers.map(([name, value]) => [nameOf(name), value]),
    body: block.subarray(end),
    ...(revisit ? { revisit } : {}),
  };
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
