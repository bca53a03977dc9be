import { deleted, mutation } from '../kit/mutation.ts';

mutation('scheduleDelete', {
  type: deleted('ScheduleDeleted', 'Schedule'),
  description: 'Deletes a schedule. Runs it started go on.',
  scope: 'jobs:write',
  argument: 'Which schedule.',
  of: 'Schedule',
  with: ['expectedVersion', 'reason'],
  resolve: (input, { schedules }) => schedules.remove(input),
});
