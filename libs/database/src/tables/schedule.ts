import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, orderedId } from '../columns.ts';
import { jobs } from './job.ts';
import { projects } from './project.ts';

export const overlapPolicies = ['skip', 'wait', 'cancel'] as const;
/** What happens at the time of a schedule while a run goes: leave it out, start after it, or end it first. */
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** When runs of a job start by themselves. */
export const schedules = pgTable(
  'schedules',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    cron: text('cron').notNull(),
    /** IANA name. */
    timeZone: text('time_zone').notNull(),
    overlap: text('overlap').$type<OverlapPolicy>().notNull().default('skip'),
    enabled: boolean('enabled').notNull().default(true),
    /** The key that set it last: with its powers runs start. Null: it was set before this was kept. */
    keyId: text('key_id'),
    version: integer('version').notNull().default(1),
    /** The next time it is due; null: disabled, or never again. */
    nextAt: moment('next_at'),
    /** A start that waits for a run to end. */
    waitingSince: moment('waiting_since'),
    lastAt: moment('last_at'),
    /** What became of the last time: `started`, `skipped`, `waiting`, `failed: …`. */
    lastResult: text('last_result'),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('schedules_project').on(t.projectId, t.id),
    index('schedules_job').on(t.jobId),
    index('schedules_due').on(t.nextAt).where(sql`enabled and next_at is not null`),
  ],
);
