import {
  forgetSubjects,
  keepSeriesPartitions,
  readSeriesHead,
  type SeriesHead,
  startOf,
  takeSeriesHead,
  touchSubjects,
  writeSecond,
} from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { packSample, watchProcess } from '@trunkline/telemetry';
import { createLook, type LookParts } from './look.ts';
import { rollSeries } from './roll.ts';
import { createSamples } from './samples.ts';
import { createSubjects } from './subjects.ts';

export type SeriesParts = LookParts & {
  /** Name of this conductor. */
  owner: string;
  log: Logger;
  /** Left out: by the clock of the database. */
  now?: () => Date;
};

/** Who wrote last and is silent for so long writes no more, ms: another one does. */
const SILENT_MS = 3000;
const PARTITIONS_MS = 30_000;
const TOUCH_MS = 60_000;
/** Subjects without rows are let go after so long, ms, and so many at once. */
const FORGET_MS = 91 * 86_400_000;
const MOST_FORGOTTEN = 1000;

/**
 * One pass: the samples of this second are written, and what is whole by now is rolled up. Of several conductors one writes, as long as it
 * does every few seconds; the others look on. Who takes over, also from itself after it stood still, notes only how far everybody is, and
 * writes from the next second on: nothing is counted twice, and what nobody saw is a gap.
 */
export function createSeries({ owner, log, now, ...parts }: SeriesParts) {
  const { database } = parts;
  const { pool } = database;
  const look = createLook(parts);
  const samples = createSamples(owner);
  const subjects = createSubjects(pool);
  const vitals = watchProcess();
  /** The second we wrote last; null: another conductor writes. */
  let wrote: Date | null = null;
  /** One that we tried to write and were not answered. */
  let trying: Date | null = null;
  let partitionsAt = Number.NEGATIVE_INFINITY;
  let touchedAt = Number.NEGATIVE_INFINITY;
  /** Of the clock of the database from ours, ms. */
  let ahead = 0;

  const work = async (): Promise<boolean> => {
    const read = await readSeriesHead(pool);
    ahead = read.now.getTime() - Date.now();
    const at = startOf(now?.() ?? read.now, 1);
    const { head } = read;
    if (head === null || !isOurs(head)) {
      if (wrote !== null) log.warn({ since: wrote, owner: head?.owner }, 'another conductor writes series');
      wrote = null;
      trying = null;
      samples.forget();
      if (head && at.getTime() - head.at.getTime() < SILENT_MS) return false;
      await take(at, head);
      return false;
    }
    if (at <= head.at) return false;
    await keepUp(at, head);
    await write(head, at);
    return rollSeries(database, head);
  };

  /** Whether we wrote last, as far as we know or as it turns out. */
  function isOurs(head: SeriesHead): boolean {
    if (wrote === null || head.owner !== owner) return false;
    if (trying !== null && head.at.getTime() === trying.getTime()) {
      samples.keep(trying.getTime());
      wrote = trying;
    } else samples.undo();
    trying = null;
    return head.at.getTime() === wrote.getTime();
  }

  async function take(at: Date, head: SeriesHead | null): Promise<void> {
    await keepSeriesPartitions(pool, at, head?.rolled ?? {});
    partitionsAt = performance.now();
    samples.of(await look(), vitals.read(), 0, true);
    if (!(await takeSeriesHead(pool, owner, at, head?.at ?? null))) return samples.undo();
    samples.keep(at.getTime());
    wrote = at;
    if (head !== null && head.owner !== owner)
      log.info({ from: head.owner, at: head.at }, 'this conductor writes series now');
  }

  async function write(head: SeriesHead, at: Date): Promise<void> {
    const ms = at.getTime() - head.at.getTime();
    const found = samples.of(await look(), vitals.read(), ms, false);
    const ids = await subjects.of(
      found.map(({ subject }) => subject),
      at,
    );
    const rows = found.map(({ sample }, i) => ({ subject: ids[i]!, ...packSample(sample) }));
    trying = at;
    const isWritten = await writeSecond(pool, { owner, last: head.at, at }, rows);
    trying = null;
    if (!isWritten) return samples.undo();
    samples.keep(at.getTime());
    wrote = at;
    head.at = at;
    if (performance.now() - touchedAt < TOUCH_MS) return;
    touchedAt = performance.now();
    await touchSubjects(pool, at, subjects.seen());
    await forgetSubjects(pool, new Date(at.getTime() - FORGET_MS), MOST_FORGOTTEN);
  }

  async function keepUp(at: Date, { rolled }: SeriesHead): Promise<void> {
    if (performance.now() - partitionsAt < PARTITIONS_MS) return;
    await keepSeriesPartitions(pool, at, rolled);
    partitionsAt = performance.now();
  }

  return Object.assign(work, {
    /** Until the middle of the next second: so that each second has a pass, however long one takes, and each report is in by then. */
    waitMs: () => 1000 - ((Date.now() + ahead + 500) % 1000),
    end: async () => vitals.close(),
  });
}
