import { isOver } from '@trunkline/control';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { Policy } from '@trunkline/policy';
import { looksLikeTrap } from '@trunkline/web/url';
import type { Hold } from '../../host/hold.ts';
import { endsAt } from '../../host/holds.ts';
import type { TrapValue } from '../../run/trap-store.ts';
import type { JobValue, RunValue } from '../../values.ts';
import type { CheckValue, RobotsValue } from './explanation.ts';
import { isHeld, quarantineInWords } from './held.ts';

export type Asked = {
  url: string;
  host: string;
  job: JobValue;
  run: RunValue | null;
  policy: Policy;
  look: FrontierUrl | null;
  /** `isKnown`: by the ledger; else it is taken for a link of a seed. */
  depth: number;
  isKnown: boolean;
  scope: { inScope: boolean; reason: string };
  robots: RobotsValue;
  trap: TrapValue | null;
  holds: readonly Hold[];
};

/** What each rule says of a URL, were it found now: all of them, not the first alone that refuses. */
export function checksOf(asked: Asked): CheckValue[] {
  const { url, job, run, policy, look, depth, isKnown, scope, robots, holds, trap } = asked;
  const answer = look?.ifEnqueued;
  const looks = depth > 0 ? looksLikeTrap(url) : null;
  const takes = run !== null && !isOver(run.state) && answer !== 'run';
  const { maxDepth } = job;
  const at =
    isKnown && depth === 0
      ? 'it is a seed, or as near as one'
      : isKnown
        ? `it lies ${links(depth)} from a seed`
        : `as a link of a seed it would lie ${links(depth)} from one`;
  const tooDeep = maxDepth !== null && depth > maxDepth;
  const budget = budgetInWords(asked);
  const end = endsAt(holds);
  return [
    {
      check: 'run',
      passes: takes,
      sentence: takes
        ? 'the run takes URLs'
        : `the run takes no more URLs: it is ${run?.state ?? 'not begun'}`,
    },
    {
      check: 'scope',
      passes: scope.inScope,
      sentence: `${scope.inScope ? 'in' : 'out of'} scope: ${scope.reason}`,
    },
    {
      check: 'trap',
      passes: looks === null,
      sentence: looks === null ? 'it looks like no trap' : `it looks like a trap by its ${looks}`,
    },
    { check: 'quarantine', passes: !isHeld(trap, policy), sentence: quarantineInWords(trap, policy) },
    {
      check: 'depth',
      passes: !tooDeep,
      sentence: `${at}${maxDepth === null ? '; the job has no limit' : `; the job follows them up to ${maxDepth}`}`,
    },
    {
      check: 'hops',
      passes: answer !== 'hops',
      sentence:
        answer === 'hops'
          ? 'too many redirects lead to it'
          : 'no more redirects lead to it than are followed',
    },
    {
      check: 'known',
      passes: look === null ? null : look.at.state === 'unknown',
      sentence:
        look === null
          ? 'the run is in the frontier no more'
          : look.at.state === 'unknown'
            ? 'the run does not know it yet'
            : 'the run knows it already: found again, it adds nothing',
    },
    { check: 'budget', passes: look === null ? null : answer !== 'budget', sentence: budget },
    {
      check: 'limits',
      passes: null,
      sentence: `the run may know ${most(policy.maxUrls)} URLs of ${most(policy.maxHosts)} hosts; counted when it is found`,
    },
    { check: 'robots', passes: robots.obeyed ? robots.allowed : true, sentence: robots.sentence },
    {
      check: 'host',
      passes: holds.length === 0 ? true : end === 'never' ? false : null,
      sentence:
        holds.length === 0 ? 'its host may be asked' : holds.map(({ sentence }) => sentence).join('; '),
    },
  ];
}

const most = (limit: number | null | undefined) => limit?.toLocaleString('en') ?? 'any number of';
const links = (depth: number) => (depth === 1 ? '1 link' : `${depth} links`);

function budgetInWords({ look, policy, job, host, url }: Asked): string {
  const { maxPagesPerHost, maxPagesPerDomain, budgets } = policy;
  const { used, most } = look?.pages ?? { used: 0, most: job.maxPages };
  const isSpent = look?.ifEnqueued === 'budget';
  const parts = [
    most === null ? null : `${used} of ${job.maxPages ?? most} pages of the run`,
    maxPagesPerHost === null ? null : `at most ${maxPagesPerHost} of ${host}`,
    maxPagesPerDomain === null ? null : `at most ${maxPagesPerDomain} of its domain`,
    ...budgets
      .filter(({ pattern }) => matches(pattern, pathOf(url)))
      .map(({ pattern, maxPages }) => `at most ${maxPages} of ${pattern}`),
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'no budget of pages bounds it';
  return `${isSpent ? 'a budget of pages is spent' : 'budgets of pages leave room'}: ${parts.join(', ')}`;
}

const pathOf = (url: string) => url.slice(url.indexOf('/', url.indexOf('//') + 2));

/** As the frontier has it: `*` is any run of characters, over the whole path and query. */
function matches(pattern: string, path: string): boolean {
  const pieces = pattern.split('*');
  const last = pieces.pop()!;
  if (pieces.length === 0) return path === last;
  let at = 0;
  for (const [n, piece] of pieces.entries()) {
    const found = n === 0 ? (path.startsWith(piece) ? 0 : -1) : path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}
