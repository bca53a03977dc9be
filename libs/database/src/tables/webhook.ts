import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, orderedId } from '../columns.ts';
import { projects } from './project.ts';

export const webhookEvents = [
  'run.started',
  'run.paused',
  'run.done',
  'run.cancelled',
  'run.failed',
  'finding.opened',
  'finding.closed',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Addresses that are told what happens to runs. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: orderedId(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Null: of all jobs of the project. */
    jobId: uuid('job_id'),
    url: text('url').notNull(),
    events: text('events').$type<WebhookEvent>().array().notNull(),
    /** Key of the HMAC, sealed as the secrets of jobs are; shown once. */
    secret: text('secret').notNull(),
    /** Addresses outside the public internet may be connected to; needs an admin key. */
    allowPrivateNetworks: boolean('allow_private_networks').notNull().default(false),
    enabled: boolean('enabled').notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),
  },
  (t) => [index('webhooks_project').on(t.projectId, t.id)],
);

/** What was or will be sent, with how it went. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: orderedId(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').$type<WebhookEvent>().notNull(),
    /** What makes an event happen once: `<run>:<event>`; null for a redelivery. */
    cause: text('cause'),
    payload: jsonb('payload').$type<unknown>().notNull(),
    state: text('state').$type<'pending' | 'delivered' | 'failed'>().notNull().default('pending'),
    attempts: smallint('attempts').notNull().default(0),
    /** When it is tried next; null: no more. */
    nextAt: moment('next_at').defaultNow(),
    /** HTTP status of the last answer; null: none came. */
    status: smallint('status'),
    /** What went wrong last, for people. */
    error: text('error'),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  (t) => [
    index('webhook_deliveries_webhook').on(t.webhookId, t.id),
    uniqueIndex('webhook_deliveries_once').on(t.webhookId, t.cause),
    index('webhook_deliveries_next').on(t.webhookId, t.nextAt).where(sql`state = 'pending'`),
    index('webhook_deliveries_due').on(t.nextAt).where(sql`state = 'pending'`),
  ],
);
