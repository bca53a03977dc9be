import type { UrlState } from '@trunkline/client';
import { type Field, fields } from '../output/fields.ts';
import { ago, count, duration } from '../output/format.ts';
import { clean, cutMiddle, wrap } from '../output/text.ts';
import { decisionInWords, hostFields } from '../pace/host/show.ts';
import { findRun } from '../runs/find-job.ts';
import type { Context } from '../shell/context.ts';
import type { Define } from '../shell/define.ts';
import { RUN, URL_TOLD } from '../shell/words.ts';

/** `trunkline explain RUN URL` */
export const defineExplain = (define: Define) =>
  define(
    'explain',
    'Say where one URL is for a run, what was done with it, and why it was not',
    [RUN, URL_TOLD],
    explain,
  );

async function explain({ client, output }: Context, asked: string, url: string): Promise<void> {
  const state = await client.runs.url(await findRun(client, asked), url);
  output.result(state, state.place.toLowerCase());
  const { style } = output;
  output.line(style.bold(cutMiddle(clean(state.url), output.width())));
  for (const line of wrap(clean(state.summary), Math.min(output.width(), 110) - 2))
    output.line(`  ${paint(state.place, style)(cutMiddle(line, output.width() - 2))}`);
  output.line();
  const { page } = state;
  fields(output, [
    ['scope', `${state.inScope ? 'in' : 'out'}: ${state.scopeReason}`],
    ['if found now', answers[state.ifEnqueued ?? 'null']],
    ['found on', page === null ? null : (page.discoveredFrom ?? 'a seed')],
    ['depth', page?.depth],
    ['first seen', page === null ? null : ago(page.firstSeenAt)],
    ['title', page?.title],
    ['capture', page?.capture?.id],
    ...placeFields(state),
  ]);
  if (state.visits.length > 0) {
    output.line();
    output.table(state.visits, [
      { title: 'TRY', align: 'right', cell: ({ attempt }) => count(attempt) },
      { title: 'WHEN', align: 'right', cell: ({ at }) => ago(at) },
      { title: 'OUTCOME', cell: ({ outcome, status }) => [outcome, status].filter(Boolean).join(' ') },
      { title: 'CODE', cell: ({ code, deadReason }) => clean(code ?? deadReason ?? '') },
      { title: 'TOOK', align: 'right', spare: 2, cell: ({ timings }) => took(timings) },
      { title: 'WORKER', spare: 3, cut: 'middle', cell: ({ worker }) => clean(worker) },
      { title: 'DETAIL', spare: 1, cut: 'end', cell: ({ detail }) => clean(detail ?? '') },
    ]);
  }
  if (state.hostState !== null && state.place !== 'ENDED') {
    output.line();
    output.named(state.host, decisionInWords(state.hostState));
    fields(output, hostFields(state.hostState));
  }
}

function placeFields({ place, position, until, since, session, attempts }: UrlState): Field[] {
  return [
    ['position', position === null ? null : `${count(position)} before it at its host`],
    ['until', until],
    ['in flight', since === null ? null : `for ${duration(Date.now() - Date.parse(since))} at ${session}`],
    ['tries', place === 'UNKNOWN' || place === 'UNVISITED' ? null : count(attempts)],
  ];
}

function took(timings: UrlState['visits'][number]['timings']): string {
  return duration(timings.reduce((sum, { waitMs, serviceMs }) => sum + waitMs + serviceMs, 0));
}

function paint(place: UrlState['place'], style: Context['output']['style']): (text: string) => string {
  if (place === 'ENDED') return style.green;
  return place === 'WAITING' || place === 'IN_FLIGHT' ? style.cyan : style.yellow;
}

const answers: Record<NonNullable<UrlState['ifEnqueued']> | 'null', string | null> = {
  ACCEPTED: 'it would wait',
  KNOWN: null,
  RUN: 'refused: the run takes no more URLs',
  TRAP: 'refused: it looks like a trap',
  DEPTH: 'refused: too deep',
  HOPS: 'refused: too many redirects',
  BUDGET: 'refused: the budget of pages is spent',
  null: null,
};
