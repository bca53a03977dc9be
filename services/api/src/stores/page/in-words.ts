import { isOver } from '@trunkline/control';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { EnqueueAnswer, UrlStateValue } from './url-state.ts';

/** Why a URL would not be accepted, to be read after "it would be refused: ". */
const refusals: Record<Exclude<EnqueueAnswer, 'accepted' | 'known'>, string> = {
  run: 'the run takes no more URLs',
  trap: 'it looks like a trap (repeating or endless path)',
  depth: 'it lies deeper than the job may follow links',
  hops: 'too many redirects lead to it',
  budget: 'the budget of pages is spent',
};

/** One sentence that says where a URL is and why, for people; `held`: what keeps its host from being asked; `robots`: what is known of its robots.txt. */
export function inWords(
  value: Omit<UrlStateValue, 'summary'>,
  held: string | null,
  robots: FrontierUrl['host']['robots'] | null,
): string {
  const { place, run, visits } = value;
  const last = visits.at(-1);
  switch (place) {
    case 'waiting': {
      const ahead =
        value.position === null
          ? 'far behind in'
          : value.position === 0
            ? 'next in'
            : `behind ${value.position} others in`;
      return `It waits, ${ahead} the queue of ${value.host}${run.state === 'paused' ? '; the run is paused' : held === null ? '' : `; ${held}`}${robotsInWords(robots)}.`;
    }
    case 'delayed':
      return `It is delayed until ${value.until?.toISOString()}${last ? ` after it was ${last.outcome}${because(last)}` : ''}.`;
    case 'inFlight':
      return `It is in flight: session ${value.session} has held it since ${value.since?.toISOString()}.`;
    case 'ended':
      if (!last) return 'It has ended; its outcome is not committed to the ledger yet.';
      return last.deadReason === null
        ? `It was visited: ${last.outcome}${last.status === null ? '' : ` with status ${last.status}`}${follows(last)}.`
        : `It was given up (${last.deadReason}): ${last.outcome}${because(last)}.`;
    case 'unvisited':
      return 'The job knows it, but this run is over and did not visit it.';
    case 'unfound':
      return 'It is known, but too much is delayed or in flight to say where it is.';
    case 'unknown':
      return unknown(value);
  }
}

/** Why it waits, or what it goes by, where its robots.txt cannot be had. */
function robotsInWords(robots: FrontierUrl['host']['robots'] | null): string {
  const { unreachableSince = null, storedAt = null, decidesUntil = null } = robots ?? {};
  if (unreachableSince === null) return '';
  const failing = '; its robots.txt cannot be had now';
  if (storedAt === null || decidesUntil === null) return `${failing}, and nothing is fetched until it can`;
  return `${failing}: the copy that is kept decides until ${new Date(decidesUntil).toISOString()}`;
}

function unknown({ inScope, scopeReason, ifEnqueued, run }: Omit<UrlStateValue, 'summary'>): string {
  if (!inScope) return `It was never accepted: it is out of scope (${scopeReason}).`;
  if (ifEnqueued !== null && ifEnqueued !== 'accepted' && ifEnqueued !== 'known')
    return `It was never accepted, and would be refused: ${refusals[ifEnqueued]}.`;
  return isOver(run.state)
    ? 'This run never heard of it: no page it fetched links to it.'
    : 'It is in scope, but no page fetched so far links to it.';
}

function follows(last: { outcome: string; code: string | null; detail: string | null }): string {
  return last.outcome === 'redirected' && last.detail ? ` to ${last.detail}` : because(last);
}

function because({ code, detail }: { code: string | null; detail: string | null }): string {
  const parts = [code, detail].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(': ')})`;
}
