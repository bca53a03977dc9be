import { mutation } from '../kit/mutation.ts';
import { OverlapPolicy, Schedule } from './schedule.ts';

mutation('scheduleUpdate', {
  type: Schedule,
  description: 'Changes a schedule; it is due next at its next time from now.',
  scope: 'jobs:write',
  argument: 'The change.',
  input: 'A change of a schedule; what is left out stays.',
  of: 'Schedule',
  fields: (t) => ({
    cron: t.string({ description: 'Minute, hour, day, month, weekday.' }),
    timeZone: t.string({ description: 'Whose clocks count, as an IANA name.' }),
    overlap: t.field({ type: OverlapPolicy, description: 'When a run still goes.' }),
    enabled: t.boolean({ description: 'Whether it starts anything.' }),
  }),
  with: ['reason', 'expectedVersion'],
  resolve: (input, { schedules }) => schedules.update(input),
});
