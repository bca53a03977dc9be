import { versionParts } from '../../stores/lists/keys.ts';
import type { PolicyVersionValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf } from '../kit/connection.ts';
import { shown } from '../kit/shown.ts';
import { PolicyRules } from './rules.ts';

export const PolicyVersion = builder.objectRef<PolicyVersionValue>('PolicyVersion');

builder.node(PolicyVersion, {
  id: {
    resolve: ({ policyId, version }) => `${policyId}.${version}`,
    description: 'Opaque id.',
  },
  async loadOne(id, { stores }) {
    const parts = versionParts(id);
    return parts && stores.policies.version(parts.policy, parts.version);
  },
  description: 'A policy as it was from one change to the next; never altered.',
  fields: (t) => ({
    ...shown(t, {
      version: ['Int', 'Number of the version, from 1.'],
      rules: [PolicyRules, 'The rules it had.'],
      reason: ['String?', 'Why, as its author wrote.'],
      createdAt: ['DateTime', 'When it came into force.'],
    }),
    author: t.exposeString('authorName', {
      nullable: true,
      description: 'Name of the API key that made it; null: the system.',
    }),
  }),
});

export const PolicyVersionConnection = connectionOf('PolicyVersion', PolicyVersion, (one) =>
  String(one.version),
);
