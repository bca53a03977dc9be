/** Why something was not crawled, or not wholly: what a visit left out, and how it ended. A closed list. */
export const leftOutKinds = [
  'redirectOutOfScope',
  'redirectToTrap',
  'sitemapRefused', // named by robots.txt or an index, and not followed
  'sitemapUnread', // what came is none that can be read
  'sitemapCut', // longer than is read
  'crawlDelay', // a host asks for a long one, which is waited for
  'robots',
  'address',
  'scope',
  'contentType',
  'noindex',
  'trap',
  'quarantine', // held, with all URLs of its shape, until somebody decides
  'throttled',
  'failed',
  'status', // answered with an error status
  'notHtml', // kept, no links were looked for
  'empty', // 0 bytes
  'links', // a page has more new ones than are followed
  'runEnded', // links that had yet to be followed when the run ended
  'unread', // the end of a document was not read for links
  'cut', // a part of the body was not read
  'undecoded', // the content coding could not be taken off
  'urlLimit', // links found when as many URLs were known as may be; `of` says of whom
  'hostLimit', // likewise, to hosts
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

/** A Crawl-delay from which on it is told, ms. */
export const LONG_CRAWL_DELAY = 5000;

/** Kinds of which each sample counts once, however often it is told of. */
export const countedOnce: ReadonlySet<string> = new Set<LeftOutKind>([
  'sitemapRefused',
  'crawlDelay',
  'links',
]);

/** Most omissions that go on one record. */
export const MOST_OMISSIONS = 20;

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
    case 'crawlDelay':
      return `waits for a Crawl-delay of ${of}`;
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
    case 'quarantine':
      return `held: URLs like it bring nothing new (${of})`;
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
    case 'links':
      return `a page has more than ${of} new links: the rest is not followed`;
    case 'runEnded':
      return `links that had yet to be followed when the run was ${of === 'cancelled' ? of : 'ended'}`;
    case 'unread':
      return `the end of a page was not read for links (${of})`;
    case 'cut':
      return `the body was cut (${of})`;
    case 'undecoded':
      return 'its content coding could not be taken off';
    case 'urlLimit':
      return `${knows(of)} as many URLs as it may (maxUrls of the ${of === 'project' ? 'project' : 'policy'})`;
    case 'hostLimit':
      return `${knows(of)} as many hosts as it may (maxHosts of the ${of === 'project' ? 'project' : 'policy'})`;
  }
}

const knows = (of: string | null) => `the ${of === 'project' ? 'project' : 'run'} knows`;
