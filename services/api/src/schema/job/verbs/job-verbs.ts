import { WrongStateError } from '../../../stores/errors.ts';
import { mutation } from '../../kit/mutation.ts';
import { Job } from '../../kit/objects.ts';

const verbs = {
  start: ['jobStart', 'Starts a new run of this job.'],
  pause: [
    'jobPause',
    'Stops handing out URLs of the running run; those in flight finish. Pausing a paused job changes nothing.',
  ],
  resume: ['jobResume', 'Lets a paused run go on. Resuming a running job changes nothing.'],
  cancel: [
    'jobCancel',
    'Ends the run: what is in flight finishes, what waits is dropped. Cancelling twice changes nothing.',
  ],
} as const;

for (const [verb, [name, description]] of Object.entries(verbs))
  mutation(name, {
    type: Job,
    description,
    scope: 'jobs:write',
    argument: 'Which job.',
    of: 'Job',
    with: ['reason'],
    errors: [WrongStateError],
    resolve: (input, { jobs }) => jobs[verb as keyof typeof verbs](input),
  });
