import { registrableDomain } from '@trunkline/web/url';
import type { Entry } from '../entry.ts';
import type { Run } from './world.ts';

/** scripts/lib/budgets.lua, told in TypeScript: whether `*` as any run of characters makes the pattern the whole path. */
function matches(pattern: string, path: string): boolean {
  const pieces = pattern.split('*');
  const last = pieces.pop() ?? '';
  const [first, ...middle] = pieces;
  if (first === undefined) return path === last;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const piece of middle) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

/** The counters in `spent` an entry of a host is charged to: host, domain and path patterns, each with its most. */
function accounts(run: Run, host: string, path: string): [account: string, most: number][] {
  const { maxPagesPerHost, maxPagesPerDomain } = run.terms;
  const all: [string, number][] = [];
  if (maxPagesPerHost > 0) all.push([host, maxPagesPerHost]);
  if (maxPagesPerDomain > 0) all.push([domainAccount(host), maxPagesPerDomain]);
  for (const { pattern, maxPages } of run.desired.config.policy.budgets) {
    if (matches(pattern, path)) all.push([pattern, maxPages]);
  }
  return all;
}

const domainAccount = (host: string) => `@${registrableDomain(host)}`;
const spent = (run: Run, account: string) => run.spent.get(account) ?? 0;

export function charge(run: Run, host: string, { path }: Entry, by: 1 | -1): void {
  for (const [account] of accounts(run, host, path)) run.spent.set(account, spent(run, account) + by);
}

/** Pages the run may still ask of the host's domain. */
export function domainRoom(run: Run, host: string): number {
  const { maxPagesPerDomain } = run.terms;
  return maxPagesPerDomain > 0
    ? maxPagesPerDomain - spent(run, domainAccount(host))
    : Number.POSITIVE_INFINITY;
}

/** Whether no budget the URL falls under is spent. */
export function admits(run: Run, host: string, path: string): boolean {
  return accounts(run, host, path).every(([account, most]) => spent(run, account) < most);
}

/** Of these entries of a host those whose patterns have pages left, counted one after the other, and the others. */
export function withinBudgets(
  run: Run,
  host: string,
  entries: readonly Entry[],
): { kept: Entry[]; over: Entry[] } {
  const taken = new Map<string, number>();
  const kept: Entry[] = [];
  const over: Entry[] = [];
  for (const entry of entries) {
    const mine = accounts(run, host, entry.path).filter(([account]) => /^[/*]/.test(account));
    if (mine.some(([account, most]) => spent(run, account) + (taken.get(account) ?? 0) >= most)) {
      over.push(entry);
    } else {
      for (const [account] of mine) taken.set(account, (taken.get(account) ?? 0) + 1);
      kept.push(entry);
    }
  }
  return { kept, over };
}
