import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';
import { projects } from './project.ts';

/** A verb of jobs done to many (`libs/control` has which there are), or one of the two that ask for URLs again. */
export type BulkKind = `jobs${string}` | 'deadRetry' | 'pagesRequeue';
export const bulkStates = ['running', 'done', 'cancelled', 'failed'] as const;
export type BulkState = (typeof bulkStates)[number];

/** Work on everything a filter matches, done by the conductor in steps. */
export const bulkOperations = pgTable(
  'bulk_operations',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<BulkKind>().notNull(),
    /** The filter of the list, with ids as in the database. */
    filter: jsonb('filter').$type<unknown>().notNull(),
    /** Who asked, as the audit log names them. */
    keyId: text('key_id'),
    keyName: text('key_name'),
    reason: text('reason'),
    state: text('state').$type<BulkState>().notNull().default('running'),
    total: count('total').notNull(),
    processed: count('processed').notNull().default(0),
    failed: count('failed').notNull().default(0),
    /** Key of the last item that was processed. */
    position: text('position'),
    error: text('error'),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    index('bulk_operations_project').on(t.projectId, t.id),
    index('bulk_operations_open').on(t.id).where(sql`state = 'running'`),
  ],
);
