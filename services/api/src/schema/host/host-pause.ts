import { mutation } from '../kit/mutation.ts';
import { HostPaused } from './host-paused.ts';

const verbs = {
  hostPause:
    'Hands out nothing of a host until hostResume; what is in flight finishes. Pausing it again changes nothing.',
  hostResume:
    'Lets a paused host go on, unless somebody else pauses it too: then the answer says so. Resuming it again changes nothing.',
};

for (const [name, description] of Object.entries(verbs))
  mutation(name, {
    type: HostPaused,
    description,
    scope: 'jobs:write',
    argument: 'Which host.',
    keys: { jobId: 'Job' },
    fields: (t) => ({
      host: t.string({ required: true, description: 'Host name, with the port unless 80 or 443.' }),
      jobId: t.id({
        description:
          'For this job alone; left out: for every run of the installation, which needs the scope `operator`.',
      }),
    }),
    with: ['reason'],
    resolve: (input, { hosts }) => hosts.pause(input, name === 'hostPause'),
  });
