import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';
import { projects } from './project.ts';

/** Numbers every change of a host rule or pause: what the frontier compares to tell old news from new. */
export const hostChanges = pgSequence('host_changes');
const change = () => count('change').notNull().default(sql`nextval('host_changes')`);

/**
 * What hosts are owed whatever the policies of runs say. They bind every run of the installation; of several rules for one
 * pattern the strictest terms count. A removed one stays as a row, so that its removal has a number.
 */
export const hostRules = pgTable(
  'host_rules',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** A politeness key, or `*.suffix`. */
    pattern: text('pattern').notNull(),
    /** A `Pace`; null: no limit of its own. */
    pace: jsonb('pace').$type<unknown>(),
    /** Nothing is handed out. */
    blocked: boolean('blocked').notNull().default(false),
    /** False: a certificate that would not be accepted does; null: no word on it. */
    verifyTls: boolean('verify_tls'),
    /** Name under which rules are shown together. */
    group: text('group_name'),
    version: integer('version').notNull().default(1),
    change: change(),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),
  },
  (t) => [
    index('host_rules_project').on(t.projectId, t.id),
    uniqueIndex('host_rules_once').on(t.projectId, t.pattern),
    index('host_rules_pattern').on(t.pattern),
  ],
);

/** Hosts that were paused: for every run, or for those of one job. The last word per host and job. */
export const hostPauses = pgTable(
  'host_pauses',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    host: text('host').notNull(),
    /** Null: every run of the installation. */
    jobId: uuid('job_id'),
    paused: boolean('paused').notNull(),
    change: change(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('host_pauses_once').on(
      t.projectId,
      t.host,
      sql`coalesce(${t.jobId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index('host_pauses_changed').on(t.updatedAt),
  ],
);

/**
 * The politeness ledger: when each host was asked, by the minute and by the pace that was in force, so that its owner can be told how
 * often and why. A row holds the requests of one run under one pace. Partitioned by time (`host_requests_<second>`), kept 90 days.
 */
export const hostRequests = pgTable(
  'host_requests',
  {
    /** The politeness key. */
    host: text('host').notNull(),
    /** The minute. */
    at: moment('at').notNull(),
    /** `runs.serial` */
    runSerial: count('run').notNull(),
    kind: text('kind').$type<'page' | 'robots'>().notNull(),
    /** Least ms from one request to the next, and most at once, as they were in force. */
    delayMs: real('delay_ms').notNull(),
    concurrency: smallint('concurrency').notNull(),
    /** One of `paceDeciders`. */
    decidedBy: text('decided_by').notNull(),
    /** The requests, in order: ms of the minute × 32768, and a mark that tells apart those of one ms (`markOf`). */
    starts: integer('starts').array().notNull(),
    /** Requests beyond those that are kept one by one (`MOST_STARTS`). */
    more: integer('more').notNull().default(0),
    /** `<ms of the minute> <what failed>`, at most `MOST_FAILURES`. */
    failures: text('failures').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.host, t.at, t.runSerial, t.kind, t.delayMs, t.concurrency, t.decidedBy] }),
  ],
);
