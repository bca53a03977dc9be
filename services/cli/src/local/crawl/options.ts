import type { OptionsOf } from '../../shell/define.ts';
import { collect, durationMs, wholeNumber } from '../../shell/options.ts';
import { PACE, SCOPE, USER_AGENT } from '../../shell/words.ts';

/** Options of the way a visit is made, which `fetch` and `crawl` share. */
export const VISIT = [
  USER_AGENT,
  ['--contact <url-or-mail>', 'who asks, said in the User-Agent; so does TRUNKLINE_CONTACT'],
  ['--ignore-robots', 'neither ask for robots.txt nor obey it; only on hosts of your own'],
  ['--allow-private-networks', 'addresses outside the public internet may be connected to'],
  ['--dns <address>', 'name server, address:port; repeatable; so does TRUNKLINE_DNS', collect],
  ['--timeout <duration>', 'longest a visit may take from connecting to the last byte', durationMs],
] as const;

export const CRAWL = [
  ['[url...]', 'where to start: http or https URLs; none to go on with --state'],
  ...PACE,
  ...SCOPE,
  ['--sitemaps', 'follow the sitemaps that robots.txt names'],
  ['--sitemap <url>', 'start from a sitemap, index or feed, too; repeatable', collect],
  ['--obey-nofollow', 'leave links alone where rel, meta robots or X-Robots-Tag says nofollow'],
  ['--obey-noindex', 'do not keep pages whose meta robots or X-Robots-Tag says noindex'],
  ['--no-traps', 'URLs without end that bring nothing new are fetched like any others'],
  ['--cookies', 'cookies that a host sets go back to it, in this crawl alone (default)'],
  ['--no-cookies', 'they are ignored'],
  ['--max-urls <n>', 'URLs kept in memory (2,000,000); what is more is left out', wholeNumber(1)],
  ['--slots <n>', 'visits at once, to all hosts together (256)', wholeNumber(1)],
  ['--retries <n>', 'further attempts at a URL that fails (3)', wholeNumber(0)],
  ['--give-up <duration>', 'give a host up that fails for so long (5s)', durationMs],
  ['-o, --out <dir>', 'keep what is fetched as WARC files with a CDXJ index'],
  ['--state <dir>', 'remember the crawl there: started again, it goes on'],
  ['--profile <file>', 'write a CPU profile, and say what the CPU was used for'],
  ...VISIT,
] as const;
export type CrawlOptions = OptionsOf<typeof CRAWL>;
