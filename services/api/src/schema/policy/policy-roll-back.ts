import {
  BadInputError,
  BadPolicyError,
  ForbiddenError,
  NotFoundError,
  VersionConflictError,
} from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';
import { Policy } from './policy.ts';

const PolicyRollBackInput = builder.inputType('PolicyRollBackInput', {
  description: 'Which policy, and to where.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the policy.' }),
    toVersion: t.int({ required: true, description: 'The version whose rules shall hold again.' }),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: words.expectedVersion }),
  }),
});

builder.mutationField('policyRollBack', (t) =>
  t.field({
    type: Policy,
    description:
      'Makes a new version with the rules of an old one. Running jobs follow within a second. When the rules are those ' +
      'already, nothing changes.',
    authScopes: { scope: 'policies:write' },
    errors: { types: [BadInputError, BadPolicyError, ForbiddenError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: PolicyRollBackInput, required: true, description: 'Where to.' }) },
    resolve: (_root, { input }, { stores }) =>
      stores.policies.rollBack({ ...input, id: requireKey('Policy', input.id) }),
  }),
);
