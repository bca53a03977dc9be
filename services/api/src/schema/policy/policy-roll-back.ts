import { BadPolicyError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { Policy } from './policy.ts';

mutation('policyRollBack', {
  type: Policy,
  description:
    'Makes a new version with the rules of an old one. Running jobs follow within a second. When the rules are those ' +
    'already, nothing changes.',
  scope: 'policies:write',
  argument: 'Where to.',
  input: 'Which policy, and to where.',
  of: 'Policy',
  fields: (t) => ({
    toVersion: t.int({ required: true, description: 'The version whose rules shall hold again.' }),
  }),
  with: ['reason', 'expectedVersion'],
  errors: [BadPolicyError],
  resolve: (input, { policies }) => policies.rollBack(input),
});
