import type { Backlog, DeadEntryValue } from '../../stores/run/recorder-store.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

/** What is shown of an entry; the table keeps up to 64 KiB. */
const SHOWN = 2000;

const RecorderBacklog = builder.objectRef<Backlog>('RecorderBacklog').implement({
  description:
    'What workers have told and recorders have not committed yet. Beyond a limit workers stop claiming, with blockedBy `RECORDER`.',
  fields: (t) =>
    shown(t, {
      entries: [
        'Long',
        'Entries that are not committed: each holds the outcomes or the new URLs of one call.',
      ],
      unread: ['Long', 'Those of them that no recorder has read.'],
      dead: [
        'Long',
        'What could not be recorded, of all runs and of none, since the installation was made: `deadEntries` of each run tells its own. There should be none.',
      ],
    }),
});

builder.queryField('recorderBacklog', (t) =>
  t.field({
    type: RecorderBacklog,
    complexity: 5,
    description: 'How far the record is behind the crawl, for all projects together.',
    resolve: (_root, _args, { stores }) => stores.recorder.backlog(),
  }),
);

const DeadEntry = builder.objectRef<DeadEntryValue>('DeadEntry').implement({
  description:
    'Something a worker told that could not be recorded. It was put aside, so that what came after it could be; the run counts it as dropped, with the reason `unreadable`.',
  fields: (t) => ({
    ...shown(t, {
      entry: ['String', 'Its place in the stream.'],
      error: ['String', 'Why it could not be recorded.'],
    }),
    payload: t.string({
      description: `What it said, cut at ${SHOWN} characters. Hostile text.`,
      resolve: ({ payload }) => payload.slice(0, SHOWN),
    }),
    at: t.expose('createdAt', { type: 'DateTime', description: 'When it was put aside.' }),
  }),
});

const DeadEntryConnection = connectionOf('DeadEntry', DeadEntry, ({ id }) => String(id));

builder.objectField(Run, 'deadEntries', (t) =>
  listed(t, DeadEntryConnection, {
    description: 'What could not be recorded of this run, oldest first. There should be none.',
    resolve: (run, args, { stores }) => stores.recorder.dead(run, args),
  }),
);
