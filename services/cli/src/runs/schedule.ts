import type { OverlapPolicy, Schedule } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { fields } from '../output/fields.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import { JOB, REASON } from '../shell/arguments.ts';
import type { Context } from '../shell/context.ts';
import { usageError } from '../shell/failure.ts';
import { given, switched } from '../shell/options.ts';
import type { Run } from '../shell/run.ts';
import { findJob } from './find-job.ts';

const SCHEDULE = ['<schedule>', 'id of a schedule'] as const;
const overlap = () =>
  new Option('--overlap <what>', 'what to do while the last run still goes').choices([
    'skip',
    'wait',
    'cancel',
  ]);

type Options = {
  timeZone?: string;
  overlap?: string;
  cron?: string;
  on?: boolean;
  off?: boolean;
  reason?: string;
};

/** `trunkline schedule …` */
export function defineSchedule(program: Command, run: Run): void {
  const schedule = program.command('schedule').description('When runs of jobs start by themselves');
  schedule
    .command('list')
    .alias('ls')
    .description('List schedules')
    .argument('[job]', 'only those of this job')
    .action(run(list));
  schedule
    .command('create')
    .description('Start runs of a job by the clock')
    .argument(...JOB)
    .argument('<cron>', "five fields as in crontab, in quotes: '30 2 * * 1-5'; or @daily, @hourly …")
    .option('--time-zone <name>', 'whose clock: Europe/Berlin; default UTC')
    .addOption(overlap())
    .option(...REASON)
    .action(run(create));
  schedule
    .command('edit')
    .description('Change a schedule, or switch it off and on')
    .argument(...SCHEDULE)
    .option('--cron <cron>', 'when')
    .option('--time-zone <name>', 'whose clock')
    .addOption(overlap())
    .option('--on', 'switch it on')
    .option('--off', 'switch it off')
    .option(...REASON)
    .action(run(edit));
  schedule
    .command('delete')
    .description('Delete a schedule; runs that go are left alone')
    .argument(...SCHEDULE)
    .option(...REASON)
    .action(run(remove));
}

async function list(context: Context, job: string | undefined): Promise<void> {
  const { client } = context;
  return showList(context, client.schedules.list({ jobId: job && (await findJob(client, job)) }), {
    id: ({ id }) => id,
    none: 'Nothing is scheduled.',
    columns: [
      { title: 'SCHEDULE', cell: ({ id }) => id },
      { title: 'JOB', cut: 'end', cell: ({ job: { name } }) => clean(name) },
      { title: 'WHEN', cell: ({ cron }) => cron },
      { title: 'CLOCK', spare: 2, cell: ({ timeZone }) => timeZone },
      { title: 'NEXT', cell: next },
      { title: 'LAST', spare: 1, cut: 'end', cell: ({ lastResult }) => clean(lastResult ?? '') },
    ],
  });
}

function next({ enabled, nextAt, timeZone }: Schedule): string {
  if (!enabled) return 'off';
  if (nextAt === null) return 'never';
  return new Date(nextAt).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}

function said({ output }: Pick<Context, 'output'>, schedule: Schedule): void {
  output.result(schedule, schedule.id);
  output.line(
    `${output.style.bold(clean(schedule.job.name))}  ${schedule.enabled ? 'scheduled' : output.style.yellow('off')}`,
  );
  fields(output, [
    ['schedule', schedule.id],
    ['when', `${schedule.cron}, ${schedule.timeZone}`],
    ['next', next(schedule)],
    ['overlap', schedule.overlap.toLowerCase()],
  ]);
}

const common = ({ timeZone, overlap: word, reason }: Options) => ({
  timeZone,
  overlap: word?.toUpperCase() as OverlapPolicy | undefined,
  reason,
});

async function create(
  { client, output }: Context,
  job: string,
  cron: string,
  options: Options,
): Promise<void> {
  const input = { jobId: await findJob(client, job), cron, ...common(options) };
  return said({ output }, await client.schedules.create(input));
}

async function edit({ client, output }: Context, id: string, options: Options): Promise<void> {
  const change = given({ ...common(options), cron: options.cron, enabled: switched(options) });
  if (change === undefined)
    throw usageError('Nothing to change.', 'Say what: --cron, --time-zone, --overlap, --on or --off.');
  return said({ output }, await client.schedules.update({ id, ...change }));
}

async function remove({ client, output }: Context, id: string, { reason }: Options): Promise<void> {
  const deleted = await client.schedules.delete(id, reason);
  output.document({ id: deleted });
  output.line(`${deleted}  deleted`);
}
