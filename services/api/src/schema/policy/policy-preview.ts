import { notFound } from '../../limits/refusals.ts';
import type { HostForecastValue, PolicyPreviewValue, RunForecastValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { keyOf } from '../kit/ids.ts';
import { Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { Pace } from './pace.ts';
import { PolicyRules, PolicyRulesInput } from './rules.ts';

const HostForecast = builder.objectRef<HostForecastValue>('HostForecast').implement({
  description: 'One host of a run under the rules as they are and as they would be, host rules counted in.',
  fields: (t) =>
    shown(t, {
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      waiting: ['Int', 'Known pages the run has still to visit there.'],
      before: [Pace, 'Pace in force.'],
      after: [Pace, 'Pace there would be.'],
      blocked: ['Boolean', 'A host rule blocks it, whatever the pace.'],
      finishBeforeMs: ['Long', 'Milliseconds its pages take at the pace in force, at least.'],
      finishAfterMs: ['Long', 'Likewise after the change.'],
    }),
});

const RunForecast = builder.objectRef<RunForecastValue>('RunForecast').implement({
  description: 'One run under the rules as they are and as they would be: bounds that the pace sets.',
  fields: (t) => ({
    ...shown(t, {
      run: [Run, 'The run.'],
      waiting: ['Long', 'Known pages it has still to visit.'],
      startsPerSecondBefore: ['Float', 'Starts a second its hosts allow together now.'],
      startsPerSecondAfter: ['Float', 'Likewise after the change.'],
      finishBeforeMs: ['Long', 'Milliseconds until its slowest host is done, at least.'],
      finishAfterMs: ['Long', 'Likewise after the change.'],
      changedHosts: ['Int', 'Hosts whose pace would change, of up to 10,000.'],
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
