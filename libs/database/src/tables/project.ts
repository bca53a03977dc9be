import { date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';

/** The tenant: owns jobs, policies and keys. */
export const projects = pgTable('projects', {
  id: orderedId(),
  name: text('name').notNull().unique(),
  createdAt: createdAt(),
  /** Quotas; null: none. */
  maxJobs: integer('max_jobs'),
  maxPagesPerDay: count('max_pages_per_day'),
  maxStorageBytes: count('max_storage_bytes'),
  /** Requests at once of all its runs; the conductor deals it to them. */
  maxConcurrency: integer('max_concurrency'),
  /** URLs, and hosts, that all its runs in the frontier may know together: counted there. */
  maxUrls: count('max_urls').default(100_000_000),
  maxHosts: count('max_hosts').default(5_000_000),
  maxWebhooks: integer('max_webhooks').default(100),
  /** Lines of one upload of seeds. */
  maxSeedsPerUpload: count('max_seeds_per_upload').default(10_000_000),
  version: integer('version').notNull().default(1),
  /** The quota that is spent: its runs hand out nothing until it is not. Set by the conductor. */
  heldBy: text('held_by').$type<'pagesPerDay' | 'storage'>(),
  /** Since when an operator has it stand still: its runs hand out nothing, its keys only read. */
  suspendedAt: moment('suspended_at'),
  /** Why, as the operator said it; told to the project. */
  suspendedFor: text('suspended_for'),
  /** When it was deleted: nobody gets in from then on, and the row goes when the conductor has removed all that it had. */
  deletedAt: moment('deleted_at'),
});

/** What a project used on one day (UTC), from the counters of its runs. */
export const usage = pgTable(
  'usage',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    day: date('day').notNull(),
    pages: count('pages').notNull().default(0),
    bytes: count('bytes').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.day] })],
);

/** API keys `tl_<id>_<secret>`; the secret itself is never stored. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the secret, hexadecimal. */
    hash: text('hash').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: createdAt(),
    expiresAt: moment('expires_at'),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [index('api_keys_project').on(t.projectId)],
);

/** First results of creating calls, by the client's key, kept for 24 h. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    operation: text('operation').notNull(),
    /** SHA-256 of the canonical input: the same key with another input is an error. */
    inputHash: text('input_hash').notNull(),
    /** What the first call made; null while it runs. */
    result: jsonb('result').$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);

/** Facts of the installation that all processes must agree on, such as the number of frontier shards. */
export const settings = pgTable('settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});
