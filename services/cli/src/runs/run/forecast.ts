import type { WhatIfInput } from '@trunkline/client';
import { fields } from '../../output/fields.ts';
import { finishFields } from '../../output/forecast-words.ts';
import { count, rate } from '../../output/format.ts';
import { clean, wrap } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { given, paceFrom, wholeNumber } from '../../shell/options.ts';
import { PACE, RUN } from '../../shell/words.ts';
import { findRun } from '../find-job.ts';

const words = [
  RUN,
  ['--workers <n>', 'what if there were so many workers', wholeNumber(0)],
  ['--slots <n>', 'what if each of them made so many visits at once', wholeNumber(1)],
  ...PACE,
  ['--bandwidth <bytes>', 'what if it might take so many bytes a second', wholeNumber(1000)],
] as const;
type Options = OptionsOf<typeof words>;

/** `trunkline run forecast RUN` */
export const defineForecast = (run: Define) =>
  run('forecast', 'Say when a run will be done, or would be if something were changed', words, show);

async function show({ client, output }: Context, asked: string, options: Options): Promise<void> {
  const id = await findRun(client, asked);
  const change = changeFrom(options);
  const forecast = change ? await client.runs.whatIf(id, change) : await client.runs.forecast(id);
  output.result(forecast, forecast?.finish?.likely ?? 'unknown');
  if (forecast === null) {
    output.line('It is over or ending: nothing is left to forecast.');
    return;
  }
  for (const line of wrap(clean(forecast.sentence), Math.min(output.width(), 110))) output.line(line);
  output.line();
  const { finish, host, known, unseen, pagesPerSecond } = forecast;
  fields(output, [
    ...finishFields(finish, null),
    ['slowest host', host && `${clean(host.host)}: ${count(host.waiting)} URLs wait there`],
    [
      'left',
      `${count(known)} URL${known === 1 ? '' : 's'} known${unseen === null ? '' : `, some ${count(unseen)} not found yet`}`,
    ],
    ['speed', pagesPerSecond === null ? null : `${rate(pagesPerSecond)} pages/s`],
  ]);
}

function changeFrom(options: Options): WhatIfInput | undefined {
  const pace = paceFrom(options);
  return given({
    ...{ workers: options.workers, slots: options.slots, bytesPerSecond: options.bandwidth },
    pace: pace && {
      delayMs: pace.delayMs ?? 1000 / (pace.perSecond ?? 1),
      concurrency: pace.concurrency ?? 1,
    },
  });
}
