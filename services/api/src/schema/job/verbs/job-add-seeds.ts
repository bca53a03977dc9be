import type { AddedSeeds } from '../../../stores/job/job-input.ts';
import { type SeedRow, seedStates } from '../../../stores/values.ts';
import { builder } from '../../kit/builder.ts';
import { enumValues } from '../../kit/enum-values.ts';
import { found } from '../../kit/found.ts';
import { mutation } from '../../kit/mutation.ts';
import { Job } from '../../kit/objects.ts';
import { shown } from '../../kit/shown.ts';

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
  fields: (t) =>
    shown(t, {
      row: ['Int', 'Place in `seeds`, from 0.'],
      url: ['String', 'The seed as it was given.'],
      state: [SeedState, 'What became of it.'],
      problem: ['String?', 'What is wrong with it and what to do; null: nothing.'],
    }),
});

const SeedsAdded = builder.objectRef<AddedSeeds>('SeedsAdded').implement({
  description: 'What became of seeds that were added to a job.',
  fields: (t) => ({
    ...shown(t, {
      added: ['Int', 'How many are new.'],
      known: ['Int', 'How many it had already.'],
      refused: ['Int', 'How many cannot be crawled.'],
    }),
    job: t.field({
      type: Job,
      description: 'The job.',
      resolve: ({ jobId }, _args, { stores }) => found(stores.jobs.find(jobId), jobId, 'job'),
    }),
    results: t.field({
      type: [AddedSeed],
      complexity: { field: 1, multiplier: 5 },
      description: 'Every row, in order.',
      resolve: ({ rows }) => rows,
    }),
  }),
});

mutation('jobAddSeeds', {
  type: SeedsAdded,
  description:
    'Adds seeds to a job, and to its run if one is going. The scope is widened to their hosts, domains or directories. ' +
    'Bad rows are refused one by one; the others are added.',
  scope: 'jobs:write',
  argument: 'Which job and seeds.',
  input: 'New seeds of a job.',
  of: 'Job',
  fields: (t) => ({
    seeds: t.stringList({
      required: true,
      description:
        '1 to 1,000 http or https URLs. For more, POST them as NDJSON to `/jobs/<id>/seeds` on this server.',
    }),
  }),
  with: ['reason', 'idempotencyKey'],
  resolve: (input, { jobs }) => jobs.addSeeds(input),
});
