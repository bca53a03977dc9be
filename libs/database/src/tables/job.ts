import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  serial,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { count, createdAt, moment, orderedId } from '../columns.ts';
import { policies } from './policy.ts';
import { projects } from './project.ts';

/** Which secrets a job has: names, never values. `origins`: where headers and the password go; left out: it was not kept then. */
export type JobSecretNames = { headers: string[]; basicAuth: boolean; proxy: boolean; origins?: string[] };

/** What to crawl. Its key in big tables is `serial`. */
export const jobs = pgTable(
  'jobs',
  {
    id: orderedId(),
    serial: serial('serial').notNull().unique(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** A `Scope` value. */
    scope: jsonb('scope').$type<unknown>().notNull(),
    policyId: uuid('policy_id')
      .notNull()
      .references(() => policies.id),
    /** Budgets; null: none. */
    maxPages: count('max_pages'),
    maxDepth: integer('max_depth'),
    /** Share of the crawl among running jobs, relative to theirs. */
    weight: real('weight').notNull().default(1),
    /** Headers, password and proxy of its requests, sealed under TRUNKLINE_SECRET_KEY for its project. */
    secrets: text('secrets'),
    /** What may be told of them. */
    secretNames: jsonb('secret_names').$type<JobSecretNames>(),
    /** When its runs are to be done; null: nobody said. */
    finishBy: moment('finish_by'),
    labels: jsonb('labels').$type<Record<string, string>>().notNull().default({}),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** When it was deleted: invisible from then on, until the conductor has removed its data and the row. */
    archivedAt: moment('archived_at'),
  },
  (t) => [
    index('jobs_project').on(t.projectId, t.id),
    index('jobs_policy').on(t.policyId),
    index('jobs_archived').on(t.archivedAt).where(sql`archived_at is not null`),
  ],
);

/** Canonical URLs every run of a job starts from: pages, or sitemaps that name them. */
export const jobSeeds = pgTable(
  'job_seeds',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    sitemap: boolean('sitemap').notNull().default(false),
  },
  (t) => [
    index('job_seeds_job').on(t.jobId, t.id),
    // Adding a seed again changes nothing; a URL itself may be too long for an index.
    uniqueIndex('job_seeds_once').on(t.jobId, sql`md5(${t.url})`),
  ],
);
