import { notFound } from '../../limits/refusals.ts';
import type { PolicyValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { connectionOf, toConnection } from '../connection.ts';
import { keyOf } from '../ids.ts';
import { Versioned } from '../versioned.ts';
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
    name: t.exposeString('name', { description: 'Name for people, unique in the project.' }),
    version: t.exposeInt('version', {
      description:
        'Rises with every change; send it as `expectedVersion` so that no change of others is lost.',
    }),
    rules: t.expose('rules', { type: PolicyRules, description: 'The rules, every default filled in.' }),
    versions: t.connection(
      {
        type: PolicyVersion,
        description: 'Every version it ever had, newest first.',
        resolve: async (policy, args, { stores }) =>
          toConnection(await stores.policies.versions(policy.id, args), (one) => String(one.version)),
      },
      PolicyVersionConnection,
    ),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When this version was made.' }),
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
