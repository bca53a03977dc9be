import { notFound } from '../../limits/refusals.ts';
import type { PolicyValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, toConnection } from '../kit/connection.ts';
import { Versioned } from '../kit/errors.ts';
import { keyOf } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';
import { PolicyVersion, PolicyVersionConnection } from './policy-version.ts';
import { PolicyRules } from './rules.ts';

export const Policy = builder.objectRef<PolicyValue>('Policy');

export const PolicyConnection = connectionOf('Policy', Policy);

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
    versions: t.connection(
      {
        type: PolicyVersion,
        description: 'Every version it ever had, newest first.',
        resolve: async (policy, args, { stores }) =>
          toConnection(await stores.policies.versions(policy.id, args), (one) => String(one.version)),
      },
      PolicyVersionConnection,
    ),
  }),
});

builder.queryField('policy', (t) =>
  t.field({
    type: Policy,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a policy.' }) },
    description: 'One policy; the error NOT_FOUND when this project has none of this id.',
    resolve: async (_root, { id }, { stores }) => {
      const key = keyOf('Policy', id);
      const policy = key === null ? null : await stores.policies.find(key);
      if (policy === null) throw notFound(id, 'policy');
      return policy;
    },
  }),
);

builder.queryField('policies', (t) =>
  t.connection(
    {
      type: Policy,
      description: 'The policies of this project, newest first.',
      resolve: async (_root, args, { stores }) =>
        toConnection(await stores.policies.list(args), (policy) => policy.id),
    },
    PolicyConnection,
  ),
);
