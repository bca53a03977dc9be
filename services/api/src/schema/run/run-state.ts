import { runStates } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';

export const RunState = builder.enumType('RunState', {
  description: 'Where a run is in its life.',
  values: enumValues(runStates, {
    starting: 'Accepted; its seeds are on their way into the frontier.',
    running: 'URLs are handed out as their hosts allow.',
    paused: 'Nothing new is handed out; what is in flight finishes.',
    cancelling: 'What is in flight finishes, the rest is dropped.',
    lost: 'Redis does not know it any more; see `error`. It waits for `runRepair`, or to be cancelled.',
    repairing: 'Its frontier is being rebuilt from the database; see `operations`.',
    recording: 'Every URL is over; the last outcomes are being committed.',
    done: 'Over, every outcome committed.',
    cancelled: 'Ended by request.',
    failed: 'Could not go on; see `error`.',
  }),
});
