import type { OverlapPolicy, Schedule } from '@trunkline/client';
import { fields } from '../output/fields.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { usageError } from '../shell/failure.ts';
import { given, switched } from '../shell/options.ts';
import { JOB, REASON, SWITCH } from '../shell/words.ts';
import { findJob } from './find-job.ts';

const SCHEDULE = ['<schedule>', 'id of a schedule'] as const;
const clock = [
  ['--time-zone <name>', 'whose clock: Europe/Berlin; a new one goes by UTC'],
  ['--overlap <what>', 'what to do while the last run still goes', ['skip', 'wait', 'cancel']],
] as const;
const created = [
  JOB,
  ['<cron>', "five fields as in crontab, in quotes: '30 2 * * 1-5'; or @daily, @hourly …"],
  ...clock,
  REASON,
] as const;
const edited = [SCHEDULE, ['--cron <cron>', 'when'], ...clock, ...SWITCH, REASON] as const;

/** `trunkline schedule …` */
export function defineSchedule({ group }: Define): void {
  const schedule = group('schedule', 'When runs of jobs start by themselves');
  schedule('list', 'List schedules', [['[job]', 'only those of this job']], list);
  schedule('create', 'Start runs of a job by the clock', created, async (context, job, cron, options) => {
    const { client } = context;
    const { reason } = options;
    const input = { jobId: await findJob(client, job), cron, ...clockFrom(options), reason };
    return said(context, await client.schedules.create(input));
  });
  schedule('edit', 'Change a schedule, or switch it off and on', edited, async (context, id, options) => {
    const change = given({ ...clockFrom(options), cron: options.cron, enabled: switched(options) });
    if (change === undefined)
      throw usageError('Nothing to change.', 'Say what: --cron, --time-zone, --overlap, --on or --off.');
    return said(context, await context.client.schedules.update({ id, ...change, reason: options.reason }));
  });
  const about = 'Delete a schedule; runs that go are left alone';
  schedule('delete', about, [SCHEDULE, REASON], async ({ client, output }, id, { reason }) =>
    output.deleted(await client.schedules.delete(id, reason)),
  );
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

function said({ output }: Context, schedule: Schedule): void {
  output.result(schedule, schedule.id);
  output.named(schedule.job.name, schedule.enabled ? 'scheduled' : output.style.yellow('off'));
  fields(output, [
    ['schedule', schedule.id],
    ['when', `${schedule.cron}, ${schedule.timeZone}`],
    ['next', next(schedule)],
    ['overlap', schedule.overlap.toLowerCase()],
  ]);
}

const clockFrom = ({ timeZone, overlap }: OptionsOf<typeof clock>) => ({
  timeZone,
  overlap: overlap?.toUpperCase() as OverlapPolicy | undefined,
});
