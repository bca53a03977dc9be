import type { JobPlanInput, Plan } from '@trunkline/client';
import { type Field, fields } from '../output/fields.ts';
import { finishFields, sayWarnings } from '../output/forecast-words.ts';
import { count, rate } from '../output/format.ts';
import { clean, wrap } from '../output/text.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { usageError } from '../shell/failure.ts';
import { deadline, durationMs, firstRulesFrom, positiveNumber, wholeNumber } from '../shell/options.ts';
import { PACE } from '../shell/words.ts';
import { findJob } from './find-job.ts';

const words = [
  ['[url...]', 'where it would start: http or https URLs'],
  ['--job <job>', 'plan a job that there is, with what is said here in place of what it has'],
  ['--urls <n>', 'URLs in all', wholeNumber(1)],
  ['--hosts <n>', 'hosts they are spread on evenly', wholeNumber(1)],
  ...PACE,
  ['--policy <id>', 'under this policy'],
  ['--workers <n>', 'with so many workers; otherwise with those there are', wholeNumber(1)],
  ['--visit <duration>', 'what a visit takes; otherwise half a second, give or take', durationMs],
  ['--by <when>', 'when it is to be done: a date, or in 6h, in 3d', deadline],
  ['--pages-per-second <n>', 'pages a second it is to make', positiveNumber],
] as const;
type Options = OptionsOf<typeof words>;

/** `trunkline plan URL… --hosts N --delay 10s --urls 180000 --by DATE` */
export const definePlan = (define: Define) =>
  define(
    'plan',
    'Say how long a crawl would take, what bounds it and which workers it needs; starts nothing',
    words,
    plan,
  );

async function plan(context: Context, urls: string[], options: Options): Promise<void> {
  const { client, output } = context;
  if (urls.length === 0 && options.job === undefined && options.urls === undefined)
    throw usageError('Nothing to plan.', 'Pass URLs, or --urls N with --hosts N, or --job JOB.');
  const made = await client.jobs.plan(await inputFrom(context, urls, options));
  output.result(made, made.finish?.likely ?? 'never');
  for (const line of wrap(clean(made.sentence), Math.min(output.width(), 110))) output.line(line);
  output.line();
  fields(output, planFields(made));
  sayWarnings(output, made.warnings);
  if (urls.length > 0 && options.urls === undefined)
    output.note(
      'Only the URLs given are counted. Pages found by their links come on top: --urls N plans with so many.',
    );
}

async function inputFrom({ client }: Context, urls: string[], options: Options): Promise<JobPlanInput> {
  const hosts = options.hosts ?? (urls.length === 0 && options.job === undefined ? 1 : undefined);
  return {
    ...(options.job !== undefined && { jobId: await findJob(client, options.job) }),
    ...(urls.length > 0 && { seeds: urls }),
    ...{ urls: options.urls, hosts, workers: options.workers, visitMs: options.visit },
    ...{ policyId: options.policy, rules: firstRulesFrom(options) },
    ...{ finishBy: options.by, pagesPerSecond: options.pagesPerSecond },
  };
}

function planFields({ urls, finish, pagesPerSecond, mostPagesPerSecond, workersNeeded }: Plan): Field[] {
  return [
    ['urls', count(urls)],
    ...finishFields(finish, 'never, as it is'),
    ['speed', `${rate(pagesPerSecond)} pages/s; hosts allow ${rate(mostPagesPerSecond)} at most`],
    [
      'workers',
      workersNeeded === null ? null : `${count(workersNeeded)} ${workersNeeded === 1 ? 'is' : 'are'} enough`,
    ],
  ];
}
