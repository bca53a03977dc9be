import { type FindingKind, findingKinds, operationKinds, operationStates } from '@trunkline/database';
import type { OperationValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { found } from '../kit/found.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

const OperationKind = builder.enumType('OperationKind', {
  description: 'What is done to a run.',
  values: enumValues(operationKinds, {
    reconcile: 'Brings it in line again after Redis was restarted or replaced; begins by itself.',
    repair: 'Rebuilds its frontier from the database after Redis lost it.',
    audit: 'Compares Redis, Postgres and the archive.',
  }),
});

const OperationState = builder.enumType('OperationState', {
  description: 'Where an operation is.',
  values: enumValues(operationStates, {
    waiting: 'A conductor takes it up soon.',
    running: 'Going on in steps; after a crash from the last step.',
    done: 'Over.',
    failed: 'Could not go on; see `error`.',
  }),
});

const Finding = builder.enumType('FindingKind', {
  description: 'What Redis, Postgres and the archive can differ in.',
  values: enumValues(findingKinds, {
    endedMissing: 'Pages whose end is committed, which Redis did not know.',
    endedWaiting: 'Pages whose end is committed, which waited in Redis again.',
    openMissing: 'Pages of the ledger that have not ended, which Redis did not know.',
    redirectMissing: 'Targets of redirects that Redis did not know.',
    linkMissing: 'Links of stored pages that Redis did not know.',
    pageMissing: 'URLs in Redis that the ledger does not have.',
    recordedDiffers: 'URLs counted as recorded, more or fewer than rows say.',
    finishedDiffers: 'URLs counted as finished, more or fewer than are recorded.',
    entryDead: 'Entries of the outcomes stream that could not be recorded: see deadEntries of the run.',
    captureUnreadable: 'Captures whose bytes cannot be read from the archive.',
    digestDiffers: 'Captures whose bytes are not those that were stored.',
    segmentDamaged: 'Segments of the archive that end in a torn record.',
    indexUnresolved: 'Lines of a CDXJ index that lead to no response.',
    recordUnlisted:
      'Responses in the archive that no capture points to: visits that a crash repeated. Harmless.',
  }),
});

type FindingValue = { kind: FindingKind; count: number; fixed: number; samples: string[] };

const OperationFinding = builder.objectRef<FindingValue>('OperationFinding').implement({
  description: 'What an operation found of one kind.',
  fields: (t) =>
    shown(t, {
      kind: [Finding, 'What differs.'],
      count: ['Long', 'How many there were.'],
      fixed: ['Long', 'How many of them were put right.'],
      samples: ['[String]', 'Some of them, 20 at most.'],
    }),
});

export const RunOperation = builder.objectRef<OperationValue>('RunOperation');

const RunOperationConnection = connectionOf('RunOperation', RunOperation, ({ id }) => id);

builder.node(RunOperation, {
  description: 'Long work on a run that a conductor does in steps; its progress and what it found.',
  id: { resolve: ({ id }) => id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.operations.find(id),
  fields: (t) => ({
    ...shown(t, {
      kind: [OperationKind, 'What is done.'],
      state: [OperationState, 'Where it is.'],
      phase: ['String?', 'The step it is at.'],
      processed: ['Long', 'Rows and records looked at so far.'],
      since: [
        'DateTime?',
        'Only what happened later is looked at; null: all since the beginning of the run.',
      ],
      fix: ['Boolean', 'Of an audit: whether what is safe is put right.'],
      error: ['String?', 'Why it failed.'],
      createdAt: ['DateTime', 'When it was asked for.'],
      startedAt: ['DateTime?', 'When it began.'],
      finishedAt: ['DateTime?', 'When it was over.'],
    }),
    run: t.field({
      type: Run,
      description: 'The run it is done to.',
      resolve: ({ runId }, _args, { stores }) => found(stores.runs.find(runId), runId, 'run'),
    }),
    findings: t.field({
      type: [OperationFinding],
      complexity: { field: 5, multiplier: 1 },
      description: 'What it found so far, by kind; kinds of which there was nothing are left out.',
      resolve: ({ findings }) =>
        findingKinds.flatMap((kind) => {
          const found = findings[kind];
          return found ? [{ kind, ...found }] : [];
        }),
    }),
  }),
});

builder.objectField(Run, 'operations', (t) =>
  listed(t, RunOperationConnection, {
    description: 'Repairs, reconciliations and audits of this run, newest first.',
    resolve: (run, args, { stores }) => stores.operations.ofRun(run.id, args),
  }),
);
