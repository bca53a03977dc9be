import { integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { count, hash, moment } from './columns.ts';

/**
 * The ledger: every known URL of a job with its history. Partitioned by job (`pages_<job serial>`); columns are ordered
 * by alignment, since most rows are URLs not visited yet and there may be a billion of them.
 */
export const pages = pgTable(
  'pages',
  {
    hash: hash('hash').notNull(),
    /** Hash of the page that named it first; null for seeds. */
    discoveredFrom: hash('discovered_from'),
    firstSeenAt: moment('first_seen_at').notNull(),
    /** `jobs.serial` */
    jobSerial: integer('job').notNull(),
    depth: smallint('depth').notNull(),
    /** HTTP status of the last visit; null: none yet, or it ended without one. */
    lastStatus: smallint('last_status'),
    url: text('url').notNull(),
    /** How the last visit ended. */
    lastOutcome: text('last_outcome'),
    /** Payload digest of the last capture. */
    lastDigest: text('last_digest'),
    lastVisitAt: moment('last_visit_at'),
    /** `runs.serial` of the last visit. */
    lastRun: count('last_run'),
  },
  (t) => [primaryKey({ columns: [t.jobSerial, t.hash] })],
);
