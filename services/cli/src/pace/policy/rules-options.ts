import type { PolicyRulesInput } from '@trunkline/client';
import type { Command } from 'commander';
import { jsonObject } from '../../shell/json-option.ts';
import { given, type RulesOptions, rulesFrom, wholeNumber, withPace } from '../../shell/options.ts';

export type MoreRulesOptions = RulesOptions & {
  contact?: string;
  maxPagesPerHost?: number;
  maxPagesPerDomain?: number;
  obeyNofollow?: boolean;
  obeyNoindex?: boolean;
  rules?: Record<string, unknown>;
};

/** The rules most often asked for as options; all others as JSON. */
export function withRules(command: Command): Command {
  return withPace(command)
    .option('--user-agent <text>', 'sent as User-Agent and matched in robots.txt')
    .option('--contact <url-or-mail>', 'who asks, said in the User-Agent')
    .option('--max-pages-per-host <n>', 'budget of pages of one host', wholeNumber(1))
    .option('--max-pages-per-domain <n>', 'budget of pages of one registrable domain', wholeNumber(1))
    .option('--obey-nofollow', 'leave links alone where rel, meta robots or X-Robots-Tag says nofollow')
    .option('--no-obey-nofollow', 'follow them')
    .option('--obey-noindex', 'do not keep pages whose meta robots or X-Robots-Tag says noindex')
    .option('--no-obey-noindex', 'keep them')
    .option('--allow-private-networks', 'addresses outside the public internet may be crawled (admin key)')
    .option('--no-allow-private-networks', 'only the public internet')
    .option(
      '--rules <json>',
      'any rules as JSON, or @FILE: \'{"windows": [{"opens": 60, "closes": 360}]}\' (PolicyRulesInput of the API)',
      jsonObject,
    );
}

/** The rules that options say; those named by an option win over the JSON. Undefined when they say none. */
export function moreRulesFrom(options: MoreRulesOptions): PolicyRulesInput | undefined {
  const { contact, maxPagesPerHost, maxPagesPerDomain, obeyNofollow, obeyNoindex } = options;
  const rules: PolicyRulesInput = options.rules ?? {};
  const robots = given({ ...rules.robots, ...given({ obeyNofollow, obeyNoindex }) });
  const named = given({ robots, contact, maxPagesPerHost, maxPagesPerDomain });
  return given({ ...rules, ...rulesFrom(options), ...named });
}
