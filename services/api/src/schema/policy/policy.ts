import type { PolicyValue } from '../../stores/values.ts';
import { PlanWarning } from '../forecast/plan-warning.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { Versioned } from '../kit/errors.ts';
import { foundById } from '../kit/found.ts';
import { shown } from '../kit/shown.ts';
import { PolicyVersionConnection } from './policy-version.ts';
import { PolicyRules } from './rules.ts';

export const Policy = builder.objectRef<PolicyValue>('Policy');

const PolicyConnection = connectionOf('Policy', Policy, (policy) => policy.id);

builder.node(Policy, {
  interfaces: [Versioned],
  description: 'A throttling rule set. Editable while jobs that use it run: in force within a second.',
  id: { resolve: (policy) => policy.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.policies.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Name for people, unique in the project.'],
      version: [
        'Int',
        'Rises with every change; send it as `expectedVersion` so that no change of others is lost.',
      ],
      rules: [PolicyRules, 'The rules, every default filled in.'],
      createdAt: ['DateTime', 'When it was created.'],
      updatedAt: ['DateTime', 'When this version was made.'],
    }),
    warnings: t.field({
      type: [PlanWarning],
      complexity: { field: 100, multiplier: 1 },
      args: { jobs: t.arg.int({ defaultValue: 20, description: 'Of so many jobs at most, 1 to 20.' }) },
      description:
        'What cannot work about the jobs that run under it: those that will miss their target first of all.',
      resolve: (policy, { jobs }, { stores }) => stores.plans.ofPolicy(policy, jobs ?? 20),
    }),
    versions: listed(t, PolicyVersionConnection, {
      description: 'Every version it ever had, newest first.',
      resolve: (policy, args, { stores }) => stores.policies.versions(policy.id, args),
    }),
  }),
});

builder.queryField('policy', (t) =>
  t.field({
    type: Policy,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a policy.' }) },
    description: 'One policy; the error NOT_FOUND when this project has none of this id.',
    resolve: (_root, { id }, { stores }) => foundById('Policy', id, 'policy', stores.policies.find),
  }),
);

builder.queryField('policies', (t) =>
  listed(t, PolicyConnection, {
    description: 'The policies of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.policies.list(args),
  }),
);
