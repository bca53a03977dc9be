import { inFlightKey } from '../../stores/run/in-flight-store.ts';
import type { InFlightValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { found } from '../kit/found.ts';
import { requireKey } from '../kit/ids.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { Worker } from '../worker/worker.ts';
import { Stage } from './stages.ts';

const ClaimKind = builder.enumType('ClaimKind', {
  description: 'What a claim is for.',
  values: enumValues(['page', 'robots'], { page: 'A URL.', robots: 'The robots.txt of a host.' }),
});

const InFlight = builder.objectRef<InFlightValue>('InFlight').implement({
  description: 'A URL that a worker has claimed and not settled. Hostile text: never render it as HTML.',
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'Canonical URL.'],
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      kind: [ClaimKind, 'What it was claimed for.'],
      since: ['DateTime', 'When it was claimed.'],
      stage: [
        Stage,
        'The stage its visit waits for or is in, as the worker last reported; told of visits that have been in one stage for half a second.',
        'nullable',
      ],
      stageMs: ['Int?', 'For how long it had been at that stage then, milliseconds.'],
      attempt: ['Int', 'Which visit to the URL in this run, from 1.'],
      recoveries: ['Int', 'How often it came back from workers that were lost.'],
      depth: ['Int', 'Links away from a seed.'],
    }),
    run: t.field({
      type: Run,
      description: 'The run it was claimed for.',
      resolve: ({ runId }, _args, { stores }) => found(stores.runs.find(runId), runId, 'run'),
    }),
    worker: t.field({
      type: Worker,
      nullable: true,
      description:
        'Who has it; null: a worker that has not reported for five seconds. Its lease returns the URL by itself.',
      resolve: ({ workerId }, _args, { stores }) =>
        workerId === null ? null : stores.workers.find(workerId),
    }),
  }),
});

const InFlightConnection = connectionOf('InFlight', InFlight, inFlightKey);

const InFlightFilterInput = builder.inputType('InFlightFilter', {
  description: 'Which claims; every field given must hold.',
  fields: (t) => ({
    workerId: t.id({ description: 'This worker has it.' }),
    host: t.string({ description: 'It is of this host, with the port unless 80 or 443.' }),
    stage: t.field({ type: Stage, description: 'It is at this stage.' }),
    olderThanMs: t.int({ description: 'It was claimed at least so many milliseconds ago.' }),
  }),
});

const complexity = ({
  first,
  last,
}: {
  first?: number | null | undefined;
  last?: number | null | undefined;
}) => ({
  field: 20,
  multiplier: Math.min(first ?? last ?? 20, 100),
});

type Given = typeof InFlightFilterInput.$inferInput | null | undefined;
const filterOf = (given: Given) => {
  const { workerId, ...rest } = given ?? {};
  return {
    ...rest,
    workerId: workerId == null ? null : requireKey('Worker', workerId, ['filter', 'workerId']),
  };
};

builder.objectField(Run, 'inFlight', (t) =>
  listed(t, InFlightConnection, {
    args: { filter: t.arg({ type: InFlightFilterInput, description: 'Only claims like this.' }) },
    complexity,
    description: 'What workers hold of it now, the oldest first. Claims come and go while you page.',
    resolve: (run, given, { stores }) =>
      stores.inFlight.list(given, { ...filterOf(given.filter), runId: run.id }),
  }),
);

builder.queryField('inFlight', (t) =>
  listed(t, InFlightConnection, {
    args: { filter: t.arg({ type: InFlightFilterInput, description: 'Only claims like this.' }) },
    complexity,
    description:
      'What workers hold of all runs of this project now, the oldest first. Claims come and go while you page.',
    resolve: (_root, given, { stores }) => stores.inFlight.list(given, filterOf(given.filter)),
  }),
);
