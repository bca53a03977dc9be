import { registrableDomain } from '@trunkline/web/url';
import type { Entry } from '../../stored/entry.ts';
import type { Run, World } from '../world.ts';

/** scripts/lib/limits/budgets.lua, told in TypeScript: whether `*` as any run of characters makes the pattern the whole path. */
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

/** The budgets a page of a host counts for (host, domain and path patterns), each with its most. */
function accounts(run: Run, host: string, path: string): [account: string, most: number][] {
  const { budgets } = run.desired.config.policy;
  const patterns = budgets.flatMap(({ pattern, maxPages }): [string, number][] =>
    matches(pattern, path) ? [[pattern, maxPages]] : [],
  );
  return [...hostAccounts(run, host), ...patterns];
}

function hostAccounts(run: Run, host: string): [account: string, most: number][] {
  const { maxPagesPerHost, maxPagesPerDomain } = run.terms;
  const all: [string, number][] = [];
  if (maxPagesPerHost > 0) all.push([host, maxPagesPerHost]);
  if (maxPagesPerDomain > 0) all.push([`@${registrableDomain(host)}`, maxPagesPerDomain]);
  return all;
}

const spentOf = (run: Run, account: string) => run.spent.get(account) ?? 0;

/** A page was fetched. */
export function spend(run: Run, host: string, path: string): void {
  for (const [account] of accounts(run, host, path)) run.spent.set(account, spentOf(run, account) + 1);
}

/** Whether no budget the URL falls under is spent for good. */
export function admits(run: Run, host: string, path: string): boolean {
  return accounts(run, host, path).every(([account, most]) => spentOf(run, account) < most);
}

/** What budgets leave while a claim is made: pages in flight are out, and may come back. */
export type Leeway = ReturnType<typeof createLeeway>;

export function createLeeway(world: World) {
  const counted = new Map<Run, Map<string, number>>();

  /** Pages of each budget of a run that are granted and not settled yet. */
  function outOf(run: Run): Map<string, number> {
    const known = counted.get(run);
    if (known) return known;
    const out = new Map<string, number>();
    counted.set(run, out);
    for (const { inFlight } of world.sessions.values())
      for (const held of inFlight.values())
        if (held.run === run.id && held.kind === 'page') take(run, held.host.name, held.entry.path);
    return out;
  }

  function take(run: Run, host: string, path: string): void {
    const out = outOf(run);
    for (const [account] of accounts(run, host, path)) out.set(account, (out.get(account) ?? 0) + 1);
  }

  const roomOf = (run: Run, account: string, most: number) =>
    most - spentOf(run, account) - (outOf(run).get(account) ?? 0);

  return {
    /** A page is granted. */
    take,
    /** Pages the budgets of a host and its domain leave the run now, and whether one of them is spent for good. */
    ofHost(run: Run, host: string): { room: number; gone: boolean } {
      const mine = hostAccounts(run, host);
      const rooms = mine.map(([account, most]) => roomOf(run, account, most));
      const gone = mine.some(([account, most]) => spentOf(run, account) >= most);
      return { room: Math.min(Number.POSITIVE_INFINITY, ...rooms), gone };
    },
    /**
     * Of these entries of a host, one after the other, those whose patterns have pages left; those of which one is spent for good; and
     * those that lack what is in flight.
     */
    sort(run: Run, host: string, entries: readonly Entry[]) {
      const taken = new Map<string, number>();
      const sorted = { kept: [] as Entry[], over: [] as Entry[], aside: [] as Entry[] };
      for (const entry of entries) {
        const mine = accounts(run, host, entry.path).filter(([account]) => /^[/*]/.test(account));
        const room = ([account, most]: [string, number]) =>
          roomOf(run, account, most) - (taken.get(account) ?? 0);
        if (mine.some(([account, most]) => spentOf(run, account) >= most)) sorted.over.push(entry);
        else if (mine.some((one) => room(one) <= 0)) sorted.aside.push(entry);
        else {
          for (const [account] of mine) taken.set(account, (taken.get(account) ?? 0) + 1);
          sorted.kept.push(entry);
        }
      }
      return sorted;
    },
  };
}

/** ms after which what waits for a budget that is out is looked at again. */
export const SOON = 100;

/** When to look again at what waits for a budget that is out; see scripts/lib/limits/budgets.lua. */
export function nextLook(run: Run, now: number): number {
  run.look = Math.max(now + SOON, run.look + 2);
  return run.look;
}

/** Whether some of its URLs may wait for a budget: they are among the delayed ones. */
export function hasAside({ counters, desired }: Run): boolean {
  return counters.delayed > 0 && desired.config.policy.budgets.length > 0;
}
