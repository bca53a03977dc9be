import { BadInputError, ForbiddenError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { HostPaused } from './host-paused.ts';

const HostPauseInput = builder.inputType('HostPauseInput', {
  description: 'Which host.',
  fields: (t) => ({
    host: t.string({ required: true, description: 'Host name, with the port unless 80 or 443.' }),
    jobId: t.id({
      description:
        'For this job alone; left out: for every run of the installation, which needs the scope `admin`.',
    }),
    reason: t.string({ description: words.reason }),
  }),
});

builder.mutationField('hostPause', (t) =>
  t.field({
    type: HostPaused,
    description:
      'Hands out nothing of a host until hostResume; what is in flight finishes. Pausing it again changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, ForbiddenError, NotFoundError] },
    args: { input: t.arg({ type: HostPauseInput, required: true, description: 'Which host.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.hosts.pause(
        { ...input, jobId: input.jobId ? requireKey('Job', input.jobId, ['input', 'jobId']) : null },
        true,
      ),
  }),
);
