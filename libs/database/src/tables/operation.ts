import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';
import { runs } from './run.ts';

export const operationKinds = ['reconcile', 'repair', 'audit'] as const;
/**
 * `reconcile`: brings a run in line again after Redis lost its last moments. `repair`: rebuilds its frontier from here.
 * `audit`: compares Redis, Postgres and the archive.
 */
export type OperationKind = (typeof operationKinds)[number];

export const operationStates = ['waiting', 'running', 'done', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

/** What Redis, Postgres and the archive can differ in. */
export const findingKinds = [
  'endedMissing',
  'endedWaiting',
  'openMissing',
  'redirectMissing',
  'linkMissing',
  'pageMissing',
  'recordedDiffers',
  'finishedDiffers',
  'entryDead',
  'captureUnreadable',
  'digestDiffers',
  'segmentDamaged',
  'indexUnresolved',
  'recordUnlisted',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What an operation found, by kind of finding: how many, how many of them were put right, and some of them. */
export type Findings = Partial<Record<FindingKind, { count: number; fixed: number; samples: string[] }>>;

/** Long work on a run that a conductor does in bounded steps; any conductor can go on where another one stopped. */
export const runOperations = pgTable(
  'run_operations',
  {
    id: orderedId(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<OperationKind>().notNull(),
    state: text('state').$type<OperationState>().notNull().default('waiting'),
    /** Only what happened later is looked at; null: all since the beginning of the run. */
    since: moment('since'),
    /** Of an audit: put right what is safe. */
    fix: boolean('fix').notNull().default(false),
    /** The step it is at, and how far that is. */
    phase: text('phase'),
    position: text('position'),
    /** Rows and records looked at. */
    processed: count('processed').notNull().default(0),
    findings: jsonb('findings').$type<Findings>().notNull().default({}),
    /** Why it failed, for people. */
    error: text('error'),
    /** Id of the API key that asked for it; null: the system. */
    author: text('author'),
    /** The conductor at work, and its last sign of life: after half a minute another one may go on. */
    owner: text('owner'),
    beatAt: moment('beat_at'),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    index('run_operations_run').on(t.runId, t.id),
    uniqueIndex('run_operations_open').on(t.runId, t.kind).where(sql`state in ('waiting', 'running')`),
  ],
);
