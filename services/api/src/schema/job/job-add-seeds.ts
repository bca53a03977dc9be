import { notFound } from '../../limits/refusals.ts';
import { BadInputError, IdempotencyKeyReusedError, NotFoundError } from '../../stores/errors.ts';
import type { AddedSeeds } from '../../stores/job/job-input.ts';
import { type SeedRow, seedStates } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Job } from './job.ts';

const SeedState = builder.enumType('SeedState', {
  description: 'What became of a seed.',
  values: enumValues(seedStates, {
    added: 'It is a seed of the job from now on.',
    known: 'It was one already.',
    refused: 'It cannot be crawled; see `problem`.',
  }),
});

const AddedSeed = builder.objectRef<SeedRow>('AddedSeed').implement({
  description: 'One row of an addition.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Place in `seeds`, from 0.' }),
    url: t.exposeString('url', { description: 'The seed as it was given.' }),
    state: t.field({ type: SeedState, description: 'What became of it.', resolve: (row) => row.state }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'What is wrong with it and what to do; null: nothing.',
    }),
  }),
});

const SeedsAdded = builder.objectRef<AddedSeeds>('SeedsAdded').implement({
  description: 'What became of seeds that were added to a job.',
  fields: (t) => ({
    job: t.field({
      type: Job,
      description: 'The job.',
      resolve: async ({ jobId }, _args, { stores }) => {
        const job = await stores.jobs.find(jobId);
        if (job === null) throw notFound(jobId, 'job');
        return job;
      },
    }),
    added: t.exposeInt('added', { description: 'How many are new.' }),
    known: t.exposeInt('known', { description: 'How many it had already.' }),
    refused: t.exposeInt('refused', { description: 'How many cannot be crawled.' }),
    results: t.field({
      type: [AddedSeed],
      complexity: { field: 1, multiplier: 5 },
      description: 'Every row, in order.',
      resolve: ({ rows }) => rows,
    }),
  }),
});

const JobAddSeedsInput = builder.inputType('JobAddSeedsInput', {
  description: 'New seeds of a job.',
  fields: (t) => ({
    id: t.id({ required: true, description: words.jobId }),
    seeds: t.stringList({
      required: true,
      description:
        '1 to 1,000 http or https URLs. For more, POST them as NDJSON to `/jobs/<id>/seeds` on this server.',
    }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('jobAddSeeds', (t) =>
  t.field({
    type: SeedsAdded,
    description:
      'Adds seeds to a job, and to its run if one is going. The scope is widened to their hosts, domains or directories. ' +
      'Bad rows are refused one by one; the others are added.',
    authScopes: { scope: 'jobs:write' },
    errors: { types: [BadInputError, IdempotencyKeyReusedError, NotFoundError] },
    args: { input: t.arg({ type: JobAddSeedsInput, required: true, description: 'Which job and seeds.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.jobs.addSeeds({ ...input, id: requireKey('Job', input.id) }),
  }),
);
