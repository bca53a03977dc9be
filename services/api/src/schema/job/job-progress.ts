import { notFound } from '../../limits/refusals.ts';
import type { ProgressEvent } from '../../live/progress-event.ts';
import { builder } from '../builder.ts';
import { keyOf } from '../ids.ts';
import { Run, RunState } from '../run/run.ts';
import { RunProgress } from '../run/run-progress.ts';

const JobProgressEvent = builder.interfaceRef<ProgressEvent>('JobProgressEvent').implement({
  description: 'Something to know about a run. Every event carries the whole of its progress.',
  resolveType: (event) => typenames[event.kind],
  fields: (t) => ({
    progress: t.expose('progress', { type: RunProgress, description: 'The run as it is now.' }),
    dropped: t.exposeInt('dropped', {
      description: 'Events left out before this one because you read too slowly.',
    }),
  }),
});

const typenames = {
  snapshot: 'JobProgressSnapshot',
  update: 'JobProgressUpdate',
  state: 'JobStateChanged',
  done: 'JobProgressDone',
} as const;

const run = { type: Run, description: 'The run.' } as const;

builder.objectRef<ProgressEvent>('JobProgressSnapshot').implement({
  description: 'The first event, at once: where the run is.',
  interfaces: [JobProgressEvent],
  fields: (t) => ({ run: t.expose('run', run) }),
});

builder.objectRef<ProgressEvent>('JobProgressUpdate').implement({
  description:
    'What changed within the last interval, as new absolute values. None is sent when nothing changed.',
  interfaces: [JobProgressEvent],
});

builder.objectRef<ProgressEvent>('JobStateChanged').implement({
  description: 'The run went from one state to another.',
  interfaces: [JobProgressEvent],
  fields: (t) => ({
    from: t.field({ type: RunState, description: 'State before.', resolve: (event) => event.from }),
    to: t.field({ type: RunState, description: 'State now.', resolve: (event) => event.progress.state }),
  }),
});

builder.objectRef<ProgressEvent>('JobProgressDone').implement({
  description: 'The last event: the run is done, cancelled or failed, and every outcome committed.',
  interfaces: [JobProgressEvent],
  fields: (t) => ({ run: t.expose('run', run) }),
});

builder.subscriptionField('jobProgress', (t) =>
  t.field({
    type: JobProgressEvent,
    args: {
      id: t.arg.id({ required: true, description: 'Id of a job (its latest run is watched) or of a run.' }),
      intervalMs: t.arg.int({
        defaultValue: 1000,
        description: 'At most one update in this time, 250 to 60,000 milliseconds.',
      }),
    },
    description:
      'Follows a run to its end: a snapshot at once, then updates and state changes, then the final event.',
    subscribe: (_root, { id, intervalMs }, { live }) => {
      const jobId = keyOf('Job', id);
      const runId = keyOf('Run', id);
      if (jobId === null && runId === null) throw notFound(id, 'job or run');
      return live.progress({ jobId, runId, asked: id, intervalMs: intervalMs ?? 1000 });
    },
    resolve: (event) => event,
  }),
);
