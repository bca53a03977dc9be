import { isOver } from '@trunkline/control';
import type { CheckValue, ExplanationValue, TryValue } from './explanation.ts';
import { isQuarantined } from './held.ts';

/** One sentence that says where a URL is and why, for people. */
export function inWords(value: Omit<ExplanationValue, 'summary'>): string {
  const { place, tries, holds, host, run } = value;
  const last = tries.at(-1);
  switch (place) {
    case 'waiting': {
      const ahead =
        value.position === null
          ? 'far behind in'
          : value.position === 0
            ? 'next in'
            : `behind ${value.position} ${value.position === 1 ? 'other' : 'others'} in`;
      const why =
        holds.length === 0
          ? (value.next?.sentence ?? null)
          : holds.map(({ sentence }) => sentence).join('; ');
      const { decidesUntil, unreachableSince } = value.robots;
      const copy =
        unreachableSince === null || decidesUntil === null
          ? ''
          : `; its robots.txt cannot be had now: the copy that is kept decides until ${decidesUntil.toISOString()}`;
      return `It waits, ${ahead} the queue of ${host}${why === null ? '' : `; ${why}`}${copy}${held(value)}.`;
    }
    case 'delayed':
      return `It is delayed until ${value.until?.toISOString()}${last ? ` after it was ${last.outcome}${because(last)}` : ''}${holds.length > 0 ? `; ${holds[0]!.sentence}` : ''}.`;
    case 'inFlight': {
      const { worker, session, stage, since } = value.inFlight!;
      const at = stage === null ? '' : ` in the stage ${stage}`;
      return `It is in flight${at}: ${worker === null ? `session ${session}, which does not report,` : `${worker} (session ${session})`} has held it since ${since.toISOString()}.`;
    }
    case 'ended':
      if (!last) return 'It has ended; its outcome is not committed to the ledger yet.';
      if (last.outcome === 'refused' && unasked.has(last.code ?? ''))
        return `It was not asked for: refused${because(last)}.`;
      return `It was visited: ${last.outcome}${last.status === null ? '' : ` with status ${last.status}`}${follows(last)}.`;
    case 'dead':
      if (isQuarantined(last))
        return `It is ${value.dead?.sentence}. What is released waits again; what is kept is held in all runs of the job.`;
      return `It was given up (${value.dead?.reason}): ${value.dead?.sentence}.`;
    case 'dropped':
      return `It was dropped without a visit: ${value.dead?.sentence}.`;
    case 'unvisited':
      return 'The job knows it, but this run is over and did not visit it.';
    case 'unfound':
      return 'It is known, but too much is delayed or in flight to say where it is.';
    case 'unknown':
      if (run === null) return 'The job has no run yet: nothing was asked for.';
      return unknown(value);
  }
}

/** Of what waits though its like is held: it is asked for no more than they are. */
function held({ checks }: Omit<ExplanationValue, 'summary'>): string {
  const quarantine = checks.find(({ check, passes }) => check === 'quarantine' && passes === false);
  return quarantine ? `; when its turn comes it is not fetched: ${quarantine.sentence}` : '';
}

/** By which a URL is refused before it is asked for. */
const unasked: ReadonlySet<string> = new Set(['robots', 'scope', 'trap', 'address']);

/** The sentence of what was given up or dropped. */
export function endInWords(last: TryValue | undefined, reason: string): string {
  if (last) return `${last.outcome}${because(last)}`;
  return reasons[reason] ?? `the run ended with it: ${reason}`;
}

const reasons: Record<string, string> = {
  'host-unreachable': 'its host could not be reached, again and again for over an hour',
  'robots-unreachable': 'its robots.txt could not be had for a day',
  poison: 'the workers that had it were lost, three of them',
  budget: 'a budget of pages is spent',
  cancelled: 'the run was cancelled before its turn came',
};

const order: readonly CheckValue['check'][] = ['scope', 'run', 'trap', 'depth', 'hops', 'budget'];

function unknown({ checks, run, omissions }: Omit<ExplanationValue, 'summary'>): string {
  const it = omissions.find(({ isIt }) => isIt);
  if (it) return `It was found and left out: ${it.reason}.`;
  const refused = order
    .map((name) => checks.find(({ check }) => check === name)!)
    .find(({ passes }) => passes === false);
  if (refused?.check === 'run' && run !== null && isOver(run.state))
    return 'This run never heard of it: no page it fetched links to it.';
  if (refused?.check === 'scope')
    return `It was never accepted: it is ${refused.sentence.replace(': ', ' (')}).`;
  if (refused) return `It was never accepted, and would be refused: ${refused.sentence}.`;
  const quarantine = checks.find(({ check }) => check === 'quarantine')!;
  if (quarantine.passes === false)
    return `No page fetched so far links to it; it would be held, not fetched: ${quarantine.sentence}.`;
  const robots = checks.find(({ check }) => check === 'robots')!;
  if (robots.passes === false)
    return `No page fetched so far links to it; it would not be fetched: ${robots.sentence}.`;
  return 'It is in scope, but no page fetched so far links to it.';
}

function follows(last: TryValue): string {
  return last.outcome === 'redirected' && last.detail ? ` to ${last.detail}` : because(last);
}

function because({ code, detail }: { code: string | null; detail: string | null }): string {
  const parts = [code, detail].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(': ')})`;
}
