import type { ArchiveWriter, Revisit } from '@trunkline/archive';
import { type CaptureRecord, type CaptureReference, LocalFault } from '@trunkline/policy';
import { charsetOfLabel } from '@trunkline/web/html';
import { mediaTypeOf } from '@trunkline/web/media';
import { codeOf } from '../../outcome/fault.ts';
import type { Visit } from '../../visit.ts';
import type { CollectedBody } from '../body/collect.ts';
import type { Place } from '../connect/place.ts';
import type { Reading } from '../extract/extract.ts';
import type { Head } from '../headers/head.ts';
import { withoutCoding } from './without-coding.ts';

export type ToStore = { place: Place; head: Head; body: CollectedBody; reading: Reading };

/**
 * Appends the exchange to the archive; resolves once its bytes are durable, with the row that points at them.
 * Rejects with a LocalFault (`STORE` while the archive is full): nothing of it is the origin's doing.
 */
export async function store(visit: Visit, what: ToStore, archive: ArchiveWriter): Promise<CaptureRecord> {
  const { head, body, reading } = what;
  const { page } = reading;
  const plain = await withoutCoding(head, body, visit.config.policy);
  const large = plain ? null : body.large;
  const bytes = plain?.bytes ?? (large ? nothing : await body.bytes());
  const at = visit.wroteRequestEpoch ?? Date.now();
  const digest = plain?.digest ?? body.digest();
  const reference = referenceOf(visit, head, body, digest);
  try {
    const location = await archive.append(visit.run, {
      url: visit.url,
      at,
      address: visit.address,
      tlsFault: visit.tlsFault,
      request: visit.sent!,
      head,
      body: reference.revisit ? nothing : bytes,
      ...(large && !reference.revisit ? { large } : {}),
      ...(reference.digest === null ? {} : { payloadDigest: reference.digest }),
      ...(plain ? { decoded: true as const } : {}),
      ...(body.truncated ? { truncated: body.truncated } : {}),
      ...(reference.revisit ? { revisit: reference.revisit } : {}),
    });
    return {
      at,
      status: head.status,
      contentType: reading.type,
      charset: page?.charset ?? charsetOf(head),
      wireBytes: body.length,
      bytes: reading.length,
      digest: reference.digest ?? digest,
      title: clipped(page?.title, 1000),
      language: clipped(page?.language, 35),
      etag: clipped(head.get('etag'), 256),
      lastModified: clipped(head.get('last-modified'), 64),
      truncated: body.truncated ?? null,
      links: page ? page.links.length + page.more : 0,
      refersTo: reference.refersTo,
      location,
    };
  } catch (cause) {
    const code = codeOf(cause) || 'STORE_FAILED';
    throw new LocalFault(code, `${visit.url} could not be stored: ${code}`, { cause });
  }
}

const nothing = Buffer.alloc(0);

type Reference = { digest: string | null; refersTo: CaptureReference | null; revisit: Revisit | null };

/**
 * Whether the body is kept already: the origin said so (304), or it is byte for byte the one of the last capture.
 * Then the record refers to that one, and carries its digest.
 */
function referenceOf(
  { validators }: Visit,
  { status }: Head,
  body: CollectedBody,
  digest: string,
): Reference {
  const known = validators?.capture;
  if (known && status === 304) {
    const revisit: Revisit = { profile: 'server-not-modified', of: known };
    return { digest: validators.digest, refersTo: known, revisit };
  }
  const same = known && body.length > 0 && !body.truncated && digest === validators.digest;
  if (!same) return { digest, refersTo: null, revisit: null };
  return { digest, refersTo: known, revisit: { profile: 'identical-payload-digest', of: known } };
}

/** Headers and pages are hostile text: nothing longer than it may be, and no NUL, which Postgres refuses. */
function clipped(text: string | null | undefined, most: number): string | null {
  if (text === null || text === undefined) return null;
  return text.slice(0, most).replaceAll('\0', '').toWellFormed();
}

function charsetOf({ headers }: Head): string | null {
  const { charset } = mediaTypeOf(headers);
  return charset === null ? null : charsetOfLabel(charset);
}
