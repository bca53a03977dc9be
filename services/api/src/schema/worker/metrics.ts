import { measureNames, measureOf } from '@trunkline/telemetry';
import type { MetricsValue, SeriesValue } from '../../stores/run/metrics/metric-store.ts';
import { aggregations, type Behind, type PointValue } from '../../stores/run/metrics/points.ts';
import { metricGroups } from '../../stores/run/metrics/question.ts';
import type { Subject } from '../../stores/run/metrics/subjects.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { encodeId, requireKey } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';

/** What is said of a measure: what it is, its unit, of whom it is known and by what it is told apart. */
function saysOf(name: (typeof measureNames)[number]): string {
  const { says, unit, of, label } = measureOf(name);
  return `${says} In ${unit}; of: ${of.join(', ')}${label ? `; by ${label}` : ''}.`;
}

const Metric = builder.enumType('Metric', {
  description:
    'What has a history: kept by the second for 15 minutes, by ten seconds for a day, by the minute and by the hour for 90 days.',
  values: enumValues(measureNames, Object.fromEntries(measureNames.map((name) => [name, saysOf(name)]))),
});

const MetricGroup = builder.enumType('MetricGroup', {
  description: 'What series are told apart by.',
  values: enumValues(metricGroups, {
    job: 'Jobs.',
    run: 'Runs.',
    host: 'Hosts, those that held most slots or failed most: not all of them have a history.',
    worker: 'Workers. For operators.',
    conductor: 'Conductors. For operators.',
    stage: 'Stages of a visit; `bandwidth`, the wait for a cap of bytes per second, is in none of them.',
    cause: 'Why URLs wait.',
    outcome: 'How visits ended.',
    code: 'Codes of failures.',
    reason: 'Why nothing was claimed.',
  }),
});

const MetricAggregation = builder.enumType('MetricAggregation', {
  description: 'As what the values of a point are told.',
  values: enumValues(aggregations, {
    rate: 'Per second; of work how much went on at once. What counts have when nothing is said.',
    sum: 'All of it in the time of the point.',
    mean: 'The mean over the time. What levels have when nothing is said.',
    max: 'The most.',
    p50: 'The median of times.',
    p95: 'Of 100 times 95 were shorter. What times have when nothing is said.',
    p99: 'Of 100 times 99 were shorter.',
  }),
});

const MetricFilter = builder.inputType('MetricFilter', {
  description: 'Of what there are to be series.',
  fields: (t) => ({
    jobs: t.idList({ description: 'Only of these jobs.' }),
    runs: t.idList({ description: 'Only of these runs.' }),
    hosts: t.stringList({ description: 'Only of these hosts, within runs.' }),
    workers: t.stringList({ description: 'Only of these workers, by `Worker.name`. For operators.' }),
    labels: t.stringList({
      description:
        'Only of these stages, causes, outcomes, codes or reasons, as `labels` of a series spells them: which of them the metric has.',
    }),
  }),
});

type PointOf = PointValue & { subjects: MetricsValue['subjects'] };
type ExemplarValue = Behind & { subjects: ReadonlyMap<number, Subject> };

const Exemplar = builder.objectRef<ExemplarValue>('Exemplar').implement({
  description: 'A visit behind a point: the slowest that is known.',
  fields: (t) => ({
    ...shown(t, {
      ms: ['Float', 'How long it took in that stage, milliseconds.'],
      attempt: ['Int', 'Which attempt of the run at its URL it was, from 1.'],
    }),
    runId: t.id({
      nullable: true,
      description: 'Its run.',
      resolve: ({ subject, subjects }) => {
        const of = subjects.get(subject)?.of;
        return of ? encodeId('Run', of.runId) : null;
      },
    }),
    url: t.string({
      nullable: true,
      complexity: 2,
      description:
        'Its URL: ask `Run.url` for all that is known of it. Hostile text. null: the page is not kept any more.',
      resolve: (behind, _args, { stores }) => stores.metrics.urlOf(behind, behind.subjects),
    }),
  }),
});

const MetricPoint = builder.objectRef<PointOf>('MetricPoint').implement({
  description: 'What was measured from one moment on, up to the next point.',
  fields: (t) => ({
    t: t.field({ type: 'DateTime', description: 'When its time begins.', resolve: ({ at }) => at }),
    ...shown(t, { v: ['Float?', 'The value; null: nothing is known of that time. 0 is told as 0.'] }),
    exemplar: t.field({
      type: Exemplar,
      nullable: true,
      description: 'A visit behind it: of STAGE_SERVICE of a run, where one took conspicuously long.',
      resolve: ({ behind, subjects }) => behind && { ...behind, subjects },
    }),
  }),
});

const SeriesLabel = builder.objectRef<{ name: string; value: string }>('SeriesLabel').implement({
  description: 'What a series is of.',
  fields: (t) =>
    shown(t, {
      name: [
        'String',
        'By what it is told apart: `stage`, `run`; besides `runShortId` and `jobName`, for people.',
      ],
      value: ['String', 'Which of them: `dns`; of a job or run its id. Of a host hostile text.'],
    }),
});

type SeriesOf = SeriesValue & { subjects: MetricsValue['subjects'] };

/** Labels as they are told: of jobs and runs their ids, and what people call them. */
function labelsOf({ of }: SeriesValue): { name: string; value: string }[] {
  const { job, jobName, run, runShort, ...rest } = of;
  return Object.entries({
    ...(job !== undefined && { job: encodeId('Job', job), jobName: jobName! }),
    ...(run !== undefined && { run: encodeId('Run', run), runShortId: runShort! }),
    ...rest,
  }).map(([name, value]) => ({ name, value }));
}

const MetricSeries = builder.objectRef<SeriesOf>('MetricSeries').implement({
  description: 'Points of one thing, one for each step.',
  fields: (t) => ({
    labels: t.field({
      type: [SeriesLabel],
      complexity: { field: 1, multiplier: 2 },
      description: 'What it is of; none: of all together.',
      resolve: labelsOf,
    }),
    points: t.field({
      type: [MetricPoint],
      // The field that reads them has counted them.
      complexity: { field: 1, multiplier: 1 },
      description: 'From the earliest on, at most 1,000.',
      resolve: ({ points, subjects }) => points.map((point) => ({ ...point, subjects })),
    }),
  }),
});

const Metrics = builder.objectRef<MetricsValue>('Metrics').implement({
  description: 'What was measured over a time.',
  fields: (t) => ({
    name: t.field({ type: Metric, description: 'What was asked for.', resolve: ({ name }) => name }),
    unit: t.string({
      description: 'Of the values: `visits/s`, `ms`. A SUM is without its `/s`.',
      resolve: ({ measure, aggregation }) =>
        aggregation === 'sum' ? measure.unit.replace(/\/s$/, '') : measure.unit,
    }),
    ...shown(t, {
      aggregation: [MetricAggregation, 'As what the values are told.'],
      from: ['DateTime', 'When the first point begins.'],
      to: ['DateTime', 'Where the last one ends, or now.'],
      step: [
        'Int',
        'How far points are apart, seconds: more than was asked for where rows that old are kept for longer spans.',
      ],
      left: ['Int', 'How many more series there are: those with the smallest values are left out beyond 20.'],
    }),
    series: t.field({
      type: [MetricSeries],
      complexity: { field: 1, multiplier: 1 },
      description: 'The greatest first, at most 20. None: nothing is known of that.',
      resolve: ({ series, subjects }) => series.map((one) => ({ ...one, subjects })),
    }),
  }),
});

builder.queryField('metrics', (t) =>
  t.field({
    type: Metrics,
    complexity: 50,
    description:
      'The history of a figure, as series of points. Of runs and their hosts a project sees its own; figures of workers, conductors and what they stand on are for operators.',
    args: {
      name: t.arg({ type: Metric, required: true, description: 'Which figure.' }),
      from: t.arg({
        type: 'DateTime',
        description: 'From this moment on; 15 minutes before `to` when left out.',
      }),
      to: t.arg({ type: 'DateTime', description: 'Before this moment; now when left out.' }),
      step: t.arg.int({
        description:
          'How far points are apart, seconds; when left out so that there are some 300. At most 1,000 points.',
      }),
      groupBy: t.arg({
        type: [MetricGroup],
        description: 'What series are told apart by; when left out there is one.',
      }),
      aggregation: t.arg({ type: MetricAggregation, description: 'As what values are told.' }),
      filter: t.arg({ type: MetricFilter, description: 'Of what.' }),
    },
    resolve: (_root, { name, from, to, step, groupBy, aggregation, filter }, { stores }) => {
      const keys = (type: string, ids: readonly string[] | null | undefined, field: string) =>
        ids?.map((id) => requireKey(type, id, ['filter', field]));
      return stores.metrics.read({
        ...{ name, from: from ?? null, to: to ?? null, step: step ?? null },
        ...{ groupBy: groupBy ?? [], aggregation: aggregation ?? null },
        filter: {
          jobs: keys('Job', filter?.jobs, 'jobs'),
          runs: keys('Run', filter?.runs, 'runs'),
          ...{ hosts: filter?.hosts, workers: filter?.workers, labels: filter?.labels },
        },
      });
    },
  }),
);
