import { jobStates } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';

export const JobState = builder.enumType('JobState', {
  description: 'The state of the latest run of a job; NEW before the first.',
  values: enumValues(jobStates, {
    new: 'No run was started yet.',
    starting: 'Its seeds are on their way into the frontier.',
    running: 'URLs are handed out as their hosts allow.',
    paused: 'Nothing new is handed out.',
    cancelling: 'What is in flight finishes, the rest is dropped.',
    lost: 'Redis does not know its run any more; see `runRepair`.',
    repairing: 'The frontier of its run is being rebuilt.',
    recording: 'Every URL is over; the last outcomes are being committed.',
    done: 'Its latest run is over, every outcome committed.',
    cancelled: 'Its latest run was ended by request.',
    failed: 'Its latest run could not go on.',
  }),
});
