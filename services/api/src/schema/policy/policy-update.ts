import { BadPolicyError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { Policy } from './policy.ts';
import { PolicyRulesInput } from './rules.ts';

mutation('policyUpdate', {
  type: Policy,
  description: 'Changes a policy. Running jobs that use it follow within a second.',
  scope: 'policies:write',
  argument: 'The change.',
  input: 'A change of a policy.',
  of: 'Policy',
  fields: (t) => ({
    name: t.string({ description: 'New name; left out: as it is.' }),
    rules: t.field({ type: PolicyRulesInput, description: 'The rules that change; all others stay.' }),
  }),
  with: ['reason', 'expectedVersion'],
  also: { reason: 'The history of the policy keeps it too.' },
  errors: [BadPolicyError],
  resolve: (input, { policies }) => policies.update(input),
});
