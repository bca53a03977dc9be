import type { ProgressEvent } from '../../live/runs/progress-event.ts';
import { builder } from '../kit/builder.ts';
import { Run } from '../kit/objects.ts';
import { interval, ofRun, runOf } from '../live/args.ts';
import { LiveEvent, progressTypes } from '../live/live-event.ts';
import { RunProgress } from '../run/run-progress.ts';
import { RunState } from '../run/run-state.ts';

const JobProgressEvent = builder.interfaceRef<ProgressEvent>('JobProgressEvent').implement({
  description: 'Something to know about a run. Every event carries the whole of its progress.',
  interfaces: [LiveEvent],
  resolveType: (event) => progressTypes[event.kind],
  fields: (t) => ({
    progress: t.expose('progress', { type: RunProgress, description: 'The run as it is now.' }),
  }),
});

const interfaces = [JobProgressEvent, LiveEvent];
const run = { type: Run, description: 'The run.' } as const;

builder.objectRef<ProgressEvent>('JobProgressSnapshot').implement({
  description: 'The first event, at once: where the run is.',
  interfaces,
  fields: (t) => ({ run: t.expose('run', run) }),
});

builder.objectRef<ProgressEvent>('JobProgressUpdate').implement({
  description:
    'What changed within the last interval, as new absolute values. None is sent when nothing changed.',
  interfaces,
});

builder.objectRef<ProgressEvent>('JobStateChanged').implement({
  description: 'The run went from one state to another.',
  interfaces,
  fields: (t) => ({
    from: t.field({ type: RunState, description: 'State before.', resolve: (event) => event.from }),
    to: t.field({ type: RunState, description: 'State now.', resolve: (event) => event.progress.state }),
  }),
});

builder.objectRef<ProgressEvent>('JobProgressDone').implement({
  description: 'The last event: the run is done, cancelled or failed, and every outcome committed.',
  interfaces,
  fields: (t) => ({ run: t.expose('run', run) }),
});

builder.subscriptionField('jobProgress', (t) =>
  t.field({
    type: JobProgressEvent,
    args: {
      id: t.arg.id({ required: true, description: ofRun }),
      intervalMs: t.arg.int(interval),
    },
    description:
      'Follows a run to its end: a snapshot at once, then updates and state changes, then the final event.',
    subscribe: async (_root, { id, intervalMs }, { live }) =>
      live.admit(await live.progress({ ...runOf(id), intervalMs: intervalMs ?? 1000 })),
    resolve: (event) => event,
  }),
);
