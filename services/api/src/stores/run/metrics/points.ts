import {
  type Measure,
  type MeasureName,
  measureOf,
  partsOf,
  type Sample,
  type Times,
} from '@trunkline/telemetry';
import { meanTime, timeAt } from './times.ts';

export const aggregations = ['rate', 'sum', 'mean', 'max', 'p50', 'p95', 'p99'] as const;
export type Aggregation = (typeof aggregations)[number];

const shares: Partial<Record<Aggregation, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** What a measure can be told as; the first is what it is told as when nobody says it. */
export function aggregationsOf(measure: Measure): readonly Aggregation[] {
  if (measure.kind === 'times') return ['p95', 'p50', 'p99', 'mean', 'rate'];
  if (measure.kind === 'total') return measure.per === undefined ? ['rate', 'sum'] : ['mean'];
  return measure.kind === 'peak' ? ['max'] : ['mean'];
}

/** The slowest visit behind a point: `subject`, whose it is. */
export type Behind = { subject: number; ms: number; hash: string; attempt: number };
export type PointValue = { at: Date; v: number | null; behind: Behind | null };

/** What one subject has in one point. `sum` of levels: times looks. */
type Part = { sum: number; looks: number; peak: number; per: number };
type Cell = { parts: Map<number, Part>; times: Times; behind: Behind | null };
/** How much of a subject is known in one point, whatever of it is asked. */
type Known = { ms: number; looks: number };

export type Question = {
  name: MeasureName;
  aggregation: Aggregation;
  /** Points are so far apart, ms. */
  stepMs: number;
  /** In what group a subject counts, and a label of the measure; null: in none. */
  groupOf(subject: number, label: string | null): string | null;
};

/**
 * Collects samples into points. A point stands for what is known of its time: without a sample it is null, and of counts that came about in
 * a longer time the rate of that.
 */
export function collectPoints({ name, aggregation, stepMs, groupOf }: Question) {
  const measure = measureOf(name);
  const known = new Map<number, Map<number, Known>>();
  const groups = new Map<string, Map<number, Cell>>();

  function cellOf(group: string, at: number): Cell {
    const cells = groups.get(group) ?? new Map<number, Cell>();
    groups.set(group, cells);
    const cell = cells.get(at) ?? { parts: new Map(), times: new Map(), behind: null };
    cells.set(at, cell);
    return cell;
  }

  function addNumbers(at: number, subject: number, { numbers, looks }: Sample): void {
    for (const [key, value] of numbers) {
      const [of, label] = partsOf(key);
      if (of !== name) continue;
      const group = groupOf(subject, label);
      if (group === null) continue;
      const { parts } = cellOf(group, at);
      const part = parts.get(subject) ?? { sum: 0, looks: 0, peak: 0, per: 0 };
      parts.set(subject, part);
      part.sum += measure.kind === 'level' ? value * looks : value;
      part.looks += looks;
      part.peak = Math.max(part.peak, value);
      if (measure.per !== undefined) part.per += numbers.get(measure.per) ?? 0;
    }
  }

  function addTimesOf(at: number, subject: number, { times, slowest }: Sample): void {
    for (const [key, counts] of times) {
      const [of, label] = partsOf(key);
      if (of !== name) continue;
      const group = groupOf(subject, label);
      if (group === null) continue;
      const cell = cellOf(group, at);
      for (const [bucket, count] of counts) cell.times.set(bucket, (cell.times.get(bucket) ?? 0) + count);
      const slow = name === 'stageService' && label !== null ? slowest.get(label) : undefined;
      if (slow && slow.ms > (cell.behind?.ms ?? -1)) cell.behind = { subject, ...slow };
    }
  }

  /** What is known of those of a group in one point; nothing: it is a gap. */
  function subjectsIn(subjects: readonly number[], at: number): [subject: number, known: Known][] {
    const here = known.get(at);
    return subjects.flatMap((subject): [number, Known][] => {
      const one = here?.get(subject);
      return one ? [[subject, one]] : [];
    });
  }

  function valueAt(cell: Cell | undefined, present: [number, Known][]): number | null {
    if (present.length === 0) return null;
    const share = shares[aggregation];
    if (share !== undefined) return cell ? timeAt(cell.times, share) : null;
    const scale = measure.scale ?? 1;
    const longest = Math.max(...present.map(([, { ms }]) => Math.min(ms, stepMs)));
    const most = Math.max(...present.map(([, { looks }]) => looks));
    if (measure.kind === 'times') {
      if (aggregation === 'mean') return cell ? meanTime(cell.times) : null;
      const n = cell ? cell.times.values().reduce((sum, count) => sum + count, 0) : 0;
      return longest > 0 ? (n * 1000) / Math.max(longest, ...present.map(([, { ms }]) => ms)) : null;
    }
    const parts = present.map(([subject, of]) => ({ of, part: cell?.parts.get(subject) }));
    if (measure.per !== undefined) {
      const per = parts.reduce((sum, { part }) => sum + (part?.per ?? 0), 0);
      return per === 0 ? null : parts.reduce((sum, { part }) => sum + (part?.sum ?? 0), 0) / per;
    }
    if (measure.kind === 'total') {
      if (aggregation === 'sum') return scale * parts.reduce((sum, { part }) => sum + (part?.sum ?? 0), 0);
      // Who was there for a part of the time adds as much less; who was seen late has done it in a longer time.
      const rates = parts.map(({ of, part }) => ((part?.sum ?? 0) * 1000) / Math.max(of.ms, longest, 1));
      return longest === 0 ? null : scale * rates.reduce((sum, rate) => sum + rate, 0);
    }
    // One of several labels that is not told is 0; another level that is not told is not known.
    const told = parts.filter(({ part }) => part !== undefined || measure.label !== undefined);
    if (told.length === 0) return null;
    if (measure.kind === 'peak') return Math.max(...told.map(({ part }) => part?.peak ?? 0));
    const means = told.map(({ of, part }) => {
      const mean = part ? part.sum / (measure.label === undefined ? part.looks : of.looks) : 0;
      return { mean, there: of.looks / most };
    });
    if (measure.across === 'max') return Math.max(...means.map(({ mean }) => mean));
    if (measure.across === 'mean') return means.reduce((sum, { mean }) => sum + mean, 0) / means.length;
    return means.reduce((sum, { mean, there }) => sum + mean * there, 0);
  }

  return {
    add(at: Date, subject: number, sample: Sample): void {
      const place = Math.floor(at.getTime() / stepMs) * stepMs;
      const here = known.get(place) ?? new Map<number, Known>();
      known.set(place, here);
      const one = here.get(subject) ?? { ms: 0, looks: 0 };
      here.set(subject, one);
      one.ms += sample.ms;
      one.looks += sample.looks;
      if (measure.kind === 'times') addTimesOf(place, subject, sample);
      else addNumbers(place, subject, sample);
    },
    /** The groups that there is something of. */
    groups: () => [...groups.keys()],
    /** The points of a group, made of these subjects, one for each step. */
    pointsOf(group: string, subjects: readonly number[], from: Date, to: Date): PointValue[] {
      const cells = groups.get(group);
      const points: PointValue[] = [];
      for (let at = from.getTime(); at < to.getTime(); at += stepMs) {
        const cell = cells?.get(at);
        const v = valueAt(cell, subjectsIn(subjects, at));
        points.push({ at: new Date(at), v, behind: cell?.behind ?? null });
      }
      return points;
    },
  };
}
