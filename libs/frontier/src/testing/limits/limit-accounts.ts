import type { PolicyInput } from '@trunkline/policy';
import { splitUrl } from '../../stored/entry.ts';

type Limits = { maxPages?: number; maxInFlight?: number; policy: PolicyInput };

const pace = { mode: 'rate', perSecond: 100, concurrency: 2 } as const;
const patterns = (even: number, low: number) => [
  { pattern: '/even/*', maxPages: even },
  { pattern: '*/1', maxPages: low },
];
/** The first is how a run begins. */
export const sets: readonly Limits[] = [
  { maxPages: 14, maxInFlight: 5, policy: { pace, maxPagesPerDomain: 4, budgets: patterns(5, 2) } },
  { maxInFlight: 2, policy: { pace, maxPagesPerHost: 2, budgets: patterns(3, 4) } },
  { maxPages: 8, policy: { pace, maxPagesPerHost: 3, maxPagesPerDomain: 5 } },
  { maxPages: 20, maxInFlight: 9, policy: { pace, budgets: patterns(8, 1) } },
  { policy: { pace, maxPagesPerDomain: 3 } },
];

/** Two sites of each domain. */
export const siteOf = (n: number) => `${n % 2 ? 'www' : 'shop'}.d${n >> 1}.test`;
export const pathOf = (n: number) => (n % 2 ? `/odd/${n}` : `/even/${n % 4 === 0 ? 1 : n}/1`);
export const domainOf = (host: string) => `@${host.split('.').slice(1).join('.')}`;
const matches = (pattern: string, path: string) =>
  pattern === '*/1' ? path.endsWith('/1') : path.startsWith('/even/');

/** Each account with a limit, and that. `pages` and `flight` are of the whole run. */
export function mostOf({ maxPages, maxInFlight, policy }: Limits): Map<string, number> {
  const most = new Map<string, number>();
  if (maxPages !== undefined) most.set('pages', maxPages);
  if (maxInFlight !== undefined) most.set('flight', maxInFlight);
  for (const { pattern, maxPages: pages } of policy.budgets ?? []) most.set(pattern, pages);
  for (let n = 0; n < 8; n++) {
    const host = siteOf(n);
    if (policy.maxPagesPerHost != null) most.set(host, policy.maxPagesPerHost);
    if (policy.maxPagesPerDomain != null) most.set(domainOf(host), policy.maxPagesPerDomain);
  }
  return most;
}

/** The limits a page counts for. */
export function accountsOf(limits: Limits, url: string): string[] {
  const { host, path } = splitUrl(url);
  const mine = (account: string) =>
    account === 'pages' ||
    account === host ||
    account === domainOf(host) ||
    (/^[/*]/.test(account) && matches(account, path));
  // Pages of the run are counted from its beginning, the others while there is a limit.
  return [...new Set(['pages', ...mostOf(limits).keys()])].filter(mine);
}
