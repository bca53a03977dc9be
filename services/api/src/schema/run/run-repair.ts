import { WrongStateError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { RunOperation } from './operation.ts';

mutation('runRepair', {
  type: RunOperation,
  description:
    'Rebuilds the frontier of a run from the database, after Redis lost it; goes on in the background. Every host waits a full ' +
    'delay, no page is visited twice. Of a run that lost nothing it changes nothing. While a repair is open, that one is answered.',
  scope: 'jobs:write',
  argument: 'Which run.',
  of: 'Run',
  with: ['reason'],
  errors: [WrongStateError],
  resolve: (input, { operations }) => operations.ask({ ...input, kind: 'repair' }),
});
