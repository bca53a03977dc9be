import { BadInputError, NotFoundError, VersionConflictError, WrongStateError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';

const PolicyDeleteInput = builder.inputType('PolicyDeleteInput', {
  description: 'Which policy.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the policy.' }),
    expectedVersion: t.int({ description: words.expectedVersion }),
    reason: t.string({ description: words.reason }),
  }),
});

const PolicyDeleted = builder.objectRef<{ id: string }>('PolicyDeleted').implement({
  description: 'A policy that is no more.',
  fields: (t) => ({
    id: t.id({ description: 'Id it had.', resolve: ({ id }) => encodeId('Policy', id) }),
  }),
});

builder.mutationField('policyDelete', (t) =>
  t.field({
    type: PolicyDeleted,
    description:
      'Deletes a policy that no job crawls under, with its versions; the audit log keeps its changes.',
    authScopes: { scope: 'policies:write' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError, WrongStateError] },
    args: { input: t.arg({ type: PolicyDeleteInput, required: true, description: 'Which policy.' }) },
    resolve: async (_root, { input }, { stores }) => ({
      id: await stores.policies.remove({ ...input, id: requireKey('Policy', input.id) }),
    }),
  }),
);
