import type { PolicyVersionValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { PolicyRules } from './rules.ts';

export const PolicyVersion = builder.objectRef<PolicyVersionValue>('PolicyVersion');

builder.node(PolicyVersion, {
  id: {
    resolve: ({ policyId, version }) => `${policyId}.${version}`,
    description: 'Opaque id.',
  },
  async loadOne(id, { stores }) {
    const [, policy, version] = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(id) ?? [];
    return policy && version ? stores.policies.version(policy, Number(version)) : null;
  },
  description: 'A policy as it was from one change to the next; never altered.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Number of the version, from 1.' }),
    rules: t.expose('rules', { type: PolicyRules, description: 'The rules it had.' }),
    author: t.exposeString('authorName', {
      nullable: true,
      description: 'Name of the API key that made it; null: the system.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, as its author wrote.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came into force.' }),
  }),
});

export const PolicyVersionConnection = connectionOf('PolicyVersion', PolicyVersion);
