import { sql } from 'drizzle-orm';
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';
import { jobs } from './job.ts';

export const runStates = [
  'starting',
  'running',
  'paused',
  'cancelling',
  'recording',
  'lost',
  'repairing',
  'done',
  'cancelled',
  'failed',
] as const;
/**
 * Where a run stands. `starting`: seeds are entering the frontier. `recording`: nothing is left to fetch, outcomes are
 * still being committed. `lost`: Redis does not know it any more, and nothing happens until it is repaired or cancelled.
 * `repairing`: its frontier is being rebuilt. The last three are final.
 */
export type RunState = (typeof runStates)[number];

/** States a run never leaves. */
export const finalRunStates = ['done', 'cancelled', 'failed'] as const satisfies readonly RunState[];
/** The same in SQL, letter by letter as in the conditions of the indexes, so that they serve who asks. */
export const overStates = `(${finalRunStates.map((state) => `'${state}'`).join(', ')})`;
const [over, active] = [sql.raw(`state in ${overStates}`), sql.raw(`state not in ${overStates}`)];

/** One execution of a job. Its key in big tables is `serial`; its short id elsewhere is `shortRun(serial)`. */
export const runs = pgTable(
  'runs',
  {
    id: orderedId(),
    serial: bigserial('serial', { mode: 'number' }).notNull().unique(),
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    /** Version of the job's policy in force when the row was last written. */
    policyVersion: integer('policy_version').notNull(),
    state: text('state').$type<RunState>().notNull().default('starting'),
    /** Rises with every change the frontier must learn of: state, weight, budgets, scope, policy. */
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    /** Why the run was told to end before its work was: `budget`. Set once; the frontier drops what is left. */
    endReason: text('end_reason'),
    /** While it is `lost` or `repairing`: the state it was in, and comes back to. */
    lostFrom: text('lost_from').$type<RunState>(),
    /** The frontier's `RunCounters`, as last seen; final once the state is. */
    counters: jsonb('counters').$type<Record<string, number>>(),
    /** Totals per stage, merged over all workers; final once the state is. */
    stages: jsonb('stages').$type<unknown>(),
    /** URLs of the run whose end is committed here: the recorder's side of `finished`. */
    recorded: count('recorded').notNull().default(0),
    /** What of its pages and bytes is in `usage` already. */
    billedPages: count('billed_pages').notNull().default(0),
    billedBytes: count('billed_bytes').notNull().default(0),
    /** Its share of what the project may have in flight at once, when that is bounded. */
    maxInFlight: integer('max_in_flight'),
    /** Why the run failed or is lost, or what keeps it from what it is to be, for people. */
    error: text('error'),
    /** When its keys left Redis, some seconds after its end. */
    releasedAt: moment('released_at'),
    /** When retention dropped its visits and captures. */
    retiredAt: moment('retired_at'),
  },
  (t) => [
    index('runs_job').on(t.jobId, t.id),
    index('runs_finished').on(t.finishedAt),
    // A job's pages are one ledger: two runs at once would tell one page two stories.
    uniqueIndex('runs_one_active_per_job').on(t.jobId).where(active),
    index('runs_unreleased').on(t.finishedAt).where(sql`${over} and released_at is null`),
    index('runs_active').on(t.serial).where(active),
  ],
);

/** Sources that still add URLs to a run, which cannot end while one is open. Opened before the first enqueue. */
export const holds = pgTable(
  'holds',
  {
    id: orderedId(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<'seeds' | 'upload' | 'sitemap' | 'refill' | 'repair' | 'retry'>().notNull(),
    /** How far the source has been read, so that another process can go on: for seeds the last `job_seeds.id`. */
    position: count('position').notNull().default(0),
    /** Of a hold for seeds: how far the ledger of earlier runs has entered, before them; of one for URLs asked for again, by whom: `bulk`. */
    place: jsonb('place').$type<unknown>(),
    openedAt: moment('opened_at').notNull().defaultNow(),
    closedAt: moment('closed_at'),
    /** For sources that live in one process: closed by the conductor when that process has not renewed it by then. */
    expiresAt: moment('expires_at'),
  },
  (t) => [index('holds_open').on(t.runId).where(sql`closed_at is null`)],
);

/** URLs of a run that ended unvisited, as counted by the frontier; `entry` is the stream entry that said so. */
export const drops = pgTable(
  'drops',
  {
    runSerial: count('run').notNull(),
    entry: text('entry').notNull(),
    count: count('count').notNull(),
    reason: text('reason').notNull(),
    /** All that was left of this host, or this URL alone; both null: all that was left of the run. */
    host: text('host'),
    url: text('url'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.runSerial, t.entry] }),
    index('drops_host').on(t.runSerial, t.host).where(sql`host is not null`),
  ],
);

/**
 * What was not crawled in a run, or not wholly, by reason (`LeftOut`): a few hundred rows at most. `key` is what tells rows of a kind
 * apart: `of`, or the sample where each counts once.
 */
export const runLeftOut = pgTable(
  'run_left_out',
  {
    runSerial: count('run')
      .notNull()
      .references(() => runs.serial, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    of: text('of'),
    count: count('count').notNull(),
    /** A URL that was left out so. */
    sample: text('sample').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runSerial, t.kind, t.key] })],
);

export const trapStates = ['watched', 'held', 'released', 'kept', 'allowed'] as const;
/**
 * What is known, or was decided, of a shape that was taken for a trap. `watched`: its URLs are fetched all the same. `held`: they are
 * held in that run. `released`: nothing is held in that run any more. `kept`, `allowed`: for all runs of the job, they are or never are.
 */
export type TrapState = (typeof trapStates)[number];

/** Shapes of URLs that runs took for traps (`@trunkline/web/shapes`), each once for a job. */
export const traps = pgTable(
  'traps',
  {
    /** `jobs.serial` */
    jobSerial: integer('job')
      .notNull()
      .references(() => jobs.serial, { onDelete: 'cascade' }),
    shape: text('shape').notNull(),
    /** `runs.serial` of the last run that found it. */
    runSerial: count('run').notNull(),
    state: text('state').$type<TrapState>().notNull(),
    /** What spoke against it, as the worker said. */
    evidence: jsonb('evidence').$type<unknown>().notNull(),
    since: moment('since').notNull().defaultNow(),
    decidedAt: moment('decided_at'),
  },
  (t) => [primaryKey({ columns: [t.jobSerial, t.shape] })],
);

/** What the recorder could not use of its stream: kept here, out of the stream's way, until someone looks. */
export const deadEntries = pgTable(
  'dead_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** Short id of the run, as the entry gave it. */
    run: text('run').notNull(),
    /** Stream entry and place in it: `<id>` or `<id>#<n>`. */
    entry: text('entry').notNull().unique(),
    /** The part of the entry that is bad, cut at 64 KiB. */
    payload: text('payload').notNull(),
    error: text('error').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('dead_entries_run').on(t.run, t.id)],
);

/** Why the URLs of a run pile up, as diagnosis found it, while it is so and afterwards. */
export const findings = pgTable(
  'findings',
  {
    id: orderedId(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    cause: text('cause').notNull(),
    /** When it began to be so, when it was said, and when it was over; null: it is so. */
    since: moment('since').notNull(),
    openedAt: moment('opened_at').notNull().defaultNow(),
    closedAt: moment('closed_at'),
    /** Of the waiting URLs; the last that was seen. */
    share: real('share').notNull(),
    sentence: text('sentence').notNull(),
    /** Evidence, samples, stages, advice and action: `Finding` of the diagnosis package. */
    detail: jsonb('detail').$type<unknown>().notNull(),
  },
  (t) => [
    // Several conductors, or one that was stopped and goes on, say a thing once.
    uniqueIndex('findings_one_open').on(t.runId, t.cause).where(sql`closed_at is null`),
    index('findings_run').on(t.runId, t.id),
    index('findings_closed').on(t.closedAt),
  ],
);
