import { type RobotsDirectives, readRobotsTag } from '@trunkline/web/html';
import type { Head } from '../headers/head.ts';
import type { Extracted } from './page.ts';

/** What a response asks of crawlers that have fetched it: its X-Robots-Tag, to all or to this one, and its meta robots. */
export function directivesOf({ headers }: Head, page: Extracted | null, userAgent: string): RobotsDirectives {
  const tags = headers.filter(([name]) => name.toLowerCase() === 'x-robots-tag').map(([, value]) => value);
  const meta = page?.robots ?? { noindex: false, nofollow: false };
  if (tags.length === 0) return meta;
  const header = readRobotsTag(tags, userAgent);
  return { noindex: header.noindex || meta.noindex, nofollow: header.nofollow || meta.nofollow };
}
