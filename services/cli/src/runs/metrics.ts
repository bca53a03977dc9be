import type { Metrics, MetricsQuestion } from '@trunkline/client';
import { ago, bytes, duration, rate } from '../output/format.ts';
import { sparkline } from '../output/sparkline.ts';
import { clean } from '../output/text.ts';
import { findWorker } from '../project/worker/find.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { collect, durationMs, moment } from '../shell/options.ts';
import { findJob, findRun } from './find-job.ts';

const groups = ['job', 'run', 'host', 'worker', 'conductor', 'stage', 'cause', 'outcome', 'code', 'reason'];

const words = [
  ['<metric>', 'what: visits, waiting, stage-service, wire-bytes, elu …; the API lists them as `Metric`'],
  ['--run <run>', 'only of this run: its id, or a job, or `last`, for its latest run'],
  ['--job <job>', 'only of the runs of this job'],
  ['--host <host>', 'only of this host, within runs; repeatable', collect],
  ['--worker <worker>', 'only of this worker: its id or name (operator key)'],
  ['--only <label>', 'only of this stage, cause, outcome, code or reason; repeatable', collect],
  ['--by <groups...>', 'a series for each of these', groups],
  ['--as <how>', 'as what values are told', ['rate', 'sum', 'mean', 'max', 'p50', 'p95', 'p99']],
  ['--from <moment>', 'from when: 15m (ago), 7d, or a date; usually 15m', moment],
  ['--to <moment>', 'until when; usually now', moment],
  ['--step <duration>', 'how far points are apart: 1s, 10s, 1m', durationMs],
] as const;

/** `trunkline metrics METRIC` */
export const defineMetrics = (define: Define) =>
  define(
    'metrics',
    'Show the history of a figure: rates, levels and times, by run, stage, cause …',
    words,
    metrics,
  );

/** A word as the API spells it; what it does not know it refuses, and names what is alike. */
const spelt = <T>(word: string): T => word.toUpperCase().replaceAll('-', '_') as T;

async function metrics(
  { client, output }: Context,
  name: string,
  options: OptionsOf<typeof words>,
): Promise<void> {
  const { run, job, host, worker, only, by, as, from, to, step } = options;
  const told = await client.metrics(spelt<MetricsQuestion['name']>(name), {
    ...{ from, to },
    step: step === undefined ? undefined : Math.max(1, Math.round(step / 1000)),
    groupBy: by?.map((group) => spelt<'RUN'>(group)),
    aggregation: as && spelt<'RATE'>(as),
    filter: {
      ...{ hosts: host, labels: only },
      runs: run === undefined ? undefined : [await findRun(client, run)],
      jobs: job === undefined ? undefined : [await findJob(client, job)],
      // One that is gone has a history too.
      workers:
        worker === undefined
          ? undefined
          : [worker.startsWith('worker_') ? (await findWorker(client, worker)).name : worker],
    },
  });
  output.document(told);
  if (output.json) return;
  show(told);

  function show({ series, aggregation, unit, step: apart, left, from: since }: Metrics): void {
    const say = (value: number | null) => (value === null ? '–' : inUnit(value, unit));
    const known = (points: Metrics['series'][number]['points']) =>
      points.flatMap(({ v }) => (v === null ? [] : [v]));
    const widths = Math.max(20, Math.min(60, output.width() - 50));
    output.line(
      output.style.dim(
        `${aggregation.toLowerCase()}, ${unit}; since ${ago(since)}, a point is ${duration(apart * 1000)}`,
      ),
    );
    if (series.length > 0)
      output.table(series, [
        { title: 'OF', cell: ({ labels }) => clean(nameOf(labels)), cut: 'middle' },
        {
          title: '',
          cell: ({ points }) =>
            sparkline(
              points.map(({ v }) => v),
              widths,
            ),
          spare: 1,
        },
        { title: 'LAST', align: 'right', cell: ({ points }) => say(known(points).at(-1) ?? null) },
        { title: 'MEAN', align: 'right', spare: 2, cell: ({ points }) => say(meanOf(known(points))) },
        { title: 'MOST', align: 'right', cell: ({ points }) => say(mostOf(known(points))) },
      ]);
    for (const { points } of series.slice(0, 1)) {
      const slow = points.flatMap(({ exemplar }) => exemplar ?? []).sort((a, b) => b.ms - a.ms);
      for (const { ms, url } of slow.slice(0, 3))
        output.line(
          `  ${duration(ms)}  ${output.style.dim(clean(url ?? 'a page that is not kept any more'))}`,
        );
    }
    if (series.length === 0) output.note('Nothing is known of that in this time.');
    if (left > 0)
      output.note(`${left} smaller series are left out; name what you want with --only, --run or --host.`);
  }
}

/** What people call it: of jobs and runs not the id. */
function nameOf(labels: Metrics['series'][number]['labels']): string {
  const said = labels.filter(({ name }) => name !== 'job' && name !== 'run').map(({ value }) => value);
  return said.length > 0 ? said.join(' ') : 'all';
}

function inUnit(value: number, unit: string): string {
  if (unit === 'bytes/s') return `${bytes(value)}/s`;
  if (unit === 'bytes') return bytes(value);
  return unit === 'ms' ? duration(value) : rate(value);
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const mostOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values);
