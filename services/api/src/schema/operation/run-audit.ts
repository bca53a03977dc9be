import { BadInputError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { RunOperation } from './operation.ts';

const RunAuditInput = builder.inputType('RunAuditInput', {
  description: 'Which run.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the run.' }),
    fix: t.boolean({
      description:
        'Put right what is safe: URLs that Redis or the ledger miss, counts, indexes. Captures and segments stay as they are.',
    }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('runAudit', (t) =>
  t.field({
    type: RunOperation,
    description:
      'Compares what Redis, Postgres and the archive say of a run, every capture and record of it; goes on in the background. While ' +
      'an audit is open, that one is answered.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, NotFoundError] },
    args: { input: t.arg({ type: RunAuditInput, required: true, description: 'Which run.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.operations.ask({ ...input, kind: 'audit', id: requireKey('Run', input.id) }),
  }),
);
