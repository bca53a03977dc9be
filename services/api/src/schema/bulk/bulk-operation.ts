import type { verbsOfMany } from '@trunkline/control';
import { bulkStates, type BulkKind as Kind } from '@trunkline/database';
import type { BulkValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import type { InputBuilder } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';

/** What each of them does: a verb of jobs that is not here does not build. */
export const bulkKinds = {
  deadRetry: 'Lets URLs that a run gave up wait again.',
  pagesRequeue: 'Asks for pages again: in the running run, else in the next.',
  jobsStart: 'Starts a new run of each job.',
  jobsPause: 'Pauses the run of each job.',
  jobsResume: 'Resumes the run of each job.',
  jobsCancel: 'Cancels the run of each job.',
  jobsDelete: 'Deletes each job with all it crawled.',
} satisfies Record<keyof typeof verbsOfMany | 'deadRetry' | 'pagesRequeue', string>;

const BulkKind = builder.enumType('BulkKind', {
  description: 'What a bulk operation does to each item.',
  values: enumValues(Object.keys(bulkKinds) as Kind[], bulkKinds),
});

const BulkState = builder.enumType('BulkState', {
  description: 'How far a bulk operation is.',
  values: enumValues(bulkStates, {
    running:
      'At work, or waiting: for its turn, or for a run that is lost or about to end to go on or be over.',
    done: 'Every item was looked at.',
    cancelled: 'Ended by request; what was done stays done.',
    failed: 'It could not go on; see `error`.',
  }),
});

export const BulkOperation = builder.objectRef<BulkValue>('BulkOperation');
const BulkOperationConnection = connectionOf('BulkOperation', BulkOperation, ({ id }) => id);

builder.node(BulkOperation, {
  description: 'Work on everything a filter matches, done in the background step by step.',
  id: { resolve: (bulk) => bulk.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.bulk.find(id),
  fields: (t) =>
    shown(t, {
      kind: [BulkKind, 'What it does.'],
      state: [BulkState, 'How far it is.'],
      total: ['Long', 'How many items matched when it was asked for.'],
      processed: ['Long', 'How many it has dealt with.'],
      failed: ['Long', 'How many of these were in no state for it, or took a power that its key lacks.'],
      error: ['String?', 'Why it could not go on.'],
      createdAt: ['DateTime', 'When it was asked for.'],
      finishedAt: ['DateTime?', 'When it was over.'],
    }),
});

export const BulkRequested = builder
  .objectRef<{ matched: number; operation: BulkValue | null }>('BulkRequested')
  .implement({
    description: 'What a filter matches, and the operation that works on it.',
    fields: (t) =>
      shown(t, {
        matched: ['Long', 'How many items match now.'],
        operation: [BulkOperation, 'The operation; null with `dryRun`.', 'nullable'],
      }),
  });

/** What every bulk operation takes besides its filter. */
export const bulkInputs = (t: InputBuilder) => ({
  dryRun: t.boolean({ defaultValue: false, description: 'Only say how many match; do nothing.' }),
});

builder.queryField('bulkOperations', (t) =>
  listed(t, BulkOperationConnection, {
    args: { state: t.arg({ type: BulkState, description: 'Only those in this state.' }) },
    description: 'The bulk operations of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.bulk.list(args, { state: args.state }),
  }),
);
