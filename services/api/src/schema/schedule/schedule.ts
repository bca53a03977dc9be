import { overlapPolicies } from '@trunkline/database';
import { notFound } from '../../limits/refusals.ts';
import type { ScheduleValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Versioned } from '../kit/errors.ts';
import { found } from '../kit/found.ts';
import { keyOf } from '../kit/ids.ts';
import { Job } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

export const OverlapPolicy = builder.enumType('OverlapPolicy', {
  description: 'What happens when a schedule is due while a run of the job goes.',
  values: enumValues(overlapPolicies, {
    skip: 'This time is left out.',
    wait: 'The next run starts when that one has ended.',
    cancel: 'That run is cancelled, and the next starts after it.',
  }),
});

export const Schedule = builder.objectRef<ScheduleValue>('Schedule');
const ScheduleConnection = connectionOf('Schedule', Schedule, ({ id }) => id);

builder.node(Schedule, {
  interfaces: [Versioned],
  description: 'When runs of a job start by themselves.',
  id: { resolve: (schedule) => schedule.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.schedules.find(id),
  fields: (t) => ({
    ...shown(t, {
      cron: ['String', 'Minute, hour, day, month, weekday: `30 2 * * 1-5`.'],
      timeZone: ['String', 'Whose clocks count: `Europe/Berlin`.'],
      overlap: [OverlapPolicy, 'What happens when it is due while a run goes.'],
      enabled: ['Boolean', 'Whether it starts anything.'],
      nextAt: ['DateTime?', 'When it is due next; null: it is not.'],
      lastAt: ['DateTime?', 'When it was due last; null: never.'],
      lastResult: ['String?', 'What became of that: `started`, `waiting`, `skipped: …`, `refused: …`.'],
      version: ['Int', 'Rises with every change.'],
      createdAt: ['DateTime', 'When it was made.'],
    }),
    job: t.field({
      type: Job,
      description: 'The job it starts.',
      resolve: ({ jobId }, _args, { stores }) => found(stores.jobs.find(jobId), jobId, 'job'),
    }),
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
  listed(t, ScheduleConnection, {
    args: { filter: t.arg({ type: ScheduleFilterInput, description: 'Only schedules like this.' }) },
    description: 'The schedules of this project, newest first.',
    resolve: (_root, args, { stores }) => {
      const { jobId, enabled } = args.filter ?? {};
      const key = jobId == null ? null : keyOf('Job', jobId);
      if (jobId != null && key === null) throw notFound(jobId, 'job');
      return stores.schedules.list(args, { jobId: key, enabled });
    },
  }),
);

builder.objectField(Job, 'schedules', (t) =>
  listed(t, ScheduleConnection, {
    description: 'When it starts by itself, newest first.',
    resolve: (job, args, { stores }) => stores.schedules.list(args, { jobId: job.id }),
  }),
);
