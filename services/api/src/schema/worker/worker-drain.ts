import { BadInputError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Worker } from './worker.ts';

const fields = (what: string) =>
  builder.inputType(what, {
    description: 'Which worker.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the worker.' }),
      reason: t.string({ description: words.reason }),
    }),
  });
const WorkerDrainInput = fields('WorkerDrainInput');
const WorkerResumeInput = fields('WorkerResumeInput');
const errors = { types: [BadInputError, NotFoundError] };

builder.mutationField('workerDrain', (t) =>
  t.field({
    type: Worker,
    description:
      'Lets a worker claim nothing more, within a second: it is DRAINING until what it holds has ended, then PAUSED, and can be stopped without a visit lost. It lasts until workerResume or the end of the process. Draining it again changes nothing.',
    authScopes: { scope: 'workers:admin' },
    errors,
    args: { input: t.arg({ type: WorkerDrainInput, required: true, description: 'Which worker.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.workers.drain({ ...input, id: requireKey('Worker', input.id) }, true),
  }),
);

builder.mutationField('workerResume', (t) =>
  t.field({
    type: Worker,
    description:
      'Lets a worker that was drained claim again, within a second. Resuming it again changes nothing.',
    authScopes: { scope: 'workers:admin' },
    errors,
    args: { input: t.arg({ type: WorkerResumeInput, required: true, description: 'Which worker.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.workers.drain({ ...input, id: requireKey('Worker', input.id) }, false),
  }),
);
