import { sql } from 'drizzle-orm';
import { bigint, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A time to the millisecond: what JavaScript can hold, so that no comparison loses rows. Never an order key. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Row ids that sort by creation; the key of keyset cursors. */
export const orderedId = () => uuid('id').primaryKey().default(sql`uuidv7()`);

export const createdAt = () => moment('created_at').notNull().defaultNow();

/** 64-bit counts and keys that stay below 2^53. */
export const count = (name: string) => bigint(name, { mode: 'number' });

/** 64-bit hash of a canonical URL: see `urlHash`. A decimal string on our side, since it exceeds 2^53. */
export const hash = (name: string) => bigint(name, { mode: 'string' });
