import { isOver, type JobRow, type JobState } from '@trunkline/client';
import { ago, bytes, count, rate } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import type { Column } from '../../output/table.ts';
import { clean } from '../../output/text.ts';
import { runStates, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { given } from '../../shell/options.ts';
import { limit } from '../../shell/words.ts';

/** States of jobs as options spell them: that of the latest run, or `new`. */
export const states = ['new', ...runStates];

const words = [
  ['--state <state...>', 'only jobs in these states', states],
  ['--name <text>', 'only jobs whose name contains this'],
  limit(20),
] as const;

export const defineList = (job: Define) => job('list', 'List jobs, newest first', words, list);

function list(context: Context, { state, name, limit: most }: OptionsOf<typeof words>): Promise<void> {
  const { client, output } = context;
  const filter = given({ state: state?.map((word) => word.toUpperCase() as JobState), name });
  return showList(context, client.jobs.list(filter), {
    limit: most,
    id: ({ id }) => id,
    none: filter
      ? 'No job is like that.'
      : 'There is no job yet. Create one: trunkline job create URL --watch',
    columns: shape((state) => stateInWords(state, output.style)),
  });
}

function shape(paintState: (state: JobState) => string): Column<JobRow>[] {
  const counters = (job: JobRow) => job.latestRun?.progress.counters;
  const number = (value: number | undefined) => (value === undefined ? '' : count(value));
  return [
    { title: 'JOB', cell: (job) => job.id },
    { title: 'NAME', cell: (job) => clean(job.name), cut: 'end' },
    {
      title: 'STATE',
      cell: (job) => job.state.toLowerCase(),
      paint: (text, job) => text.replace(/\S+/, paintState(job.state)),
    },
    { title: 'FINISHED', align: 'right', cell: (job) => number(counters(job)?.finished) },
    { title: 'OF', align: 'right', spare: 1, cell: (job) => number(counters(job)?.accepted) },
    { title: 'FETCHED', align: 'right', spare: 6, cell: (job) => number(counters(job)?.fetched) },
    { title: 'FAILED', align: 'right', spare: 3, cell: (job) => number(counters(job)?.failed) },
    {
      title: 'BYTES',
      align: 'right',
      spare: 5,
      cell: (job) => (job.latestRun ? bytes(counters(job)?.bytes ?? 0) : ''),
    },
    {
      title: 'PAGES/S',
      align: 'right',
      spare: 2,
      cell: ({ latestRun, state }) =>
        latestRun && !isOver(state) ? rate(latestRun.progress.pagesPerSecond) : '',
    },
    { title: 'CREATED', align: 'right', spare: 4, cell: (job) => ago(job.createdAt) },
  ];
}
