import { BadInputError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { OverlapPolicy, Schedule } from './schedule.ts';

const ScheduleUpdateInput = builder.inputType('ScheduleUpdateInput', {
  description: 'A change of a schedule; what is left out stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the schedule.' }),
    cron: t.string({ description: 'Minute, hour, day, month, weekday.' }),
    timeZone: t.string({ description: 'Whose clocks count, as an IANA name.' }),
    overlap: t.field({ type: OverlapPolicy, description: 'When a run still goes.' }),
    enabled: t.boolean({ description: 'Whether it starts anything.' }),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: words.expectedVersion }),
  }),
});

builder.mutationField('scheduleUpdate', (t) =>
  t.field({
    type: Schedule,
    description: 'Changes a schedule; it is due next at its next time from now.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: ScheduleUpdateInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.schedules.update({ ...input, id: requireKey('Schedule', input.id) }),
  }),
);
