import { type Command, Option } from 'commander';
import { collect, durationMs, wholeNumber, withPace } from '../../shell/options.ts';

export type CrawlOptions = {
  scope?: 'host' | 'domain' | 'prefix' | 'any';
  /** False: `--no-follow-seed-redirects`. */
  followSeedRedirects?: boolean;
  include?: string[];
  exclude?: string[];
  sitemap?: string[];
  sitemaps?: boolean;
  obeyNofollow?: boolean;
  obeyNoindex?: boolean;
  maxPages?: number;
  maxDepth?: number;
  maxUrls?: number;
  delay?: number;
  rate?: number;
  concurrency?: number;
  slots?: number;
  retries?: number;
  timeout?: number;
  giveUp?: number;
  /** False: `--no-cookies`. */
  cookies?: boolean;
  userAgent?: string;
  contact?: string;
  ignoreRobots?: boolean;
  allowPrivateNetworks?: boolean;
  dns?: string[];
  out?: string;
  state?: string;
  profile?: string;
};

/** Options of the way a visit is made, which `fetch` and `crawl` share. */
export function defineVisitOptions(command: Command): Command {
  return command
    .option('--user-agent <text>', 'sent as User-Agent and matched in robots.txt')
    .option('--contact <url-or-mail>', 'who asks, said in the User-Agent; so does TRUNKLINE_CONTACT')
    .option('--ignore-robots', 'neither ask for robots.txt nor obey it; only on hosts of your own')
    .option('--allow-private-networks', 'addresses outside the public internet may be connected to')
    .option('--dns <address>', 'name server, address:port; repeatable; so does TRUNKLINE_DNS', collect)
    .option('--timeout <duration>', 'longest a visit may take from connecting to the last byte', durationMs);
}

export function defineCrawl(command: Command): Command {
  return defineVisitOptions(
    withPace(command)
      .description('Crawl in this process alone: no servers, everything in memory')
      .argument('[url...]', 'where to start: http or https URLs; none to go on with --state')
      .addOption(
        new Option('--scope <kind>', 'which links to follow').choices(['host', 'domain', 'prefix', 'any']),
      )
      .option(
        '--follow-seed-redirects',
        'the host a seed redirects to is crawled as if it were one (default)',
      )
      .option('--no-follow-seed-redirects', 'it is not')
      .option('--include <glob>', 'only URLs that match (* any characters, ? one); repeatable', collect)
      .option('--exclude <glob>', 'no URLs that match; repeatable', collect)
      .option('--sitemaps', 'follow the sitemaps that robots.txt names')
      .option('--sitemap <url>', 'start from a sitemap, index or feed, too; repeatable', collect)
      .option('--obey-nofollow', 'leave links alone where rel, meta robots or X-Robots-Tag says nofollow')
      .option('--obey-noindex', 'do not keep pages whose meta robots or X-Robots-Tag says noindex')
      .option('--cookies', 'cookies that a host sets go back to it, in this crawl alone (default)')
      .option('--no-cookies', 'they are ignored')
      .option('--max-pages <n>', 'stop after so many pages', wholeNumber(1))
      .option('--max-depth <n>', 'follow links so far from the start, 0 for the URLs alone', wholeNumber(0))
      .option('--max-urls <n>', 'URLs kept in memory (2,000,000); what is more is left out', wholeNumber(1))
      .option('--slots <n>', 'visits at once, to all hosts together (256)', wholeNumber(1))
      .option('--retries <n>', 'further attempts at a URL that fails (3)', wholeNumber(0))
      .option('--give-up <duration>', 'give a host up that fails for so long (5s)', durationMs)
      .option('-o, --out <dir>', 'keep what is fetched as WARC files with a CDXJ index')
      .option('--state <dir>', 'remember the crawl there: started again, it goes on')
      .option('--profile <file>', 'write a CPU profile, and say what the CPU was used for'),
  ).addHelpText('after', more);
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
