import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../columns.ts';

/** What the robots.txt of an origin said, from one change to the next: the newest of each origin (`ROBOTS_VERSIONS`). */
export const robotsVersions = pgTable(
  'robots_versions',
  {
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
  (t) => [primaryKey({ columns: [t.origin, t.firstSeenAt] })],
);
