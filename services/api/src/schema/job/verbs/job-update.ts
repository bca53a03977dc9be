import { SecretsBoundError } from '../../../stores/errors.ts';
import { mutation } from '../../kit/mutation.ts';
import { Job } from '../../kit/objects.ts';
import { LabelInput } from '../label.ts';
import { ScopeInput } from '../scope.ts';
import { secretInputs } from '../secrets.ts';
import { JobLimitsInput } from './job-create.ts';

mutation('jobUpdate', {
  type: Job,
  description: 'Changes a job. A running run follows within a second. A change of nothing changes nothing.',
  scope: 'jobs:write',
  argument: 'The change.',
  input: 'A change of a job; what is left out stays.',
  of: 'Job',
  keys: { policyId: 'Policy' },
  fields: (t) => ({
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
    finishBy: t.field({
      type: 'DateTime',
      description: 'When its runs are to be done; null: nobody says.',
    }),
    weight: t.float({ description: 'Its share of the workers against other jobs, 0.01 to 100.' }),
    labels: t.field({ type: [LabelInput], description: 'All labels it shall have.' }),
    ...secretInputs(t),
  }),
  with: ['reason', 'expectedVersion'],
  errors: [SecretsBoundError],
  resolve: (input, { jobs }) => jobs.update(input),
});
