import { stages } from '@trunkline/policy';
import type { StageValue, TimesValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

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
  fields: (t) => ({
    meanMs: t.exposeFloat('meanMs', { nullable: true, description: 'Mean.' }),
    p50Ms: t.exposeFloat('p50Ms', { nullable: true, description: 'Median.' }),
    p95Ms: t.exposeFloat('p95Ms', { nullable: true, description: '95th percentile.' }),
    p99Ms: t.exposeFloat('p99Ms', { nullable: true, description: '99th percentile.' }),
  }),
});

export const StageSummary = builder.objectRef<StageValue>('StageSummary').implement({
  description: 'One stage: what is in it now, what went through it, and how long waiting and service took.',
  fields: (t) => ({
    stage: t.field({ type: Stage, description: 'Which stage.', resolve: (value) => value.stage }),
    inFlight: t.exposeInt('inFlight', { description: 'Visits in service now.' }),
    waiting: t.exposeInt('waiting', { description: 'Visits waiting for a place now.' }),
    done: t.expose('done', { type: 'Long', description: 'Visits that passed it.' }),
    failed: t.expose('failed', { type: 'Long', description: 'Visits that ended in it.' }),
    wait: t.expose('wait', { type: StageTimes, description: 'Time spent waiting for a place.' }),
    service: t.expose('service', { type: StageTimes, description: 'Time spent in service.' }),
  }),
});
