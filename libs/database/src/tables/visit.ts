import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { count, hash, moment } from '../columns.ts';

/** Waiting and service time in ms by stage. */
export type Timings = Record<string, [waitMs: number, serviceMs: number]>;

/**
 * What a run did with a page, attempt by attempt; (run, hash, attempt) is the key that makes recording repeatable.
 * Partitioned by run (`visits_<run serial>`).
 */
export const visits = pgTable(
  'visits',
  {
    /** `runs.serial` */
    runSerial: count('run').notNull(),
    hash: hash('hash').notNull(),
    startedAt: moment('started_at').notNull(),
    /** `jobs.serial` */
    jobSerial: integer('job').notNull(),
    attempt: smallint('attempt').notNull(),
    depth: smallint('depth').notNull(),
    hops: smallint('hops').notNull(),
    /** HTTP status, when there was one. */
    status: smallint('status'),
    /** True when the URL ended with this attempt; false when it was tried again. */
    final: boolean('final').notNull(),
    /** When the URL, which had ended with this attempt, was asked for again: since then it has not. */
    retriedAt: moment('retried_at'),
    /** One of `outcomeKinds`. */
    outcome: text('outcome').notNull(),
    /** Failure code, or what refused the visit. */
    code: text('code'),
    /** Detail for people: message of a failure, target of a redirect. */
    detail: text('detail'),
    /** Why the URL was given up. */
    deadReason: text('dead_reason'),
    /** IP address connected to. */
    address: text('address'),
    /** Why its certificate would not have been accepted, where a host rule let it pass. */
    tlsFault: text('tls_fault'),
    worker: text('worker').notNull(),
    timings: jsonb('timings').$type<Timings>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runSerial, t.hash, t.attempt] }),
    index('visits_troubles')
      .on(t.runSerial, t.outcome, t.code, t.hash)
      .where(sql`outcome in ('refused', 'throttled', 'failed')`),
    index('visits_dead').on(t.runSerial, t.hash).where(sql`dead_reason is not null`),
    index('visits_retried').on(t.runSerial, t.hash).where(sql`retried_at is not null`),
    index('visits_redirected').on(t.runSerial, t.hash).where(sql`outcome = 'redirected'`),
  ],
);

/**
 * Stored responses; their bytes are in the archive. Partitioned by run (`captures_<run serial>`): an id is unique
 * in the installation, but looking one up needs the run too.
 */
export const captures = pgTable(
  'captures',
  {
    /** Rises with recording; the key of keyset cursors. */
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** `runs.serial` */
    runSerial: count('run').notNull(),
    hash: hash('hash').notNull(),
    capturedAt: moment('captured_at').notNull(),
    /** Body bytes after content decoding. */
    bytes: count('bytes').notNull(),
    /** Body bytes on the wire. */
    wireBytes: count('wire_bytes').notNull(),
    /** Place of the response record's gzip member in its segment. */
    offset: count('offset').notNull(),
    length: integer('length').notNull(),
    /** `jobs.serial` */
    jobSerial: integer('job').notNull(),
    links: integer('links').notNull(),
    attempt: smallint('attempt').notNull(),
    status: smallint('status').notNull(),
    url: text('url').notNull(),
    segment: text('segment').notNull(),
    /** `sha1:` + base32 of the body as received: WARC-Payload-Digest. */
    digest: text('digest').notNull(),
    contentType: text('content_type'),
    charset: text('charset'),
    title: text('title'),
    language: text('language'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    /** `length`, `time` or `disconnect`, when bytes are missing. */
    truncated: text('truncated'),
    /**
     * The capture (`runs.serial`, id) whose body this one has too: the origin answered 304, or the same bytes came again.
     * It is never one that refers to another. Null: the body is here.
     */
    refersToRun: count('refers_to_run'),
    refersTo: count('refers_to'),
  },
  (t) => [
    primaryKey({ columns: [t.runSerial, t.id] }),
    unique('captures_once').on(t.runSerial, t.hash, t.attempt),
    // What is common is found by walking along the key; these are for what is rare, and cost little because it is.
    index('captures_status').on(t.runSerial, t.status, t.id).where(sql`status not in (200, 304)`),
    index('captures_type').on(t.runSerial, t.contentType, t.id).where(sql`content_type <> 'text/html'`),
    // Captures of a segment lie together: a few bytes tell where.
    index('captures_segment').using('brin', t.segment).with({ autosummarize: true }),
    // For prefixes of URLs.
    index('captures_url').on(t.url.op('text_pattern_ops')),
  ],
);
