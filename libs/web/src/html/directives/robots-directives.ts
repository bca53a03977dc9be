import { productToken } from '../../robots/product-token.ts';

/** What a page asks of crawlers that have fetched it. */
export type RobotsDirectives = { noindex: boolean; nofollow: boolean };

/** Words that ask for something themselves, and so are no crawler's name where a colon follows. */
const directives =
  /^(?:all|none|(?:no)?(?:index|follow|archive|snippet|translate|cache|imageindex|sitelinkssearchbox)|indexifembedded|max-snippet|max-image-preview|max-video-preview|unavailable_after)$/i;

/**
 * Reads the content of a meta robots: `noindex, nofollow`; `none` is both, and what forbids wins over what allows. After the day that
 * `unavailable_after` names it is `noindex`. (Google's "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications".)
 */
export function readDirectives(content: string, now = Date.now()): RobotsDirectives {
  const words = new Set(content.toLowerCase().split(/[^a-z\d_-]+/));
  const none = words.has('none');
  const noindex = none || words.has('noindex') || (words.has('unavailable_after') && isOver(content, now));
  return { noindex, nofollow: none || words.has('nofollow') };
}

/** Whether the day of `unavailable_after` has passed. Days are written with commas, too: the longest text that is one counts. */
function isOver(content: string, now: number): boolean {
  const rest = /unavailable_after[\s:=]*(.{0,200})/is.exec(content)?.[1] ?? '';
  const parts = rest.split(',');
  for (let length = Math.min(parts.length, 4); length > 0; length--) {
    const at = Date.parse(parts.slice(0, length).join(','));
    if (!Number.isNaN(at)) return at <= now;
  }
  return false;
}

/**
 * Reads X-Robots-Tag headers. A part `name: directives` holds for the crawler of that name only, up to the
 * next name or the end of the header; `*` and `robots` are everybody.
 */
export function readRobotsTag(
  headers: string | readonly string[],
  userAgent: string,
  now = Date.now(),
): RobotsDirectives {
  const own = productToken(userAgent);
  const mine: string[] = [];
  for (const header of typeof headers === 'string' ? [headers] : headers) {
    let forMe = true;
    for (const part of header.split(/[,;]/)) {
      const colon = part.indexOf(':');
      const name = colon < 0 ? '' : part.slice(0, colon).trim();
      if (colon >= 0 && !directives.test(name) && /^(?:\*|[\w-]+(?:\/[\w.-]+)?)$/.test(name)) {
        forMe = name === '*' || name.toLowerCase() === 'robots' || productToken(name) === own;
        if (forMe) mine.push(part.slice(colon + 1));
      } else if (forMe) mine.push(part);
    }
  }
  return readDirectives(mine.join(','), now);
}
