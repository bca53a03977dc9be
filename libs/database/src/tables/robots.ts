import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../columns.ts';
import { projects } from './project.ts';

/**
 * What the robots.txt of an origin said to the runs of a project, from one change to the next: the newest of each origin
 * (`ROBOTS_VERSIONS`). When somebody asked is that project's own business.
 */
export const robotsVersions = pgTable(
  'robots_versions',
  {
    /** Null: of before that was noted; told to operators alone. */
    projectId: uuid('project_id').references(() => projects.id, { onDelete: 'cascade' }),
    /** `https://example.com/`, as in `origins`. */
    origin: text('origin').notNull(),
    /** The visit that brought it first, and the last one that brought the same. */
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    state: text('state').$type<'rules' | 'allowAll' | 'unreachable'>().notNull(),
    /** Why, for people. */
    detail: text('detail').notNull(),
    /** Of the whole file; null: there was none. */
    digest: text('digest'),
    length: integer('length'),
    /** Its beginning. Hostile text. */
    body: text('body'),
  },
  (t) => [
    unique('robots_versions_once').on(t.origin, t.projectId, t.firstSeenAt).nullsNotDistinct(),
    index('robots_versions_project').on(t.projectId),
  ],
);
