import { mutation } from '../kit/mutation.ts';
import { RunOperation } from './operation.ts';

mutation('runAudit', {
  type: RunOperation,
  description:
    'Compares what Redis, Postgres and the archive say of a run, every capture and record of it; goes on in the background. While ' +
    'an audit is open, that one is answered.',
  scope: 'jobs:write',
  argument: 'Which run.',
  of: 'Run',
  fields: (t) => ({
    fix: t.boolean({
      description:
        'Put right what is safe: URLs that Redis or the ledger miss, counts, indexes. Captures and segments stay as they are.',
    }),
  }),
  with: ['reason'],
  resolve: (input, { operations }) => operations.ask({ ...input, kind: 'audit' }),
});
