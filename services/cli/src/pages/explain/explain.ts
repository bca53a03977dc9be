import type { Explanation } from '@trunkline/client';
import { fields } from '../../output/fields.ts';
import { ago, count, duration } from '../../output/format.ts';
import { clean, cutMiddle, wrap } from '../../output/text.ts';
import { decisionInWords, hostFields } from '../../pace/host/show.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { URL_TOLD } from '../../shell/words.ts';
import { chapters } from './chapters.ts';

/** `trunkline explain URL [--job JOB]` */
export const defineExplain = (define: Define) =>
  define(
    'explain',
    'Say why a URL was, or was not, asked for: where it is, which rule decides, what was done, what comes next',
    [
      URL_TOLD,
      [
        '--job <job>',
        'id or name of a job, id of a run, or `last`; left out: the newest job that has to do with the URL',
      ],
    ],
    explain,
  );

async function explain(
  { client, output }: Context,
  url: string,
  { job }: { job?: string | undefined },
): Promise<void> {
  const of = job === undefined ? undefined : await findJob(client, job);
  const told = await client.explain(
    url,
    of === undefined ? {} : of.startsWith('run_') ? { run: of } : { job: of },
  );
  output.result(told, told.place.toLowerCase());
  const { style } = output;
  const width = Math.min(output.width(), 110);
  const say = (text: string, indent = 2, hang = indent) => {
    const [first = '', ...rest] = wrap(clean(text), width - hang);
    output.line(`${' '.repeat(indent)}${first}`);
    for (const line of rest) output.line(`${' '.repeat(hang)}${line}`);
  };
  output.line(style.bold(cutMiddle(clean(told.url), output.width())));
  for (const line of wrap(clean(told.summary), width - 2)) output.line(`  ${paint(told.place, style)(line)}`);
  for (const { title, lines } of chapters(told)) {
    output.line();
    output.line(style.dim(title));
    for (const { mark, name, text } of lines) {
      const head = `${mark ? `${mark} ` : ''}${name === null ? '' : name}`;
      const indent =
        name === null ? (mark ? 4 : 2) : Math.max(...lines.map((one) => one.name?.length ?? 0)) + 6;
      const [first = '', ...rest] = wrap(clean(text), Math.max(20, width - indent));
      output.line(`  ${colourMark(mark, head.padEnd(indent - 2), style)}${first}`);
      for (const line of rest) output.line(`${' '.repeat(indent)}${line}`);
    }
  }
  if (told.visits.length > 0) {
    output.line();
    output.table(told.visits, [
      { title: 'TRY', align: 'right', cell: ({ attempt }) => count(attempt) },
      { title: 'WHEN', align: 'right', cell: ({ at }) => ago(at) },
      { title: 'OUTCOME', cell: ({ outcome, status }) => [outcome, status].filter(Boolean).join(' ') },
      { title: 'CODE', cell: ({ code, deadReason }) => clean(code ?? deadReason ?? '') },
      { title: 'TOOK', align: 'right', spare: 2, cell: ({ timings }) => took(timings) },
      { title: 'WORKER', spare: 3, cut: 'middle', cell: ({ worker }) => clean(worker) },
      { title: 'DETAIL', spare: 1, cut: 'end', cell: ({ detail }) => clean(detail ?? '') },
    ]);
  }
  if (told.hostState !== null && told.next !== null) {
    output.line();
    output.named(told.host, decisionInWords(told.hostState));
    fields(output, hostFields(told.hostState));
  }
  const capture = told.visits.findLast((visit) => visit.capture !== null)?.capture ?? told.page?.capture;
  if (capture) say(`trunkline capture show ${capture.id}`);
}

function took(timings: Explanation['visits'][number]['timings']): string {
  return duration(timings.reduce((sum, { waitMs, serviceMs }) => sum + waitMs + serviceMs, 0));
}

type Style = Context['output']['style'];

function colourMark(mark: string, head: string, style: Style): string {
  return mark === '✓' ? style.green(head) : mark === '✗' ? style.red(head) : style.dim(head);
}

function paint(place: Explanation['place'], style: Style): (text: string) => string {
  if (place === 'ENDED') return style.green;
  if (place === 'DEAD') return style.red;
  return place === 'WAITING' || place === 'IN_FLIGHT' ? style.cyan : style.yellow;
}
