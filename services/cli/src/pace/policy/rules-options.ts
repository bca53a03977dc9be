import type { PolicyRulesInput } from '@trunkline/client';
import type { OptionsOf } from '../../shell/define.ts';
import { jsonObject } from '../../shell/json-option.ts';
import { durationMs, firstRulesFrom, given, wholeNumber } from '../../shell/options.ts';
import { PACE, USER_AGENT } from '../../shell/words.ts';

/** The rules most often asked for as options; all others as JSON. */
export const RULES = [
  ...PACE,
  USER_AGENT,
  ['--contact <url-or-mail>', 'who asks, said in the User-Agent'],
  ['--max-pages-per-host <n>', 'budget of pages of one host', wholeNumber(1)],
  ['--max-pages-per-domain <n>', 'budget of pages of one registrable domain', wholeNumber(1)],
  ['--max-urls <n>', 'URLs a run may know', wholeNumber(1)],
  ['--max-hosts <n>', 'hosts of them', wholeNumber(1)],
  [
    '--max-copy-age <duration>',
    'how old a robots.txt may be that cannot be had again: 1d to 30d',
    durationMs,
  ],
  ['--obey-nofollow', 'leave links alone where rel, meta robots or X-Robots-Tag says nofollow'],
  ['--no-obey-nofollow', 'follow them'],
  ['--obey-noindex', 'do not keep pages whose meta robots or X-Robots-Tag says noindex'],
  ['--no-obey-noindex', 'keep them'],
  ['--traps <what>', 'URLs without end that bring nothing new', ['quarantine', 'watch', 'off']],
  ['--allow-private-networks', 'addresses outside the public internet may be crawled (admin key)'],
  ['--no-allow-private-networks', 'only the public internet'],
  [
    '--rules <json>',
    'any rules as JSON, or @FILE: \'{"windows": [{"opens": 60, "closes": 360}]}\' (PolicyRulesInput of the API)',
    jsonObject,
  ],
] as const;

/** The rules that options say; those named by an option win over the JSON. Undefined when they say none. */
export function rulesFrom(options: OptionsOf<typeof RULES>): PolicyRulesInput | undefined {
  const { contact, maxPagesPerHost, maxPagesPerDomain, maxUrls, maxHosts, obeyNofollow, obeyNoindex } =
    options;
  const traps = options.traps?.toUpperCase() as PolicyRulesInput['traps'];
  const maxCopyAgeMs = options.maxCopyAge;
  const rules: PolicyRulesInput = options.rules ?? {};
  const robots = given({ ...rules.robots, ...given({ obeyNofollow, obeyNoindex, maxCopyAgeMs }) });
  const named = given({ robots, contact, maxPagesPerHost, maxPagesPerDomain, maxUrls, maxHosts, traps });
  return given({ ...rules, ...firstRulesFrom(options), ...named });
}
