import type { Rule } from '../rule.ts';
import { changePolicy, waits } from '../words.ts';

export const crawlDelay: Rule = {
  cause: 'CRAWL_DELAY',
  kind: 'state',
  about:
    'Their hosts are not due, and would be by the policy: it is robots.txt that asks for a longer delay.',
  signs: [],
  sentence: (view) =>
    `${waits(view, 'CRAWL_DELAY')} for the Crawl-delay that their sites ask for in robots.txt.`,
  advice:
    'It is the wish of the sites. Ask their owners, or say in the policy how long a Crawl-delay may be (robots.maxCrawlDelayMs).',
  action: (view) => changePolicy(view, 'Wait 10 s at most', { robots: { maxCrawlDelayMs: 10_000 } }),
};
