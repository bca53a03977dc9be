import { BadInputError, NotFoundError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { RunOperation } from './operation.ts';

const RunRepairInput = builder.inputType('RunRepairInput', {
  description: 'Which run.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the run.' }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('runRepair', (t) =>
  t.field({
    type: RunOperation,
    description:
      'Rebuilds the frontier of a run from the database, after Redis lost it; goes on in the background. Every host waits a full ' +
      'delay, no page is visited twice. Of a run that lost nothing it changes nothing. While a repair is open, that one is answered.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError, WrongStateError] },
    args: { input: t.arg({ type: RunRepairInput, required: true, description: 'Which run.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.operations.ask({ ...input, kind: 'repair', id: requireKey('Run', input.id) }),
  }),
);
