import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { OverlapPolicy, Schedule } from './schedule.ts';

const ScheduleCreateInput = builder.inputType('ScheduleCreateInput', {
  description: 'A new schedule.',
  fields: (t) => ({
    jobId: t.id({ required: true, description: words.jobId }),
    cron: t.string({
      required: true,
      description: 'Minute, hour, day, month, weekday: `30 2 * * 1-5`; or `@daily`, `@hourly`, `@weekly`.',
    }),
    timeZone: t.string({ description: 'Whose clocks count, as an IANA name; UTC when left out.' }),
    overlap: t.field({ type: OverlapPolicy, description: 'When a run still goes: SKIP when left out.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('scheduleCreate', (t) =>
  t.field({
    type: Schedule,
    description: 'Lets runs of a job start by themselves. Times that pass while nothing runs count as one.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: ScheduleCreateInput, required: true, description: 'The schedule.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.schedules.create({ ...input, jobId: requireKey('Job', input.jobId, ['input', 'jobId']) }),
  }),
);
