import {
  nextSeriesRow,
  type OpenDatabase,
  type Resolution,
  readSeriesRows,
  resolutions,
  type SeriesHead,
  startOf,
  writeRolled,
} from '@trunkline/database';
import { packSample, rollUp, unpackSample } from '@trunkline/telemetry';

/** What is kept for long has sketches of so many buckets, or as coarse as they may be. */
const MOST_BUCKETS = 64;
/** Spans that are rolled up in one pass: after an outage there may be more. */
const MOST_SPANS = 6;

type Parts = Pick<OpenDatabase, 'db' | 'pool'>;

/**
 * Rolls up what is whole by now, finest first: each span of a coarser resolution from the rows of the finer one within it. Nothing is
 * written into a span that is over, since seconds are written in their order; a span without rows stays without. How far that is goes into
 * `head`, also when another conductor has done it. True: there is more.
 */
export async function rollSeries({ db, pool }: Parts, head: SeriesHead): Promise<boolean> {
  let left = MOST_SPANS;
  let whole = head.at;
  for (const [i, to] of resolutions.entries()) {
    const finer = resolutions[i - 1];
    if (finer === undefined) continue;
    const spanOf = (at: Date) => startOf(at, to.seconds);
    const end = spanOf(whole);
    for (let from = head.rolled[to.name]!; from < end; from = head.rolled[to.name]!) {
      if (left-- === 0) return true;
      const next = await nextSeriesRow(db, finer, from);
      const at = next === null || next >= end ? new Date(end.getTime() - to.seconds * 1000) : spanOf(next);
      const until = new Date(at.getTime() + to.seconds * 1000);
      const rows = await rolled({ db }, finer, at, until, to.seconds < 60 ? undefined : MOST_BUCKETS);
      if (!(await writeRolled(pool, to, { from, at, to: until }, rows))) return true;
      head.rolled[to.name] = until;
    }
    whole = head.rolled[to.name]!;
  }
  return false;
}

async function rolled({ db }: Pick<Parts, 'db'>, finer: Resolution, from: Date, to: Date, most?: number) {
  const rows = await readSeriesRows(db, finer, { from, to, times: true });
  return Array.from(
    Map.groupBy(rows, ({ subject }) => subject),
    ([subject, own]) => ({
      subject,
      ...packSample(rollUp(own.map(unpackSample)), most),
    }),
  );
}
