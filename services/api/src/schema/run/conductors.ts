import type { Failure } from '@trunkline/telemetry';
import type { ConductorsValue } from '../../stores/run/conductor-store.ts';
import { builder } from '../kit/builder.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

const applied = 'Change what the error names (the job, its policy or its host rules), or cancel the job.';
/** By duty: what whoever reads of it can do. Everything is tried again by itself, ever more slowly, at least every five minutes. */
const advice: Record<string, string> = {
  apply: applied,
  'host rules': 'Set the host rule anew, or remove it.',
  'host pauses': 'Pause and resume the host anew.',
  schedule: 'Change the schedule or its job as the error says; until then the job is started by hand.',
  bulk: 'Cancel the operation and ask for it anew with a narrower filter.',
  retain: 'See that the archive can be written to and deleted from.',
  index: 'See that the archive can be read; `trunkline audit` finds what is missing in it.',
};
const otherwise = 'It is tried again by itself. If it stays, the log of the conductor says where it happens.';

const DutyFailure = builder.objectRef<Failure>('DutyFailure').implement({
  description: 'Something that a duty of the conductors fails with, while the duty goes on with all else.',
  fields: (t) => ({
    ...shown(t, {
      duty: ['String', 'Which duty: apply, record, schedule and so on.'],
      item: [
        'String?',
        'What it fails with, in words: a run, a host rule, a host; null: the duty fails altogether.',
      ],
      times: ['Int', 'How often it failed since.'],
      error: ['String', 'What went wrong when it was tried last.'],
    }),
    since: t.field({
      type: 'DateTime',
      description: 'When it failed first.',
      resolve: ({ since }) => new Date(since),
    }),
    advice: t.string({
      description: 'What to do.',
      resolve: ({ duty, item }) => (item === null ? otherwise : (advice[duty] ?? otherwise)),
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: 'The run that it concerns, of this project.',
      resolve: ({ runId }, _args, { stores }) => (runId === null ? null : stores.runs.find(runId)),
    }),
  }),
});

const Conductors = builder.objectRef<ConductorsValue>('Conductors').implement({
  description: 'The processes that bring runs to the workers, record what these tell, and end what is over.',
  fields: (t) => ({
    ...shown(t, {
      alive: [
        'Int',
        'How many have told of themselves within the last 15 seconds: without one nothing begins, is recorded or ends.',
      ],
      failuresOfOthers: [
        'Int',
        'How many failures there are besides: of other projects, or of what binds the installation, which operators read.',
      ],
    }),
    failures: t.expose('failures', {
      type: [DutyFailure],
      description:
        'What their duties fail with, the longest first, at most 100 of each conductor. There should be nothing.',
    }),
  }),
});

builder.queryField('conductors', (t) =>
  t.field({
    type: Conductors,
    complexity: 20,
    description: 'Whether conductors are alive, and what they fail with.',
    resolve: (_root, _args, { stores }) => stores.conductors.all(),
  }),
);
