import { integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, orderedId } from '../columns.ts';
import { projects } from './project.ts';

/** Throttling rule sets; `rules` is a value of `policySchema`, validated by whoever writes it. */
export const policies = pgTable(
  'policies',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    version: integer('version').notNull().default(1),
    rules: jsonb('rules').$type<unknown>().notNull(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [unique('policies_name').on(t.projectId, t.name)],
);

/** Every version a policy ever had; rows are only added. */
export const policyVersions = pgTable(
  'policy_versions',
  {
    policyId: uuid('policy_id')
      .notNull()
      .references(() => policies.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    rules: jsonb('rules').$type<unknown>().notNull(),
    /** Id of the API key that wrote it; null: the system. */
    author: text('author'),
    reason: text('reason'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.policyId, t.version] })],
);
