import { mutation } from '../kit/mutation.ts';
import { Worker } from './worker.ts';

const verbs = {
  workerDrain:
    'Lets a worker claim nothing more, within a second: it is DRAINING until what it holds has ended, then PAUSED, and can be stopped without a visit lost. It lasts until workerResume or the end of the process. Draining it again changes nothing.',
  workerResume:
    'Lets a worker that was drained claim again, within a second. Resuming it again changes nothing.',
};

for (const [name, description] of Object.entries(verbs))
  mutation(name, {
    type: Worker,
    description,
    scope: 'operator',
    argument: 'Which worker.',
    of: 'Worker',
    with: ['reason'],
    resolve: (input, { workers }) => workers.drain(input, name === 'workerDrain'),
  });
