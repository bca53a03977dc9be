import { productToken } from '../robots/product-token.ts';

/** What a page asks of crawlers that have fetched it. */
export type RobotsDirectives = { noindex: boolean; nofollow: boolean };

/** Directives that take a value after a colon, and so are no crawler's name. */
const valued = /^(?:max-snippet|max-image-preview|max-video-preview|unavailable_after)$/i;

/** Reads the content of a meta robots: `noindex, nofollow`; `none` is both. */
export function readDirectives(content: string): RobotsDirectives {
  const words = content.toLowerCase().split(/[\s,]+/);
  const none = words.includes('none');
  return { noindex: none || words.includes('noindex'), nofollow: none || words.includes('nofollow') };
}

/**
 * Reads X-Robots-Tag headers. A part `name: directives` holds for the crawler of that name only, up to the
 * next name or the end of the header.
 */
export function readRobotsTag(headers: string | readonly string[], userAgent: string): RobotsDirectives {
  const own = productToken(userAgent);
  const mine: string[] = [];
  for (const header of typeof headers === 'string' ? [headers] : headers) {
    let forMe = true;
    for (const part of header.split(',')) {
      const colon = part.indexOf(':');
      const name = colon < 0 ? '' : part.slice(0, colon).trim();
      if (colon >= 0 && !valued.test(name) && /^[\w-]+$/.test(name)) {
        forMe = name.toLowerCase() === own;
        if (forMe) mine.push(part.slice(colon + 1));
      } else if (forMe) mine.push(part);
    }
  }
  return readDirectives(mine.join(','));
}
