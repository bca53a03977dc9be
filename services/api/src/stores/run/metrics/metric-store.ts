import { origins, pages, readSeriesRows, resolutions, seriesWritten } from '@trunkline/database';
import { type Measure, type MeasureName, measureOf, unpackSample } from '@trunkline/telemetry';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { BadInputError } from '../../errors.ts';
import { rowsBy } from '../../lists/keyset.ts';
import type { Parts } from '../../parts.ts';
import type { Caller } from '../../values.ts';
import { workerNames } from '../worker-names.ts';
import { type Plan, planOf } from './plan.ts';
import { type Aggregation, type Behind, collectPoints, type PointValue } from './points.ts';
import { type MetricGroup, type MetricQuestion, understood } from './question.ts';
import { MOST_SUBJECTS, type Subject, subjectsOf } from './subjects.ts';

/** What a series is of: by group. `job` and `run`: keys of the database. */
export type SeriesOf = Partial<Record<MetricGroup, string>> & { jobName?: string; runShort?: string };
export type SeriesValue = { of: SeriesOf; points: PointValue[] };
export type MetricsValue = Plan & {
  name: MeasureName;
  measure: Measure;
  aggregation: Aggregation;
  series: SeriesValue[];
  left: number;
  /** The runs of visits behind points, by subject. */
  subjects: ReadonlyMap<number, Subject>;
};

/** Series told at once, the greatest first. */
const MOST_SERIES = 20;
/** Rows that are read and taken apart at once: others get their turn in between. */
const ROWS_AT_ONCE = 2000;

/** The history of what was measured. Of runs and their hosts the caller's project sees its own; all else is the operators'. */
export function createMetricStore(parts: Pick<Parts, 'db' | 'secret'>, caller: Caller) {
  const { db } = parts;
  const nameOf = workerNames(parts, caller);

  const urls = rowsBy(
    async (keys: readonly string[]) => {
      const asked = keys.map((key) => key.split(' ') as [job: string, hash: string]);
      const byJob = Map.groupBy(asked, ([job]) => job);
      const found = await Promise.all(
        Array.from(byJob, ([job, own]) =>
          db
            .select({
              job: pages.jobSerial,
              hash: pages.hash,
              url: sql<string>`${origins.origin} || ${pages.path}`,
            })
            .from(pages)
            .innerJoin(origins, eq(origins.id, pages.originId))
            .where(
              and(
                eq(pages.jobSerial, Number(job)),
                inArray(
                  pages.hash,
                  own.map(([, hash]) => hash),
                ),
              ),
            ),
        ),
      );
      return found.flat();
    },
    ({ job, hash }) => `${job} ${hash}`,
  );

  const labelsOf = (subject: Subject, label: string | null, groupBy: readonly MetricGroup[]): SeriesOf => {
    const of: SeriesOf = {};
    for (const group of groupBy) {
      if (group === 'job') Object.assign(of, { job: subject.of!.jobId, jobName: subject.of!.jobName });
      else if (group === 'run')
        Object.assign(of, { run: subject.of!.runId, runShort: subject.of!.runSerial.toString(36) });
      else if (group === 'host') of.host = subject.key;
      else if (group === 'worker' || group === 'conductor') of[group] = nameOf(subject.name);
      else of[group] = label ?? '';
    }
    return of;
  };

  /** Whether a series is of a subject, whatever its label: of one that the subject has nothing of, too. */
  const isIn = (subject: Subject, { job, run, host, worker, conductor }: SeriesOf): boolean =>
    (job === undefined || job === subject.of?.jobId) &&
    (run === undefined || run === subject.of?.runId) &&
    (host === undefined || host === subject.key) &&
    [worker, conductor].every((name) => name === undefined || name === nameOf(subject.name));

  /** Rows in the time of a plan, of its resolution as far as they are made by now, then of the finer ones. */
  async function* rowsOf({ from, to, resolution }: Plan, subjects: readonly number[], times: boolean) {
    const written = await seriesWritten(db);
    if (written === null || subjects.length === 0) return;
    const own = resolutions.indexOf(resolution);
    let start = from;
    for (const finer of resolutions.slice(0, own + 1).toReversed()) {
      const made = finer.seconds === 1 ? to : written.rolled[finer.name]!;
      const end = made < to ? made : to;
      const ms = Math.max(1, Math.floor(ROWS_AT_ONCE / subjects.length)) * finer.seconds * 1000;
      for (; start < end; start = new Date(Math.min(start.getTime() + ms, end.getTime()))) {
        const until = new Date(Math.min(start.getTime() + ms, end.getTime()));
        yield await readSeriesRows(db, finer, { from: start, to: until, subjects, times });
      }
    }
  }

  return {
    /**
     * @throws {BadInputError} when nothing is measured so, or too much was to be read
     * @throws {ForbiddenError} when it is the operators'
     */
    async read(question: MetricQuestion, now = new Date()): Promise<MetricsValue> {
      const { name, groupBy, filter } = question;
      const { kind, aggregation } = understood(question, caller);
      const measure = measureOf(name);
      const times = measure.kind === 'times';
      const wide = planOf(question, now, [], times);
      const found = await subjectsOf(parts, caller, { ...filter, kind, from: wide.from, to: wide.to });
      if (found.length > MOST_SUBJECTS)
        throw new BadInputError(
          `More than ${MOST_SUBJECTS} of a ${kind} have figures in that time. Pass a shorter one, or name some in "filter".`,
          ['filter'],
        );
      const plan = planOf(question, now, found, times);
      const subjects = new Map(found.map((subject) => [subject.id, subject]));
      const labels = filter.labels?.length ? new Set(filter.labels) : null;
      const groups = new Map<string, SeriesOf>();
      const groupOf = (id: number, label: string | null): string | null => {
        if (labels !== null && !labels.has(label ?? '')) return null;
        const of = labelsOf(subjects.get(id)!, label, groupBy);
        const key = JSON.stringify(of);
        groups.set(key, of);
        return key;
      };
      const points = collectPoints({ name, aggregation, stepMs: plan.step * 1000, groupOf });
      // Who is there and has done nothing has a series of noughts.
      const isApart = groupBy.some((group) => group === measure.label);
      if (!isApart && measure.kind === 'total') for (const id of subjects.keys()) groupOf(id, null);
      for await (const rows of rowsOf(plan, [...subjects.keys()], times))
        for (const row of rows) points.add(row.at, row.subject, unpackSample(row));
      const series = Array.from(groups, ([key, of]): SeriesValue => {
        const own = found.filter((subject) => isIn(subject, of)).map(({ id }) => id);
        return { of, points: points.pointsOf(key, own, plan.from, plan.to) };
      });
      const area = ({ points: all }: SeriesValue) => all.reduce((sum, { v }) => sum + (v ?? 0), 0);
      const told = series.map((one) => [one, area(one)] as const).sort(([, a], [, b]) => b - a);
      return {
        ...{ ...plan, name, measure, aggregation, subjects },
        series: told.slice(0, MOST_SERIES).map(([one]) => one),
        left: Math.max(0, told.length - MOST_SERIES),
      };
    },

    /** The URL of a visit behind a point; null when the page is not kept any more. */
    async urlOf({ subject, hash }: Behind, subjects: ReadonlyMap<number, Subject>): Promise<string | null> {
      const of = subjects.get(subject)?.of;
      return of ? ((await urls.load(`${of.jobSerial} ${hash}`))?.url ?? null) : null;
    },
  };
}
