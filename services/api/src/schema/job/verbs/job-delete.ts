import { deleted, mutation } from '../../kit/mutation.ts';

mutation('jobDelete', {
  type: deleted('JobDeleted', 'Job'),
  description:
    'Deletes a job with its runs, pages, visits and captures. A running run is cancelled first. It is invisible at once; ' +
    'its data goes in the background. Deleting it again changes nothing.',
  scope: 'jobs:write',
  argument: 'Which job.',
  of: 'Job',
  with: ['reason', 'expectedVersion'],
  resolve: (input, { jobs }) => jobs.remove(input),
});
