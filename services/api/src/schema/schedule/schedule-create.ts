import { mutation, words } from '../kit/mutation.ts';
import { OverlapPolicy, Schedule } from './schedule.ts';

mutation('scheduleCreate', {
  type: Schedule,
  description: 'Lets runs of a job start by themselves. Times that pass while nothing runs count as one.',
  scope: 'jobs:write',
  argument: 'The schedule.',
  input: 'A new schedule.',
  keys: { jobId: 'Job' },
  fields: (t) => ({
    jobId: t.id({ required: true, description: words.jobId }),
    cron: t.string({
      required: true,
      description: 'Minute, hour, day, month, weekday: `30 2 * * 1-5`; or `@daily`, `@hourly`, `@weekly`.',
    }),
    timeZone: t.string({ description: 'Whose clocks count, as an IANA name; UTC when left out.' }),
    overlap: t.field({ type: OverlapPolicy, description: 'When a run still goes: SKIP when left out.' }),
  }),
  with: ['reason', 'idempotencyKey'],
  resolve: (input, { schedules }) => schedules.create(input),
});
