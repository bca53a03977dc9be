import { overlapPolicies } from '@trunkline/database';
import { notFound } from '../../limits/refusals.ts';
import type { ScheduleValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { connectionOf, toConnection } from '../connection.ts';
import { enumValues } from '../enum-values.ts';
import { keyOf } from '../ids.ts';
import { Job } from '../job/job.ts';
import { Versioned } from '../versioned.ts';

export const OverlapPolicy = builder.enumType('OverlapPolicy', {
  description: 'What happens when a schedule is due while a run of the job goes.',
  values: enumValues(overlapPolicies, {
    skip: 'This time is left out.',
    wait: 'The next run starts when that one has ended.',
    cancel: 'That run is cancelled, and the next starts after it.',
  }),
});

export const Schedule = builder.objectRef<ScheduleValue>('Schedule');
const ScheduleConnection = connectionOf('Schedule', Schedule);

builder.node(Schedule, {
  interfaces: [Versioned],
  description: 'When runs of a job start by themselves.',
  id: { resolve: (schedule) => schedule.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.schedules.find(id),
  fields: (t) => ({
    job: t.field({
      type: Job,
      description: 'The job it starts.',
      resolve: async ({ jobId }, _args, { stores }) => {
        const job = await stores.jobs.find(jobId);
        if (job === null) throw notFound(jobId, 'job');
        return job;
      },
    }),
    cron: t.exposeString('cron', { description: 'Minute, hour, day, month, weekday: `30 2 * * 1-5`.' }),
    timeZone: t.exposeString('timeZone', { description: 'Whose clocks count: `Europe/Berlin`.' }),
    overlap: t.field({
      type: OverlapPolicy,
      description: 'What happens when it is due while a run goes.',
      resolve: ({ overlap }) => overlap,
    }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it starts anything.' }),
    nextAt: t.expose('nextAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is due next; null: it is not.',
    }),
    lastAt: t.expose('lastAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was due last; null: never.',
    }),
    lastResult: t.exposeString('lastResult', {
      nullable: true,
      description: 'What became of that: `started`, `waiting`, `skipped: …`.',
    }),
    version: t.exposeInt('version', { description: 'Rises with every change.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

const ScheduleFilterInput = builder.inputType('ScheduleFilter', {
  description: 'Which schedules; every field given must hold.',
  fields: (t) => ({
    jobId: t.id({ description: 'Schedules of this job.' }),
    enabled: t.boolean({ description: 'Only those that start something, or only those that do not.' }),
  }),
});

builder.queryField('schedules', (t) =>
  t.connection(
    {
      type: Schedule,
      args: { filter: t.arg({ type: ScheduleFilterInput, description: 'Only schedules like this.' }) },
      description: 'The schedules of this project, newest first.',
      resolve: async (_root, args, { stores }) => {
        const { jobId, enabled } = args.filter ?? {};
        const key = jobId == null ? null : keyOf('Job', jobId);
        if (jobId != null && key === null) throw notFound(jobId, 'job');
        return toConnection(await stores.schedules.list(args, { jobId: key, enabled }), ({ id }) => id);
      },
    },
    ScheduleConnection,
  ),
);

builder.objectField(Job, 'schedules', (t) =>
  t.connection(
    {
      type: Schedule,
      description: 'When it starts by itself, newest first.',
      resolve: async (job, args, { stores }) =>
        toConnection(await stores.schedules.list(args, { jobId: job.id }), ({ id }) => id),
    },
    ScheduleConnection,
  ),
);
