import {
  BadInputError,
  BadPolicyError,
  ForbiddenError,
  IdempotencyKeyReusedError,
} from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { words } from '../words.ts';
import { Policy } from './policy.ts';
import { PolicyRulesInput } from './rules-input.ts';

const PolicyCreateInput = builder.inputType('PolicyCreateInput', {
  description: 'A new policy.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Name for people, unique in the project, 1 to 200 characters.',
    }),
    rules: t.field({ type: PolicyRulesInput, description: 'Its rules; left out: the polite defaults.' }),
    reason: t.string({ description: words.reason }),
    idempotencyKey: t.string({ description: words.idempotencyKey }),
  }),
});

builder.mutationField('policyCreate', (t) =>
  t.field({
    type: Policy,
    description: 'Creates a throttling policy that jobs can share.',
    authScopes: { scope: 'policies:write' },
    errors: { types: [BadInputError, BadPolicyError, ForbiddenError, IdempotencyKeyReusedError] },
    args: { input: t.arg({ type: PolicyCreateInput, required: true, description: 'The policy.' }) },
    resolve: (_root, { input }, { stores }) => stores.policies.create(input),
  }),
);
