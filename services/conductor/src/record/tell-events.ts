import type { OutcomeEntry } from '@trunkline/frontier';
import { leftOutInWords } from '@trunkline/policy';
import type { Bus, RunEvent } from '@trunkline/telemetry';
import type { Piece } from './pieces.ts';

/** Of each run so many events a second are told at most; what is left out is counted with the next one. */
const PER_SECOND = { trouble: 5, discovery: 2 } as const;
/** Runs remembered; the ones longest silent go first. */
const MOST_RUNS = 2000;
const LONGEST_URL = 2048;
const LONGEST_DETAIL = 300;

type Kind = keyof typeof PER_SECOND;
type Account = Record<Kind, { tokens: number; at: number; unseen: number }>;

/**
 * Tells the log of each run what was recorded: visits that brought nothing and URLs that were new, sampled, so that a fast run
 * costs no more than a slow one.
 */
export function createTellEvents(bus: Pick<Bus, 'record'>, now: () => number = Date.now) {
  const accounts = new Map<string, Account>();

  function accountOf(run: string): Account {
    const fresh = (kind: Kind) => ({ tokens: PER_SECOND[kind], at: now(), unseen: 0 });
    const account = accounts.get(run) ?? { trouble: fresh('trouble'), discovery: fresh('discovery') };
    accounts.delete(run);
    accounts.set(run, account);
    if (accounts.size > MOST_RUNS) accounts.delete(accounts.keys().next().value!);
    return account;
  }

  /** How many came unseen before this one when it may be told; null when it may not, and is unseen itself. */
  function admit(account: Account, kind: Kind): number | null {
    const own = account[kind];
    const rate = PER_SECOND[kind];
    own.tokens = Math.min(rate, own.tokens + ((now() - own.at) * rate) / 1000);
    own.at = now();
    if (own.tokens < 1) {
      own.unseen++;
      return null;
    }
    own.tokens--;
    const { unseen } = own;
    own.unseen = 0;
    return unseen;
  }

  function troubleIn({ run, rows }: Piece): RunEvent[] {
    return (rows.visits ?? []).flatMap((visit) => {
      const { outcome, code, status, attempt, final } = visit;
      if (!isTrouble(outcome)) return [];
      const unseen = admit(accountOf(run), 'trouble');
      if (unseen === null) return [];
      const [url, detail] = [visit.url.slice(0, LONGEST_URL), visit.detail?.slice(0, LONGEST_DETAIL) ?? null];
      return [
        { kind: 'trouble', at: now(), url, outcome, code, detail, status, attempt, final, unseen } as const,
      ];
    });
  }

  /** Links that were left out since as much is known as may be. */
  function limitsIn({ run, rows }: Piece): RunEvent[] {
    return (rows.leftOut ?? []).flatMap(({ kind, of, count, sample }) => {
      if (kind !== 'urlLimit' && kind !== 'hostLimit') return [];
      const account = accountOf(run);
      const unseen = admit(account, 'trouble');
      if (unseen === null) {
        account.trouble.unseen += count - 1;
        return [];
      }
      const detail = leftOutInWords({ kind, of, detail: null });
      const said = { outcome: 'refused', code: kind, detail, status: null, attempt: 0, final: true } as const;
      const url = sample.slice(0, LONGEST_URL);
      return [{ kind: 'trouble', at: now(), url, ...said, unseen: unseen + count - 1 } as const];
    });
  }

  /** Of what one page links to the first that is new stands for all. */
  function discoveryIn(entry: OutcomeEntry): RunEvent[] {
    if (entry.kind !== 'discovered') return [];
    const [first] = entry.urls;
    if (first === undefined) return [];
    const account = accountOf(entry.run);
    const unseen = admit(account, 'discovery');
    account.discovery.unseen += entry.urls.length - 1;
    if (unseen === null) return [];
    const [url, from] = [first.url.slice(0, LONGEST_URL), first.parent?.slice(0, LONGEST_URL) ?? null];
    return [{ kind: 'discovery', at: now(), url, from, depth: first.depth, unseen }];
  }

  /** Whoever recorded these does not wait: news that cannot be told now is lost. */
  return (entries: readonly OutcomeEntry[], pieces: readonly Piece[]): void => {
    const told = new Map<string, RunEvent[]>();
    const tell = (run: string, events: RunEvent[]) => {
      if (events.length > 0) told.set(run, [...(told.get(run) ?? []), ...events]);
    };
    for (const entry of entries) tell(entry.run, discoveryIn(entry));
    for (const piece of pieces)
      if (piece.keys !== null) tell(piece.run, [...troubleIn(piece), ...limitsIn(piece)]);
    for (const [run, events] of told) void bus.record(run, events);
  };
}

const isTrouble = (outcome: string): outcome is 'refused' | 'throttled' | 'failed' =>
  outcome === 'refused' || outcome === 'throttled' || outcome === 'failed';
