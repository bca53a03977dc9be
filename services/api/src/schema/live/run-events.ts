import { type RunEventKind, runEventKinds } from '../../live/live.ts';
import type { RunEventValue, RunHappening, RunLook } from '../../live/live-event.ts';
import type { RunState as State } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { RunProgress } from '../run/run-progress.ts';
import { RunState } from '../run/run-state.ts';
import { ofRun, runOf } from './args.ts';
import { LiveEvent } from './live-event.ts';

export const RunEventKindEnum = builder.enumType('RunEventKind', {
  description: 'What happens in a run.',
  values: enumValues(runEventKinds, {
    state: 'It went from one state to another. Never left out.',
    trouble: 'A visit failed, was refused or throttled. Sampled: five a second.',
    discovery: 'A URL was new. Sampled: two a second.',
  } satisfies Record<RunEventKind, string>),
});

const RunEvent = builder.interfaceRef<RunEventValue>('RunEvent').implement({
  description: 'Something that happened in a run, in the order of its log.',
  interfaces: [LiveEvent],
  resolveType: (event) => event.typename,
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Opaque: subscribe again with it as `after`, and what came since is sent first.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

const interfaces = [RunEvent, LiveEvent];

for (const [name, description] of [
  ['RunEventsSnapshot', 'The first event, at once: where the run is.'],
  [
    'RunEventsResync',
    'The log does not reach back to the last event you had: `dropped` events are gone. This is where the run is now; what the ' +
      'log still has follows.',
  ],
] as const)
  builder.objectRef<RunLook>(name).implement({
    description,
    interfaces,
    fields: (t) => shown(t, { run: [Run, 'The run.'], progress: [RunProgress, 'Its counters now.'] }),
  });

builder.objectRef<RunHappening<'state'>>('RunStateChanged').implement({
  description: 'The run went from one state to another. A final state is the last event.',
  interfaces,
  fields: (t) => ({
    from: t.field({
      type: RunState,
      nullable: true,
      description: 'State before; null at the beginning.',
      resolve: ({ event }) => event.from as State | null,
    }),
    to: t.field({ type: RunState, description: 'State after.', resolve: ({ event }) => event.to as State }),
  }),
});

const unseen = 'How many of its kind came unseen between the one told before and this.';

builder.objectRef<RunHappening<'trouble'>>('RunTrouble').implement({
  description: 'A visit that brought nothing. A sample; of what was given up `Run.dead` has all.',
  interfaces,
  fields: (t) =>
    shown(
      t,
      {
        url: ['String', 'Canonical URL. Hostile text.'],
        outcome: ['String', 'How the visit ended: `failed`, `refused` or `throttled`.'],
        code: ['String?', 'Why: code of the failure, or what refused it.'],
        detail: ['String?', 'For people, at most 300 characters. Hostile text.'],
        status: ['Int?', 'HTTP status, when there was one.'],
        attempt: ['Int', 'Which fetch of this URL, from 1.'],
        final: ['Boolean', 'True when it is not tried again.'],
        unseen: ['Int', unseen],
      },
      ({ event }: RunHappening<'trouble'>) => event,
    ),
});

builder.objectRef<RunHappening<'discovery'>>('RunDiscovery').implement({
  description: 'A URL that was new to the run. A sample.',
  interfaces,
  fields: (t) =>
    shown(
      t,
      {
        url: ['String', 'Canonical URL. Hostile text.'],
        discoveredFrom: ['String?', 'Page that links to it; null of a seed. Hostile text.'],
        depth: ['Int', 'Links away from a seed.'],
        unseen: ['Int', unseen],
      },
      ({ event: { from, ...event } }: RunHappening<'discovery'>) => ({ ...event, discoveredFrom: from }),
    ),
});

export const runEventArgs = {
  after: 'Cursor of the last event you had: what came since is sent first, or a RunEventsResync.',
  kinds: 'Only these; left out: all.',
} as const;

builder.subscriptionField('runEvents', (t) =>
  t.field({
    type: RunEvent,
    args: {
      id: t.arg.id({ required: true, description: ofRun }),
      after: t.arg.string({ description: runEventArgs.after }),
      kinds: t.arg({ type: [RunEventKindEnum], description: runEventArgs.kinds }),
    },
    description:
      'What happens in a run: a snapshot at once, then each event as it comes, to the end of the run. ' +
      'The log keeps about 2,000 events of a run, and until a quarter of an hour after its end.',
    subscribe: async (_root, { id, after, kinds }, { live }) =>
      live.admit(await live.events({ ...runOf(id), after: after ?? null, kinds: kinds ?? null })),
    resolve: (event) => event,
  }),
);
