import { type FindingKind, findingKinds, operationKinds, operationStates } from '@trunkline/database';
import { notFound } from '../../limits/refusals.ts';
import type { OperationValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { connectionOf, toConnection } from '../connection.ts';
import { enumValues } from '../enum-values.ts';
import { Run } from '../run/run.ts';

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
  fields: (t) => ({
    kind: t.field({ type: Finding, description: 'What differs.', resolve: ({ kind }) => kind }),
    count: t.expose('count', { type: 'Long', description: 'How many there were.' }),
    fixed: t.expose('fixed', { type: 'Long', description: 'How many of them were put right.' }),
    samples: t.exposeStringList('samples', { description: 'Some of them, 20 at most.' }),
  }),
});

export const RunOperation = builder.objectRef<OperationValue>('RunOperation');

const RunOperationConnection = connectionOf('RunOperation', RunOperation);

builder.node(RunOperation, {
  description: 'Long work on a run that a conductor does in steps; its progress and what it found.',
  id: { resolve: ({ id }) => id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.operations.find(id),
  fields: (t) => ({
    kind: t.field({ type: OperationKind, description: 'What is done.', resolve: ({ kind }) => kind }),
    state: t.field({ type: OperationState, description: 'Where it is.', resolve: ({ state }) => state }),
    run: t.field({
      type: Run,
      description: 'The run it is done to.',
      resolve: async ({ runId }, _args, { stores }) => {
        const run = await stores.runs.find(runId);
        if (run === null) throw notFound(runId, 'run');
        return run;
      },
    }),
    phase: t.exposeString('phase', { nullable: true, description: 'The step it is at.' }),
    processed: t.expose('processed', { type: 'Long', description: 'Rows and records looked at so far.' }),
    since: t.expose('since', {
      type: 'DateTime',
      nullable: true,
      description: 'Only what happened later is looked at; null: all since the beginning of the run.',
    }),
    fix: t.exposeBoolean('fix', { description: 'Of an audit: whether what is safe is put right.' }),
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
    error: t.exposeString('error', { nullable: true, description: 'Why it failed.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over.',
    }),
  }),
});

builder.objectField(Run, 'operations', (t) =>
  t.connection(
    {
      type: RunOperation,
      description: 'Repairs, reconciliations and audits of this run, newest first.',
      resolve: async (run, args, { stores }) =>
        toConnection(await stores.operations.ofRun(run.id, args), ({ id }) => id),
    },
    RunOperationConnection,
  ),
);
