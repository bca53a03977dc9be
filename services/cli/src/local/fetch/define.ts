import type { Command } from 'commander';
import { collect } from '../../shell/options.ts';
import { defineVisitOptions } from '../crawl/define.ts';

export type FetchOptions = {
  userAgent?: string;
  contact?: string;
  ignoreRobots?: boolean;
  allowPrivateNetworks?: boolean;
  dns?: string[];
  timeout?: number;
  header?: string[];
  links?: boolean;
};

export function defineFetch(command: Command): Command {
  return defineVisitOptions(
    command
      .description('Visit one URL in this process: where the time went, and what would be stored')
      .argument('<url>', 'an http or https URL'),
  )
    .option('--header <name:value>', 'a further request header; repeatable; shown nowhere', collect)
    .option('--links', 'print all links, not only the first ones')
    .addHelpText('after', more);
}

const more = `
One visit, through the stages of every crawl: robots.txt first, redirects are shown and not followed, nothing is kept.

Exit codes: 0 there was a response, whatever its status   1 refused (robots.txt, address), failed or throttled
  2 wrong usage   130 interrupted

Examples:
  trunkline fetch https://example.com/
  trunkline fetch http://localhost:3000/ --allow-private-networks --json`;
