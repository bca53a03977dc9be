import { notFound } from '../../limits/refusals.ts';
import type { HostForecastValue, PolicyPreviewValue, RunForecastValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { keyOf } from '../ids.ts';
import { Run } from '../run/run.ts';
import { Pace, PolicyRules } from './rules.ts';
import { PolicyRulesInput } from './rules-input.ts';

const HostForecast = builder.objectRef<HostForecastValue>('HostForecast').implement({
  description: 'One host of a run under the rules as they are and as they would be, host rules counted in.',
  fields: (t) => ({
    host: t.exposeString('host', { description: 'Host name, with the port unless 80 or 443.' }),
    waiting: t.exposeInt('waiting', { description: 'Known pages the run has still to visit there.' }),
    before: t.expose('before', { type: Pace, description: 'Pace in force.' }),
    after: t.expose('after', { type: Pace, description: 'Pace there would be.' }),
    blocked: t.exposeBoolean('blocked', { description: 'A host rule blocks it, whatever the pace.' }),
    finishBeforeMs: t.expose('finishBeforeMs', {
      type: 'Long',
      description: 'Milliseconds its pages take at the pace in force, at least.',
    }),
    finishAfterMs: t.expose('finishAfterMs', { type: 'Long', description: 'Likewise after the change.' }),
  }),
});

const RunForecast = builder.objectRef<RunForecastValue>('RunForecast').implement({
  description: 'One run under the rules as they are and as they would be: bounds that the pace sets.',
  fields: (t) => ({
    run: t.expose('run', { type: Run, description: 'The run.' }),
    waiting: t.expose('waiting', { type: 'Long', description: 'Known pages it has still to visit.' }),
    startsPerSecondBefore: t.exposeFloat('startsPerSecondBefore', {
      description: 'Starts a second its hosts allow together now.',
    }),
    startsPerSecondAfter: t.exposeFloat('startsPerSecondAfter', {
      description: 'Likewise after the change.',
    }),
    finishBeforeMs: t.expose('finishBeforeMs', {
      type: 'Long',
      description: 'Milliseconds until its slowest host is done, at least.',
    }),
    finishAfterMs: t.expose('finishAfterMs', { type: 'Long', description: 'Likewise after the change.' }),
    changedHosts: t.exposeInt('changedHosts', {
      description: 'Hosts whose pace would change, of up to 10,000.',
    }),
    hosts: t.field({
      type: [HostForecast],
      complexity: { field: 10, multiplier: 5 },
      description: 'Hosts whose pace would change, those that take longest first; at most 50.',
      resolve: ({ hosts }) => hosts,
    }),
  }),
});

const PolicyPreview = builder.objectRef<PolicyPreviewValue>('PolicyPreview').implement({
  description: 'What a change of a policy would do. Nothing is changed.',
  fields: (t) => ({
    rules: t.expose('rules', { type: PolicyRules, description: 'The rules there would be.' }),
    runs: t.field({
      type: [RunForecast],
      complexity: { field: 20, multiplier: 3 },
      description: 'Runs that go under the policy, at most 20.',
      resolve: ({ runs }) => runs,
    }),
  }),
});

builder.queryField('policyPreview', (t) =>
  t.field({
    type: PolicyPreview,
    nullable: true,
    complexity: 100,
    args: {
      id: t.arg.id({ required: true, description: 'Id of a policy.' }),
      rules: t.arg({ type: PolicyRulesInput, required: true, description: 'The rules that would change.' }),
    },
    description:
      'What a change of a policy would do: which hosts change, and what that does to rate and finish time. Back-off, ' +
      'robots.txt and the speed of origins are not counted.',
    resolve: async (_root, { id, rules }, { stores }) => {
      const key = keyOf('Policy', id);
      const preview = key === null ? null : await stores.policies.preview(key, rules);
      if (preview === null) throw notFound(id, 'policy');
      return preview;
    },
  }),
);
