import { WrongStateError } from '../../stores/errors.ts';
import { deleted, mutation } from '../kit/mutation.ts';

mutation('policyDelete', {
  type: deleted('PolicyDeleted', 'Policy'),
  description:
    'Deletes a policy that no job crawls under, with its versions; the audit log keeps its changes.',
  scope: 'policies:write',
  argument: 'Which policy.',
  of: 'Policy',
  with: ['expectedVersion', 'reason'],
  errors: [WrongStateError],
  resolve: (input, { policies }) => policies.remove(input),
});
