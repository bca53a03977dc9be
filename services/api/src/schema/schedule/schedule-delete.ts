import { BadInputError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';

const ScheduleDeleteInput = builder.inputType('ScheduleDeleteInput', {
  description: 'Which schedule.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the schedule.' }),
    expectedVersion: t.int({ description: words.expectedVersion }),
    reason: t.string({ description: words.reason }),
  }),
});

const ScheduleDeleted = builder.objectRef<{ id: string }>('ScheduleDeleted').implement({
  description: 'A schedule that is no more.',
  fields: (t) => ({
    id: t.id({ description: 'Id it had.', resolve: ({ id }) => encodeId('Schedule', id) }),
  }),
});

builder.mutationField('scheduleDelete', (t) =>
  t.field({
    type: ScheduleDeleted,
    description: 'Deletes a schedule. Runs it started go on.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: ScheduleDeleteInput, required: true, description: 'Which schedule.' }) },
    resolve: async (_root, { input }, { stores }) => ({
      id: await stores.schedules.remove({ ...input, id: requireKey('Schedule', input.id) }),
    }),
  }),
);
