import { boolean, customType, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { count, hash, moment } from '../columns.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * Text of pages as search finds it, one row per page: that of its last capture. Partitioned by job; indexes per partition:
 * see partitions.ts. All of it can be made again from the archive.
 */
export const documents = pgTable('documents', {
  hash: hash('hash').notNull(),
  /** The capture it was read from. */
  captureRun: count('capture_run').notNull(),
  captureId: count('capture_id').notNull(),
  capturedAt: moment('captured_at').notNull(),
  /** `jobs.serial` */
  jobSerial: integer('job').notNull(),
  url: text('url').notNull(),
  host: text('host').notNull(),
  contentType: text('content_type'),
  /** ISO 639-1, as detected; null: too little text to say. */
  language: text('language'),
  title: text('title'),
  /** What remains without navigation and boilerplate, cut at a bound. */
  text: text('text').notNull(),
  /** Words of title (A) and text (D), stemmed by language, and the filters as lexemes no text can contain. */
  words: tsvector('words').notNull(),
  /** Words of the title alone. */
  titleWords: tsvector('title_words').notNull(),
});

/** How far the captures of a run are indexed. */
export const indexProgress = pgTable('index_progress', {
  runSerial: count('run').primaryKey(),
  /** `jobs.serial` */
  jobSerial: integer('job').notNull(),
  /** Every capture up to this id is indexed, or is nothing to index. */
  position: count('position').notNull().default(0),
  indexed: count('indexed').notNull().default(0),
  /** Captures that could not be read; the last reason. */
  failed: count('failed').notNull().default(0),
  lastError: text('last_error'),
  /** The run is over and nothing is left of it. */
  complete: boolean('complete').notNull().default(false),
});
