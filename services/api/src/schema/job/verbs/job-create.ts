import { BadPolicyError, BadSeedsError, QuotaExceededError } from '../../../stores/errors.ts';
import { builder } from '../../kit/builder.ts';
import { mutation } from '../../kit/mutation.ts';
import { Job } from '../../kit/objects.ts';
import { PolicyRulesInput } from '../../policy/rules.ts';
import { LabelInput } from '../label.ts';
import { ScopeInput } from '../scope.ts';
import { secretInputs } from '../secrets.ts';

export const JobLimitsInput = builder.inputType('JobLimitsInput', {
  description: 'How far one run goes.',
  fields: (t) => ({
    maxPages: t.int({ description: 'Pages fetched, at least 1; left out: no limit.' }),
    maxDepth: t.int({ description: 'Links away from a seed, 0 for the seeds alone; left out: no limit.' }),
  }),
});

mutation('jobCreate', {
  type: Job,
  description: 'Creates a job and, unless told otherwise, starts its first run.',
  scope: 'jobs:write',
  argument: 'The job.',
  input: 'A new job.',
  keys: { policyId: 'Policy' },
  fields: (t) => ({
    name: t.string({ description: 'Name for people; left out: the hosts of the seeds.' }),
    seeds: t.stringList({ required: true, description: '1 to 1,000 http or https URLs to start from.' }),
    sitemaps: t.stringList({
      description:
        'Up to 1,000 sitemaps (XML, plain text, RSS or Atom, gzipped or not) whose URLs in scope are crawled. With them, `seeds` may be empty.',
    }),
    scope: t.field({
      type: ScopeInput,
      description: 'Which discovered URLs belong to it; left out: the hosts of the seeds.',
    }),
    limits: t.field({ type: JobLimitsInput, description: 'How far one run goes.' }),
    policyId: t.id({ description: 'Crawl under this shared policy. Not together with `rules`.' }),
    rules: t.field({
      type: PolicyRulesInput,
      description: 'Crawl under a policy of its own with these rules, which is created with the job.',
    }),
    finishBy: t.field({
      type: 'DateTime',
      description:
        'When its runs are to be done; nothing is changed by it, but who looks is told when it will be missed.',
    }),
    weight: t.float({
      description: 'Its share of the workers against other jobs, 0.01 to 100; 1 when left out.',
    }),
    labels: t.field({ type: [LabelInput], description: 'Names and values of yours; at most 32.' }),
    ...secretInputs(t),
    start: t.boolean({ defaultValue: true, description: 'Start its first run at once.' }),
  }),
  with: ['idempotencyKey'],
  errors: [BadSeedsError, BadPolicyError, QuotaExceededError],
  resolve: (input, { jobs }) => jobs.create(input),
});
