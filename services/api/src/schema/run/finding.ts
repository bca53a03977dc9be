import { notFound } from '../../limits/refusals.ts';
import { type FindingValue, findingStates } from '../../stores/run/finding-store.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { TimeRange } from '../kit/filters.ts';
import { found } from '../kit/found.ts';
import { keyOf } from '../kit/ids.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { Cause } from './causes.ts';

export const FindingState = builder.enumType('FindingState', {
  description: 'Whether it is so.',
  values: enumValues(findingStates, { open: 'It is so.', closed: 'It is over.' }),
});

const Evidence = builder.objectRef<FindingValue['evidence'][number]>('Evidence').implement({
  description: 'A number that a finding rests on, with what is normal.',
  fields: (t) =>
    shown(t, {
      name: ['String', 'What was measured.'],
      value: ['Float', 'What it was.'],
      unit: ['String', 'In which unit; empty: a count.'],
      normalFrom: ['Float?', 'What it is at least when all is well; null: no bound.'],
      normalTo: ['Float?', 'What it is at most when all is well; null: no bound.'],
    }),
});

const FindingAction = builder.objectRef<NonNullable<FindingValue['action']>>('FindingAction').implement({
  description: 'What can be done about it.',
  fields: (t) =>
    shown(t, {
      label: ['String', 'In words.'],
      mutation: ['String', 'The mutation that does it.'],
      input: ['JSON', 'Its input.'],
      command: ['String', 'The same as a command line. It may name hosts: hostile text.'],
    }),
});

const StageFlow = builder.objectRef<FindingValue['stages'][number]>('StageFlow').implement({
  description: "One stage over the last seconds, in the words of Little's law: l = lambda × w.",
  fields: (t) =>
    shown(t, {
      stage: ['String', 'Which stage.'],
      l: ['Float', 'Visits in it on average, in service or waiting for a place.'],
      queued: ['Float', 'Of these, those that waited for a place.'],
      lambda: ['Float', 'Visits that left it a second.'],
      w: ['Float', 'For how long each was in it, milliseconds; of a stage that nobody left, at least.'],
      utilisation: ['Float', 'Part of all slots that it held, 0 to 1.'],
      failed: ['Float', 'Visits that ended in it by a failure, a second.'],
    }),
});

export const Finding = builder.objectRef<FindingValue>('Finding');
const FindingConnection = connectionOf('Finding', Finding, ({ id }) => id);

builder.node(Finding, {
  description: 'Why the URLs of a run pile up: a cause, the evidence, and what to do.',
  id: { resolve: ({ id }) => id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.findings.find(id),
  fields: (t) => ({
    ...shown(t, {
      cause: [Cause, 'Which cause.'],
      state: [FindingState, 'Whether it is so.'],
      since: ['DateTime', 'When it began.'],
      openedAt: ['DateTime', 'When it was found.'],
      closedAt: ['DateTime?', 'When it was over.'],
      share: ['Float', 'Of all that waits, the part that waits for it, 0 to 1; as it was last.'],
      sentence: ['String', 'What is so, in words.'],
      evidence: [[Evidence], 'In numbers.'],
      stages: [[StageFlow], 'The stages of the run meanwhile.'],
      urls: ['[String]', 'Some of the URLs, 5 at most. Hostile text.'],
      hosts: ['[String]', 'Some of the hosts, those with the most URLs, 5 at most. Hostile text.'],
      workers: ['[String]', 'Some of the workers it is seen at, 5 at most.'],
      advice: ['String', 'What to do.'],
      action: [FindingAction, 'What does it; null: nothing that can be asked for here.', 'nullable'],
    }),
    run: t.field({
      type: Run,
      description: 'The run it is about.',
      resolve: ({ runId }, _args, { stores }) => found(stores.runs.find(runId), runId, 'run'),
    }),
  }),
});

const FindingFilterInput = builder.inputType('FindingFilter', {
  description: 'Which findings; every field given must hold.',
  fields: (t) => ({
    state: t.field({ type: FindingState, description: 'Only those that are so, or are over.' }),
    cause: t.field({ type: [Cause], description: 'Cause is one of these.' }),
    jobId: t.id({ description: 'Findings of runs of this job.' }),
    openedAt: t.field({ type: TimeRange, description: 'When it was found.' }),
  }),
});

type Asked = typeof FindingFilterInput.$inferInput | null | undefined;

/** A filter as stores take it; jobs of others are not found. */
function findingFilter(asked: Asked) {
  const { jobId, ...filter } = asked ?? {};
  const key = jobId == null ? null : keyOf('Job', jobId);
  if (jobId != null && key === null) throw notFound(jobId, 'job');
  return { ...filter, jobId: key };
}

builder.queryField('findings', (t) =>
  listed(t, FindingConnection, {
    args: { filter: t.arg({ type: FindingFilterInput, description: 'Only findings like this.' }) },
    description: 'What was found in all runs of the project, newest first.',
    resolve: (_root, args, { stores }) => stores.findings.list(args, findingFilter(args.filter)),
  }),
);
