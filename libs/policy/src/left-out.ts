import type { VisitRecord } from './visit-record.ts';

/** Why something was not crawled, or not wholly: what a visit left out, and how it ended. A closed list. */
export const leftOutKinds = [
  'redirectOutOfScope',
  'redirectToTrap',
  'sitemapRefused', // named by robots.txt or an index, and not followed
  'sitemapUnread', // what came is none that can be read
  'sitemapCut', // longer than is read
  'robots',
  'address',
  'scope',
  'contentType',
  'noindex',
  'trap',
  'throttled',
  'failed',
  'status', // answered with an error status
  'notHtml', // kept, no links were looked for
  'empty', // 0 bytes
  'cut', // a part of the body was not read
  'undecoded', // the content coding could not be taken off
] as const;
export type LeftOutKind = (typeof leftOutKinds)[number];

/** `of`: which of that kind (a code, a media type), null: there is but one. `detail`: for people. `sample`: such a URL. */
export type LeftOut = {
  kind: LeftOutKind;
  of: string | null;
  detail: string | null;
  count: number;
  sample: string;
};

/** What a visit itself says it left out, beside how it ended. */
export type Omission = Pick<LeftOut, 'kind' | 'of'> & { count: number; sample: string };

/** Most omissions that go on one record. */
export const MOST_OMISSIONS = 20;

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

/** A reason for people. */
export function leftOutInWords({ kind, of, detail }: Pick<LeftOut, 'kind' | 'of' | 'detail'>): string {
  switch (kind) {
    case 'redirectOutOfScope':
      return `redirects out of scope (${of})`;
    case 'redirectToTrap':
      return `redirects to what looks like a trap (${of})`;
    case 'sitemapRefused':
      return `a sitemap is not followed: ${of}`;
    case 'sitemapUnread':
      return of !== null && /^\d+$/.test(of) ? `sitemap answered ${of}` : `sitemap could not be read: ${of}`;
    case 'sitemapCut':
      return 'a sitemap has more than is read of one';
    case 'robots':
      if (detail === null) return 'robots.txt forbids it';
      return /: *disallow *: *\/\*?$/i.test(detail)
        ? `robots.txt forbids all (${detail})`
        : `robots.txt forbids it (${detail})`;
    case 'noindex':
      return `${detail ?? 'it says noindex'}, so it was not kept`;
    case 'address':
    case 'scope':
    case 'trap':
      return detail === null ? `${kind} refused` : `${kind} refused: ${detail}`;
    case 'contentType':
      return `contentType refused: ${detail ?? of}`;
    case 'failed':
      return of ?? 'failed';
    case 'throttled':
      return `answered ${of} to the last attempt`;
    case 'status':
      return `answered ${of}`;
    case 'notHtml':
      return `not HTML (${of}): no links were looked for`;
    case 'empty':
      return 'the answer had 0 bytes';
    case 'cut':
      return `the body was cut (${of})`;
    case 'undecoded':
      return 'its content coding could not be taken off';
  }
}
