import { stages } from '@trunkline/policy';
import type { StageValue, TimesValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';

export const Stage = builder.enumType('Stage', {
  description: 'A stage of one visit, in order.',
  values: enumValues(stages, {
    queue: 'From the grant to the start within the worker.',
    robots: 'Deciding by robots.txt.',
    dns: 'Resolving the host and checking its addresses.',
    connect: 'TCP and TLS.',
    headers: 'From the request to whole response headers.',
    body: 'Reading and decoding the body.',
    extract: 'Charset, links, title.',
    store: 'Writing to the archive, made durable.',
    settle: 'Telling the frontier.',
  }),
});

const StageTimes = builder.objectRef<TimesValue>('StageTimes').implement({
  description: 'Times in milliseconds from mergeable histograms; null when nothing was measured.',
  fields: (t) =>
    shown(t, {
      meanMs: ['Float?', 'Mean.'],
      p50Ms: ['Float?', 'Median.'],
      p95Ms: ['Float?', '95th percentile.'],
      p99Ms: ['Float?', '99th percentile.'],
    }),
});

export const StageSummary = builder.objectRef<StageValue>('StageSummary').implement({
  description: 'One stage: what is in it now, what went through it, and how long waiting and service took.',
  fields: (t) =>
    shown(t, {
      stage: [Stage, 'Which stage.'],
      inFlight: ['Int', 'Visits in service now.'],
      waiting: ['Int', 'Visits waiting for a place now.'],
      done: ['Long', 'Visits that passed it.'],
      failed: ['Long', 'Visits that ended in it.'],
      wait: [StageTimes, 'Time spent waiting for a place.'],
      service: [StageTimes, 'Time spent in service.'],
    }),
});
