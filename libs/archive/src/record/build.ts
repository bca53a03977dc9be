import { randomUUID } from 'node:crypto';
import type { Exchange, Revisit } from '../types.ts';
import { sha1Digest } from './digest.ts';
import { headForRecord } from './head.ts';
import { responseIdOf } from './response-id.ts';

const CRLFCRLF = Buffer.from('\r\n\r\n');
const nothing = new Uint8Array();

export const PROFILES = 'http://netpreserve.org/warc/1.1/revisit/';

/** The bytes of one WARC record (WARC 1.1 §4), in parts so that bodies need not be copied. */
export type RecordParts = Uint8Array[];

/**
 * The response (or revisit) and request records of an exchange. The response carries the digest of its payload. Neither
 * has a block digest, which is optional (WARC 1.1 §5.8): it would hash each body a second time, behind other bytes, only
 * to guard what that digest and the check sum of each gzip member guard already.
 */
export function exchangeRecords(
  run: string,
  exchange: Exchange,
): {
  /** What comes before the body, the body, and what comes after it. */
  response: [before: Buffer, body: Uint8Array, after: Buffer];
  request: RecordParts;
  payloadDigest: string | null;
} {
  const date = new Date(exchange.at).toISOString();
  const requestId = recordId();
  const head = headForRecord(exchange);
  const { body, revisit } = exchange;
  const length = exchange.large?.length ?? body.length;
  // Of a body that is elsewhere nothing can be said but what the caller knows.
  const payloadDigest = exchange.payloadDigest ?? (revisit ? null : sha1Digest(body));
  const { url, at } = exchange;
  const responseId =
    revisit || payloadDigest === null ? recordId() : responseIdOf({ run, url, at, payloadDigest });
  const response: [Buffer, Uint8Array, Buffer] = [
    joined(
      warcHeader([
        ['WARC-Type', revisit ? 'revisit' : 'response'],
        ['WARC-Record-ID', responseId],
        ['WARC-Target-URI', exchange.url],
        ['WARC-Date', date],
        ['WARC-IP-Address', exchange.address],
        ['Trunkline-TLS-Fault', exchange.tlsFault ?? null],
        ['WARC-Concurrent-To', requestId],
        ['WARC-Payload-Digest', payloadDigest],
        ['WARC-Truncated', exchange.truncated],
        ...(revisit ? revisitFields(url, revisit, payloadDigest) : []),
        ['Content-Type', 'application/http;msgtype=response'],
        ['Content-Length', String(head.length + length)],
      ]),
      head,
      nothing,
    ),
    body,
    CRLFCRLF,
  ];
  const request = [
    joined(
      warcHeader([
        ['WARC-Type', 'request'],
        ['WARC-Record-ID', requestId],
        ['WARC-Target-URI', exchange.url],
        ['WARC-Date', date],
        ['WARC-IP-Address', exchange.address],
        ['Trunkline-TLS-Fault', exchange.tlsFault ?? null],
        ['WARC-Concurrent-To', responseId],
        ['Content-Type', 'application/http;msgtype=request'],
        ['Content-Length', String(exchange.request.length)],
      ]),
      exchange.request,
      CRLFCRLF,
    ),
  ];
  return { response, request, payloadDigest };
}

/** The header of a record, the beginning of its block or all of it, and what comes after that, in one buffer: each part costs calls. */
function joined(header: string, block: Uint8Array, after: Uint8Array): Buffer {
  const length = Buffer.byteLength(header);
  const bytes = Buffer.allocUnsafe(length + block.length + after.length);
  bytes.write(header);
  bytes.set(block, length);
  bytes.set(after, length + block.length);
  return bytes;
}

/** What says where the body is (WARC 1.1 §5.11 to §5.13, §6.7): a reader finds the response by its id, or by its URL and date. */
function revisitFields(
  url: string,
  { profile, of: { at, run } }: Revisit,
  payloadDigest: string | null,
): [name: string, value: string | null][] {
  const isKnown = run !== undefined && payloadDigest !== null;
  return [
    ['WARC-Profile', PROFILES + profile],
    ['WARC-Refers-To', isKnown ? responseIdOf({ run, url, at, payloadDigest }) : null],
    ['WARC-Refers-To-Target-URI', url],
    ['WARC-Refers-To-Date', new Date(at).toISOString()],
    ...(profile === 'identical-payload-digest' ? ([['WARC-Truncated', 'length']] as [string, string][]) : []),
  ];
}

/** The record that opens a segment: who wrote it, for which run. */
export function warcinfoRecord(file: string, fields: Record<string, string>): RecordParts {
  const body = Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}: ${oneLine(value)}\r\n`)
      .join(''),
  );
  const header = warcHeader([
    ['WARC-Type', 'warcinfo'],
    ['WARC-Record-ID', recordId()],
    ['WARC-Date', new Date().toISOString()],
    ['WARC-Filename', file],
    ['Content-Type', 'application/warc-fields'],
    ['Content-Length', String(body.length)],
  ]);
  return [Buffer.from(header), body, CRLFCRLF];
}

function recordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

function warcHeader(fields: [name: string, value: string | null | undefined][]): string {
  let text = 'WARC/1.1\r\n';
  for (const [name, value] of fields) if (value != null) text += `${name}: ${oneLine(value)}\r\n`;
  return `${text}\r\n`;
}

/** A line break in a value would let an origin write header lines of its own. */
function oneLine(value: string): string {
  return /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, ' ') : value;
}
