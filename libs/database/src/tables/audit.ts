import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, orderedId } from '../columns.ts';
import { projects } from './project.ts';

/** Who changed what, when and why; written in the transaction of the change, never changed afterwards. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Id and name of the API key at that time; null: the system. */
    keyId: text('key_id'),
    keyName: text('key_name'),
    /** The mutation: `jobPause`. */
    action: text('action').notNull(),
    /** GraphQL type and database key of what was changed. */
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    /** The fields that changed, before and after; null: there was none. */
    before: jsonb('before').$type<unknown>(),
    after: jsonb('after').$type<unknown>(),
    reason: text('reason'),
    createdAt: createdAt(),
  },
  (t) => [
    index('audit_log_project').on(t.projectId, t.id),
    index('audit_log_subject').on(t.projectId, t.subjectType, t.subjectId, t.id),
  ],
);
