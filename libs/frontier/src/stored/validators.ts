import type { CaptureReference, Validators } from '@trunkline/policy';

/** Validators never make an entry longer than this, bytes. */
export const MOST_BYTES = 200;

/** Fields are parted by tabs, entries by line breaks: neither may stand in a value. */
const printable = /^[^\p{Cc}\s](?:[^\p{Cc}]*[^\p{Cc}\s])?$/u;
const digests = /^sha1:([A-Z2-7]{32})$/;

/**
 * Validators as they stand behind the path of an entry: `<etag> <last modified> <digest> <capture>` parted by tabs, a date in
 * base-36 seconds, a digest without its `sha1:`, a capture as `<run>.<id>.<ms>` in base 36. What is no value of its
 * kind is left out, and the etag too where it would make them longer than 200 bytes. Empty: there are none.
 */
export function packValidators({ etag, lastModified, digest, capture }: Validators): string {
  const rest = [packDate(lastModified), digests.exec(digest ?? '')?.[1] ?? '', packCapture(capture)];
  const tag = etag?.isWellFormed() && printable.test(etag) ? etag : '';
  const packed = [tag, ...rest].join('\t');
  return (Buffer.byteLength(packed) > MOST_BYTES ? ['', ...rest].join('\t') : packed).trimEnd();
}

export function unpackValidators(packed: string): Validators {
  const [etag = '', date = '', digest = '', capture = ''] = packed.split('\t');
  return {
    etag: etag || null,
    lastModified: unpackDate(date),
    digest: digest ? `sha1:${digest}` : null,
    capture: unpackCapture(capture),
  };
}

/** A date that is not in the one form it should have is kept as it came: it is compared by the server, as text by some. */
function packDate(date: string | null): string {
  if (date === null || date.length > 64 || !printable.test(date) || !/^[\x20-\x7e]*$/.test(date)) return '';
  const seconds = Date.parse(date) / 1000;
  const short = seconds >= 0 ? seconds.toString(36) : '';
  return short && unpackDate(short) === date ? short : `=${date}`;
}

function unpackDate(date: string): string | null {
  if (!date) return null;
  return date.startsWith('=') ? date.slice(1) : new Date(Number.parseInt(date, 36) * 1000).toUTCString();
}

function packCapture(capture: CaptureReference | null): string {
  if (!capture || !/^[0-9a-z]{1,13}$/.test(capture.run)) return '';
  const { run, id, at } = capture;
  return Number.isSafeInteger(id) && id >= 0 && Number.isSafeInteger(at) && at >= 0
    ? `${run}.${id.toString(36)}.${at.toString(36)}`
    : '';
}

function unpackCapture(text: string): CaptureReference | null {
  const [run, id, at] = text.split('.');
  return run && id && at ? { run, id: Number.parseInt(id, 36), at: Number.parseInt(at, 36) } : null;
}
