import type { VisitRecord } from '../visit-record.ts';
import type { LeftOut } from './left-out.ts';

/** All that one attempt was not crawled for, or not wholly; empty: nothing was left out. */
export function leftOutOf(record: VisitRecord): LeftOut[] {
  const { url, omitted = [] } = record;
  const told = omitted.map((one): LeftOut => ({ ...one, detail: null }));
  const ended = endOf(record);
  return ended ? [...told, { ...ended, count: 1, sample: url }] : told;
}

function endOf(record: VisitRecord): Pick<LeftOut, 'kind' | 'of' | 'detail'> | null {
  const { outcome, final, capture, sitemap } = record;
  switch (outcome.kind) {
    case 'fetched':
      if (outcome.status >= 300)
        return { kind: sitemap ? 'sitemapUnread' : 'status', of: String(outcome.status), detail: null };
      if (outcome.decodeError !== undefined)
        return { kind: 'undecoded', of: null, detail: outcome.decodeError };
      if (outcome.truncated !== undefined) return { kind: 'cut', of: outcome.truncated, detail: null };
      if (!capture || sitemap) return null;
      if (capture.wireBytes === 0) return { kind: 'empty', of: null, detail: null };
      return isHtml(capture.contentType, capture.charset)
        ? null
        : { kind: 'notHtml', of: typeOf(capture.contentType), detail: null };
    case 'refused':
      if (outcome.by === 'contentType')
        return { kind: 'contentType', of: typeOf(outcome.detail), detail: outcome.detail };
      if (outcome.by === 'quarantine') return { kind: outcome.by, of: outcome.detail, detail: null };
      return { kind: outcome.by, of: null, detail: outcome.detail };
    case 'failed':
      return final ? { kind: 'failed', of: outcome.code, detail: outcome.detail } : null;
    case 'throttled':
      return final ? { kind: 'throttled', of: String(outcome.status), detail: null } : null;
    default:
      return null;
  }
}

/** A page of no type that was read as HTML has a charset. */
function isHtml(type: string | null, charset: string | null): boolean {
  return type === null ? charset !== null : type === 'text/html' || type === 'application/xhtml+xml';
}

const typeOf = (type: string | null) =>
  type !== null && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type.slice(0, 60) : 'no type';
