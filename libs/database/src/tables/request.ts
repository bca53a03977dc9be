import { integer, pgTable, primaryKey, real, smallint, text } from 'drizzle-orm/pg-core';
import { count, moment } from '../columns.ts';

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
