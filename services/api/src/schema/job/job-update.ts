import { BadInputError, ForbiddenError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';
import { JobLimitsInput } from './job-create.ts';
import { LabelInput } from './label.ts';
import { ScopeInput } from './scope.ts';
import { secretInputs } from './secrets.ts';

const JobUpdateInput = builder.inputType('JobUpdateInput', {
  description: 'A change of a job; what is left out stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    name: t.string({ description: 'Name for people.' }),
    scope: t.field({
      type: ScopeInput,
      description: 'What is left out of it stays. Binds links found from now on; known URLs stay known.',
    }),
    limits: t.field({
      type: JobLimitsInput,
      description: 'What is left out of it stays; null: no limit. A raised limit lets a running run go on.',
    }),
    policyId: t.id({ description: 'Crawl under this policy from now on.' }),
    weight: t.float({ description: 'Its share of the workers against other jobs, 0.01 to 100.' }),
    labels: t.field({ type: [LabelInput], description: 'All labels it shall have.' }),
    ...secretInputs(t),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: words.expectedVersion }),
  }),
});

builder.mutationField('jobUpdate', (t) =>
  t.field({
    type: Job,
    description: 'Changes a job. A running run follows within a second. A change of nothing changes nothing.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, ForbiddenError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: JobUpdateInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.update({
        ...input,
        id: requireKey('Job', input.id),
        policyId: input.policyId ? requireKey('Policy', input.policyId, ['input', 'policyId']) : null,
      }),
  }),
);
