import type { Define } from '../../shell/define.ts';
import { CRAWL } from './options.ts';

/** `trunkline crawl URL…` */
export function defineCrawl(define: Define): void {
  const about = 'Crawl in this process alone: no servers, everything in memory';
  define('crawl', about, CRAWL, async (context, urls, options) => {
    // A crawler is much to load, and only this command needs it.
    const { crawl } = await import('./crawl.ts');
    return crawl(context, urls, options);
  }).addHelpText('after', more);
}

const more = `
Pace: without --delay or --rate a second between two requests to a host; on hosts that can only be your own
(--allow-private-networks, special-use names or private addresses) 100 a second, 8 at once. Crawl-delay is obeyed.
Sitemaps are read for links; they are neither pages nor kept.

Exit codes: 0 done   1 no page or file was fetched, or URLs were left out for want of memory   2 wrong usage
  6 the state folder is in use, or not one   130 interrupted

Examples:
  trunkline crawl https://example.com/ --max-pages 500 --out pages
  trunkline crawl http://localhost:3000/ --allow-private-networks --rate 200 --concurrency 16
  trunkline crawl https://example.com/ --state crawl-1 --out pages     # Ctrl-C, and the same again: it goes on`;
