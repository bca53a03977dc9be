import {
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { count, moment } from '../columns.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

const table = (name: string) =>
  pgTable(
    name,
    {
      /** When its span begins, by the clock of the database. */
      at: moment('at').notNull(),
      /** `series_subjects.id` */
      subject: integer('subject').notNull(),
      /** A `PackedSample`. */
      numbers: bytes('numbers').notNull(),
      times: bytes('times'),
    },
    (t) => [
      primaryKey({ columns: [t.subject, t.at] }),
      // Rows lie as they came: for whoever wants all of a span.
      index(`${name}_at`).using('brin', t.at).with({ pages_per_range: 8, autosummarize: true }),
    ],
  );

/**
 * What was measured of runs, workers, hosts and what they stand on, packed (`packSample`): by the second, and rolled up. Partitioned by
 * time (`series_1s_<second>`): partitions are made ahead and dropped by age, see `resolutions`.
 */
export const series1s = table('series_1s');
export const series10s = table('series_10s');
export const series1m = table('series_1m');
export const series1h = table('series_1h');

/** Whose series there are. */
export const seriesSubjects = pgTable(
  'series_subjects',
  {
    id: serial('id').primaryKey(),
    /** One of `subjectKinds`. */
    kind: text('kind').notNull(),
    /** `runs.serial`, of a run and of a host within one; 0: it is no run's. */
    run: count('run').notNull(),
    /** A worker as telemetry knows it, a host, the name of a conductor. */
    key: text('key').notNull(),
    /** For people. */
    name: text('name').notNull(),
    firstAt: moment('first_at').notNull(),
    /** Raised once a minute. */
    lastAt: moment('last_at').notNull(),
  },
  (t) => [unique('series_subjects_once').on(t.run, t.kind, t.key)],
);

/** One row: the conductor that writes series, what it has written by now, and to where that is rolled up. */
export const seriesHead = pgTable('series_head', {
  id: smallint('id').primaryKey(),
  owner: text('owner').notNull(),
  at: moment('at').notNull(),
  rolled10s: moment('rolled_10s').notNull(),
  rolled1m: moment('rolled_1m').notNull(),
  rolled1h: moment('rolled_1h').notNull(),
});
