import { series1h, series1m, series1s, series10s } from '../tables/series.ts';

const [minute, hour, day] = [60, 3600, 86_400];

/**
 * The spans that series are kept in, s: how long a row's is, how long rows are kept, and the span of a partition. The finest comes first;
 * each is made of the one before.
 */
export const resolutions = [
  { name: '1s', seconds: 1, keep: 15 * minute, partition: 5 * minute, table: series1s },
  { name: '10s', seconds: 10, keep: day, partition: 3 * hour, table: series10s },
  { name: '1m', seconds: minute, keep: 90 * day, partition: 7 * day, table: series1m },
  { name: '1h', seconds: hour, keep: 90 * day, partition: 30 * day, table: series1h },
] as const;
export type Resolution = (typeof resolutions)[number];

/** The start of the span of so many seconds that a moment lies in. */
export const startOf = (at: Date, seconds: number): Date =>
  new Date(Math.floor(at.getTime() / (seconds * 1000)) * seconds * 1000);
