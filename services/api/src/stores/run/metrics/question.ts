import { type MeasureLabel, type MeasureName, measureOf, type SubjectKind } from '@trunkline/telemetry';
import { howToGet, may } from '../../changes/may.ts';
import { BadInputError, ForbiddenError } from '../../errors.ts';
import type { Caller } from '../../values.ts';
import type { Asked } from './plan.ts';
import { type Aggregation, aggregationsOf } from './points.ts';
import type { SubjectFilter } from './subjects.ts';

const labels = ['stage', 'cause', 'outcome', 'code', 'reason'] as const satisfies MeasureLabel[];
/** What series can be told apart by; the label of a measure by its own name. */
export const metricGroups = ['job', 'run', 'host', 'worker', 'conductor', ...labels] as const;
export type MetricGroup = (typeof metricGroups)[number];

type MetricFilter = Omit<SubjectFilter, 'kind' | 'from' | 'to'> & {
  /** Stages, causes, outcomes, codes or reasons: which of them the measure has. */
  labels?: readonly string[] | null | undefined;
};

export type MetricQuestion = Asked & {
  name: MeasureName;
  groupBy: readonly MetricGroup[];
  aggregation: Aggregation | null;
  filter: MetricFilter;
};

/** A word as GraphQL spells it. */
const spelt = (word: string): string => word.replace(/[A-Z]/g, '_$&').toUpperCase();

/** What a question names says whose figures it is about; null: nothing does. */
function wanted({ groupBy, filter }: MetricQuestion): SubjectKind | null {
  const asks = (group: MetricGroup, names?: readonly string[] | null) =>
    groupBy.includes(group) || (names?.length ?? 0) > 0;
  if (asks('host', filter.hosts)) return 'host';
  if (asks('worker', filter.workers)) return 'worker';
  if (asks('conductor')) return 'conductor';
  return asks('run', filter.runs) || asks('job', filter.jobs) ? 'run' : null;
}

/**
 * Whose series a question is about, and as what they are told.
 * @throws {BadInputError} when nothing is measured so
 * @throws {ForbiddenError} when it is the operators': all but runs and their hosts is of all projects together
 */
export function understood(
  question: MetricQuestion,
  caller: Caller,
): { kind: SubjectKind; aggregation: Aggregation } {
  const { name, groupBy, filter } = question;
  const measure = measureOf(name);
  const kind = wanted(question) ?? measure.of[0]!;
  if (!measure.of.includes(kind))
    throw new BadInputError(
      `${spelt(name)} is not measured of a ${kind}, but of: ${measure.of.join(', ')}. Change what asks for a ${kind} in "groupBy" and "filter".`,
      ['name'],
    );
  const isOfRuns = kind === 'run' || kind === 'host';
  if (!isOfRuns && !may(caller, 'operator'))
    throw new ForbiddenError(
      `The key "${caller.keyName}" may not see figures of a ${kind}, which are those of all projects together. ${howToGet('operator')}`,
      ['name'],
      'operator',
    );
  for (const group of groupBy) {
    const isLabel = (labels as readonly string[]).includes(group);
    if (isLabel ? group === measure.label : isOfRuns || !['job', 'run'].includes(group)) continue;
    const by = measure.label ? ` It is by: ${measure.label}.` : '';
    throw new BadInputError(`${spelt(name)} of a ${kind} is not told by ${group}.${by} Change "groupBy".`, [
      'groupBy',
    ]);
  }
  if (filter.labels?.length && measure.label === undefined)
    throw new BadInputError(`${spelt(name)} has no labels. Leave "labels" out of "filter".`, [
      'filter',
      'labels',
    ]);
  const all = aggregationsOf(measure);
  const aggregation = question.aggregation ?? all[0]!;
  if (!all.includes(aggregation))
    throw new BadInputError(
      `${spelt(name)} is not told as ${spelt(aggregation)}. Pass one of: ${all.map(spelt).join(', ')}.`,
      ['aggregation'],
    );
  return { kind, aggregation };
}
