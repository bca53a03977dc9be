import { index, integer, pgTable, primaryKey, serial, smallint, text } from 'drizzle-orm/pg-core';
import { count, hash, moment } from '../columns.ts';

/** Where pages live: scheme, host name and port, said once for all pages of all jobs. */
export const origins = pgTable(
  'origins',
  {
    id: serial('id').primaryKey(),
    /** `https://example.com:8443/`, as canonical URLs begin. */
    origin: text('origin').notNull().unique(),
    /** The politeness key: host name, plus the port unless 80 or 443. */
    host: text('host').notNull(),
  },
  (t) => [index('origins_host').on(t.host)],
);

/**
 * The ledger: every known URL of a job, as it was discovered. Partitioned by job (`pages_<job serial>`). There may be a
 * billion of them, most not visited yet, so a row has at most eight columns (one more, and the header of each grows by eight
 * bytes), in the order that wastes nothing on alignment; what visits made of a page is in `pageStates`. Each partition
 * has its own indexes, which need not repeat the job: see partitions.ts.
 */
export const pages = pgTable('pages', {
  hash: hash('hash').notNull(),
  /** Hash of the page that named it first; null for seeds. */
  discoveredFrom: hash('discovered_from'),
  /** `jobs.serial` */
  jobSerial: integer('job').notNull(),
  /** `origins.id` */
  originId: integer('origin').notNull(),
  /** Seconds since the epoch. */
  firstSeen: integer('first_seen').notNull(),
  depth: smallint('depth').notNull(),
  /** What follows its origin in the canonical URL: `origin || path` is the URL. */
  path: text('path').notNull(),
  /** A sitemap, which is no page but asked for in every run like one: how deep in sitemap indexes, from 1. Null: a page. */
  sitemap: smallint('sitemap'),
});

/** What visits made of a page, and when it is due again; a page not visited yet has none. Partitioned by job. */
export const pageStates = pgTable('page_states', {
  hash: hash('hash').notNull(),
  /** `runs.serial` of the last visit. */
  lastRun: count('last_run').notNull(),
  lastVisitAt: moment('last_visit_at').notNull(),
  /** When a run should ask for it again; null until a run has ended with it. */
  dueAt: moment('due_at'),
  /** When its last capture but one was replaced by something else. */
  changedAt: moment('changed_at'),
  /** Run and id of the last capture of its own bytes; both null: none. */
  captureRun: count('capture_run'),
  captureId: count('capture_id'),
  capturedAt: moment('captured_at'),
  /** `runs.serial` of the run whose end with this page set `interval`. */
  settledRun: count('settled_run').notNull().default(0),
  /** `jobs.serial` */
  jobSerial: integer('job').notNull(),
  /** Seconds from run to run, as learned: shorter when it changed, longer when it did not. */
  interval: integer('interval_s').notNull().default(0),
  /** HTTP status of the last visit; null: it ended without one. */
  lastStatus: smallint('last_status'),
  /** How the last visit ended. */
  lastOutcome: text('last_outcome').notNull(),
  /** Payload digest, status and title of the last capture, and its validators. */
  digest: text('digest'),
  captureStatus: smallint('capture_status'),
  title: text('title'),
  etag: text('etag'),
  lastModified: text('last_modified'),
});

/** Each time a run found a page other than the run before: a page's history outlives its captures. Partitioned by job. */
export const pageChanges = pgTable(
  'page_changes',
  {
    hash: hash('hash').notNull(),
    /** `runs.serial` of the run that saw it changed, and of the one before that had captured it. */
    runSerial: count('run').notNull(),
    previousRun: count('previous_run').notNull(),
    changedAt: moment('changed_at').notNull(),
    previousAt: moment('previous_at').notNull(),
    jobSerial: integer('job').notNull(),
    status: smallint('status').notNull(),
    previousStatus: smallint('previous_status').notNull(),
    digest: text('digest').notNull(),
    previousDigest: text('previous_digest').notNull(),
    title: text('title'),
    previousTitle: text('previous_title'),
  },
  (t) => [primaryKey({ columns: [t.jobSerial, t.hash, t.runSerial] })],
);
