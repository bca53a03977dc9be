import { BadPolicyError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { Policy } from './policy.ts';
import { PolicyRulesInput } from './rules.ts';

mutation('policyCreate', {
  type: Policy,
  description: 'Creates a throttling policy that jobs can share.',
  scope: 'policies:write',
  argument: 'The policy.',
  input: 'A new policy.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Name for people, unique in the project, 1 to 200 characters.',
    }),
    rules: t.field({ type: PolicyRulesInput, description: 'Its rules; left out: the polite defaults.' }),
  }),
  with: ['reason', 'idempotencyKey'],
  errors: [BadPolicyError],
  resolve: (input, { policies }) => policies.create(input),
});
