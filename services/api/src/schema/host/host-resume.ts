import { BadInputError, ForbiddenError, NotFoundError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { HostPaused } from './host-paused.ts';

const HostResumeInput = builder.inputType('HostResumeInput', {
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

builder.mutationField('hostResume', (t) =>
  t.field({
    type: HostPaused,
    description: 'Lets a paused host go on. Resuming it again changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, ForbiddenError, NotFoundError] },
    args: { input: t.arg({ type: HostResumeInput, required: true, description: 'Which host.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.hosts.pause(
        { ...input, jobId: input.jobId ? requireKey('Job', input.jobId, ['input', 'jobId']) : null },
        false,
      ),
  }),
);
