import type { Planned } from '@trunkline/diagnosis';
import { notFound } from '../../limits/refusals.ts';
import { builder } from '../kit/builder.ts';
import { keyOf } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';
import { PolicyRulesInput } from '../policy/rules.ts';
import { ForecastBound, ForecastRange } from './forecast.ts';
import { PlanWarning } from './plan-warning.ts';

const PlanHost = builder.objectRef<NonNullable<Planned['host']>>('PlanHost').implement({
  description: 'The host, or one of the hosts, that takes longest at its pace.',
  fields: (t) => ({
    ...shown(t, {
      host: ['String?', 'Its name; null: they have none yet.'],
      urls: ['Float', 'URLs there.'],
      delayMs: ['Float', 'Milliseconds from one start there to the next, host rules counted in.'],
    }),
    finish: t.field({
      type: 'DateTime',
      description: 'When it would be done if workers did not matter.',
      resolve: ({ finish }) => new Date(finish),
    }),
  }),
});

const JobPlan = builder.objectRef<Planned>('JobPlan').implement({
  description: 'How long a job would take if it started now. Nothing is started.',
  fields: (t) => ({
    sentence: t.exposeString('sentence', { description: 'All of it for people. Times are UTC.' }),
    ...shown(t, {
      urls: ['Float', 'URLs it was planned with.'],
      finish: [ForecastRange, 'When it would be done; null: never, or there are no workers.', 'nullable'],
      boundBy: [ForecastBound, 'Without what it would be done sooner.', 'nullable'],
      host: [PlanHost, 'What takes longest; null: there is nothing to fetch.', 'nullable'],
      pagesPerSecond: ['Float', 'Pages a second in the beginning.'],
      mostPagesPerSecond: ['Float', 'Pages a second that its hosts allow at most.'],
      workersNeeded: [
        'Int?',
        'Workers that it takes for `finishBy` and `pagesPerSecond`; null: neither is given, or no number of them would do.',
      ],
    }),
    warnings: t.field({
      type: [PlanWarning],
      complexity: { field: 1, multiplier: 1 },
      description: 'What cannot work about it.',
      resolve: ({ warnings }) => warnings,
    }),
  }),
});

const JobPlanInput = builder.inputType('JobPlanInput', {
  description:
    'What is to be crawled, as in `jobCreate` or by the id of a job; what is not known is left out.',
  fields: (t) => ({
    jobId: t.id({ description: 'Plan this job, with what is given here in place of what it has.' }),
    seeds: t.stringList({ description: 'Up to 1,000 URLs to start from.' }),
    policyId: t.id({ description: 'Under this policy.' }),
    rules: t.field({
      type: PolicyRulesInput,
      description: 'Rules that are to hold, on top of those of the policy.',
    }),
    urls: t.field({
      type: 'Long',
      description: 'URLs in all; left out: as many as there are seeds, or as the last run of the job knew.',
    }),
    hosts: t.int({ description: 'Hosts they are spread on evenly; left out: those of the seeds.' }),
    workers: t.int({ description: 'With so many workers; left out: with those there are.' }),
    slots: t.int({ description: 'Visits that each of them makes at once.' }),
    visitMs: t.float({
      description: 'What a visit takes, in milliseconds; left out: half a second, give or take.',
    }),
    bytesPerPage: t.field({
      type: 'Long',
      description: 'What a page weighs, where the rules have a cap of bandwidth.',
    }),
    finishBy: t.field({ type: 'DateTime', description: 'When it is to be done.' }),
    pagesPerSecond: t.float({ description: 'Pages a second it is to make.' }),
  }),
});

builder.queryField('jobPlan', (t) =>
  t.field({
    type: JobPlan,
    complexity: 50,
    args: { input: t.arg({ type: JobPlanInput, required: true, description: 'What is to be crawled.' }) },
    description:
      'How long a crawl would take, what would bound it, how many workers it needs to be done in time, and what cannot work about it.',
    resolve: (_root, { input }, { stores }) => {
      const key = (type: string, id: string | null | undefined, what: string) => {
        if (id == null) return null;
        const found = keyOf(type, id);
        if (found === null) throw notFound(id, what);
        return found;
      };
      const jobId = key('Job', input.jobId, 'job');
      return stores.plans.of({ ...input, jobId, policyId: key('Policy', input.policyId, 'policy') });
    },
  }),
);
