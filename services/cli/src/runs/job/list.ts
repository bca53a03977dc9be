import type { JobFilter, JobRow, JobState } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { ago, bytes, count, rate } from '../../output/format.ts';
import type { Column } from '../../output/table.ts';
import { clean } from '../../output/text.ts';
import { isOver, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { wholeNumber } from '../../shell/options.ts';
import { take } from '../../shell/take.ts';

export const states = [
  'new',
  'starting',
  'running',
  'paused',
  'cancelling',
  'recording',
  'done',
  'cancelled',
  'failed',
];

export function defineList(command: Command): Command {
  return command
    .description('List jobs, newest first')
    .addOption(new Option('--state <state...>', 'only jobs in these states').choices(states))
    .option('--name <text>', 'only jobs whose name contains this')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 20);
}

type ListOptions = { state?: string[]; name?: string; limit: number };

export async function list({ client, output }: Context, options: ListOptions): Promise<ExitCode> {
  const filter: JobFilter = {
    ...(options.state && { state: options.state.map((state) => state.toUpperCase() as JobState) }),
    ...(options.name !== undefined && { name: options.name }),
  };
  const { items: jobs, more } = await take(client.jobs.list(filter), options.limit);
  output.document(jobs);
  if (output.quiet) for (const job of jobs) output.essential(job.id);
  if (jobs.length > 0)
    output.table(
      jobs,
      shape((state) => stateInWords(state, output.style)),
    );
  else if (Object.keys(filter).length > 0) output.note('No job is like that.');
  else output.note('There is no job yet. Create one: trunkline job create URL --watch');
  if (more) output.note(`There are more; see them with --limit ${options.limit * 5}.`);
  return exitCodes.ok;
}

function shape(paintState: (state: string) => string): Column<JobRow>[] {
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
