import type { ArchiveWriter } from '@trunkline/archive';
import { type CaptureRecord, LocalFault } from '@trunkline/policy';
import type { CollectedBody } from '../body/collect.ts';
import type { Place } from '../connect/place.ts';
import type { Reading } from '../extract/extract.ts';
import { type Head, mediaType } from '../headers/head.ts';
import { requestHeaders, requestText } from '../headers/request.ts';
import { codeOf } from '../outcome/fault.ts';
import type { Visit } from '../visit.ts';
import { payloadDigest } from './digest.ts';

export type ToStore = { place: Place; head: Head; body: CollectedBody; reading: Reading };

/**
 * Appends the exchange to the archive; resolves once its bytes are durable, with the row that points at them.
 * Rejects with a LocalFault (`STORE` while the archive is full): nothing of it is the origin's doing.
 */
export async function store(visit: Visit, what: ToStore, archive: ArchiveWriter): Promise<CaptureRecord> {
  const { place, head, body, reading } = what;
  const { page } = reading;
  const bytes = await body.bytes();
  const digest = payloadDigest(bytes);
  try {
    const location = await archive.append(visit.run, {
      url: visit.url,
      at: visit.wroteRequestEpoch ?? Date.now(),
      address: visit.address,
      request: requestText(place, requestHeaders(visit.config.policy)),
      status: head.status,
      statusText: head.statusText,
      headers: head.headers,
      body: bytes,
      payloadDigest: digest,
      ...(body.truncated ? { truncated: body.truncated } : {}),
    });
    return {
      status: head.status,
      contentType: mediaType(head),
      charset: page?.charset ?? charsetOf(head),
      wireBytes: body.length,
      bytes: reading.length,
      digest,
      title: clipped(page?.title, 1000),
      language: clipped(page?.language, 35),
      etag: clipped(head.get('etag'), 256),
      lastModified: clipped(head.get('last-modified'), 64),
      truncated: body.truncated ?? null,
      links: page?.links.length ?? 0,
      location,
    };
  } catch (cause) {
    const code = codeOf(cause) || 'STORE_FAILED';
    throw new LocalFault(code, `${visit.url} could not be stored: ${code}`, { cause });
  }
}

/** Headers and pages are hostile text: nothing longer than it may be, and no NUL, which Postgres refuses. */
function clipped(text: string | null | undefined, most: number): string | null {
  if (text === null || text === undefined) return null;
  return text.slice(0, most).replaceAll('\0', '').toWellFormed();
}

function charsetOf(head: Head): string | null {
  const match = /;\s*charset\s*=\s*"?([^\s";]{1,40})/i.exec(head.get('content-type') ?? '');
  return match ? match[1]!.toLowerCase() : null;
}
