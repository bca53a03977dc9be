import type { Sketch } from '../report/report.ts';
import { bucketBounds, cumulative } from './buckets.ts';

type Labels = Record<string, string>;
type Read<Value> = () => Value | Promise<Value>;
/** One number, or one for each set of labels. */
type Numbers = number | Iterable<readonly [labels: Labels, value: number]>;

/** Times that were counted, and their sum in ms. */
export type TimesOf = readonly [labels: Labels, sketch: Sketch, sumMs: number];

/**
 * What Prometheus reads of this process. Numbers that are kept anyway are read when they are asked for, so that counting
 * costs nothing twice. Labels must come from closed lists: never a host, a URL, a project or a job.
 */
export type Metrics = {
  /** A number that only grows. */
  counter(name: string, help: string, labels: readonly string[], read: Read<Numbers>): void;
  gauge(name: string, help: string, labels: readonly string[], read: Read<Numbers>): void;
  /** Times in seconds, of histograms that are kept already. */
  times(name: string, help: string, labels: readonly string[], read: Read<Iterable<TimesOf>>): void;
  /** Times in seconds that are told one by one. */
  timer(name: string, help: string, labels: readonly string[]): (labels: Labels, ms: number) => void;
  /** The text format of Prometheus, version 0.0.4. What cannot be read now is left out and counted. */
  read(): Promise<{ type: string; text: string }>;
  close(): void;
};

/**
 * Metrics of a process: to begin with those of Node itself (CPU, memory, garbage collection, lag of the event loop). Their
 * library is loaded here: who serves no metrics does not have it.
 */
export async function createMetrics({ onTrouble }: { onTrouble: (error: Error) => void }): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const unread = new Counter({
    name: 'trunkline_metrics_unread_total',
    help: 'Metrics that were left out of an answer, because what they are read from was away.',
    registers,
  });

  async function tryRead<Value>(read: Read<Value>): Promise<Value | null> {
    try {
      return await read();
    } catch (error) {
      unread.inc();
      onTrouble(error as Error);
      return null;
    }
  }

  const numbersOf =
    (Metric: typeof Counter | typeof Gauge): Metrics['gauge'] =>
    (name, help, labelNames, read) => {
      const metric: InstanceType<typeof Metric> = new Metric({
        name,
        help,
        labelNames,
        registers,
        async collect() {
          const numbers = await tryRead(read);
          metric.reset();
          for (const [labels, value] of each(numbers)) metric.inc(labels, value);
          if (numbers === null && labelNames.length === 0) metric.remove();
        },
      });
    };

  return {
    counter: numbersOf(Counter),
    gauge: numbersOf(Gauge),

    times(name, help, labelNames, read) {
      // prom-client fills histograms value by value; ours are full already.
      const histogram = new Histogram({ name, help, labelNames, registers: [] });
      const get = async () => {
        const values: { metricName: string; labels: Labels; value: number }[] = [];
        for (const [labels, sketch, sumMs] of (await tryRead(read)) ?? []) {
          const { below, total } = cumulative(sketch);
          const add = (suffix: string, value: number, more: Labels = {}) =>
            values.push({ metricName: `${name}_${suffix}`, labels: { ...more, ...labels }, value });
          below.forEach((count, at) => void add('bucket', count, { le: String(bucketBounds[at]) }));
          add('bucket', total, { le: '+Inf' });
          add('sum', sumMs / 1000);
          add('count', total);
        }
        return { name, help, type: 'histogram', values, aggregator: 'sum' } as never;
      };
      Object.assign(histogram, { get, getForPromString: get });
      registry.registerMetric(histogram);
    },

    timer(name, help, labelNames) {
      const histogram = new Histogram({ name, help, labelNames, buckets: [...answerBounds], registers });
      return (labels, ms) => histogram.observe(labels, ms / 1000);
    },

    async read() {
      return { type: registry.contentType, text: await registry.metrics() };
    },

    close: () => registry.clear(),
  };
}

/** Bounds of answers a person or a program waits for, seconds. */
const answerBounds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

function* each(numbers: Numbers | null): Generator<readonly [Labels, number]> {
  if (typeof numbers === 'number') yield [{}, numbers];
  else if (numbers !== null) yield* numbers;
}
