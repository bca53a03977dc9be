import type { Define } from '../../shell/define.ts';
import { FETCH } from './options.ts';

/** `trunkline fetch URL` */
export function defineFetch(define: Define): void {
  const about = 'Visit one URL in this process: where the time went, and what would be stored';
  define('fetch', about, FETCH, async (context, url, options) => {
    const { fetchOne } = await import('./fetch.ts');
    return fetchOne(context, url, options);
  }).addHelpText('after', more);
}

const more = `
One visit, through the stages of every crawl: robots.txt first, redirects are shown and not followed, nothing is kept.

Exit codes: 0 there was a response, whatever its status   1 refused (robots.txt, address), failed or throttled
  2 wrong usage   130 interrupted

Examples:
  trunkline fetch https://example.com/
  trunkline fetch http://localhost:3000/ --allow-private-networks --json`;
