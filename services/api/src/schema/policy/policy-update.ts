import {
  BadInputError,
  BadPolicyError,
  ForbiddenError,
  NotFoundError,
  VersionConflictError,
} from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { Policy } from './policy.ts';
import { PolicyRulesInput } from './rules-input.ts';

const PolicyUpdateInput = builder.inputType('PolicyUpdateInput', {
  description: 'A change of a policy.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the policy.' }),
    name: t.string({ description: 'New name; left out: as it is.' }),
    rules: t.field({ type: PolicyRulesInput, description: 'The rules that change; all others stay.' }),
    reason: t.string({ description: 'Why, for the history of the policy; up to 500 characters.' }),
    expectedVersion: t.int({
      description: 'The version your change is based on; another one answers with VersionConflictError.',
    }),
  }),
});

builder.mutationField('policyUpdate', (t) =>
  t.field({
    type: Policy,
    description: 'Changes a policy. Running jobs that use it follow within a second.',
    authScopes: { scope: 'policies:write' },
    errors: { types: [BadInputError, BadPolicyError, ForbiddenError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: PolicyUpdateInput, required: true, description: 'The change.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.policies.update({ ...input, id: requireKey('Policy', input.id) }),
  }),
);
