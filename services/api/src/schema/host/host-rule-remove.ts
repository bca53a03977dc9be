import { BadInputError, NotFoundError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { requireKey } from '../require-key.ts';
import { words } from '../words.ts';

const HostRuleRemoveInput = builder.inputType('HostRuleRemoveInput', {
  description: 'Which rule.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Id of the rule.' }),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: words.expectedVersion }),
  }),
});

const HostRuleRemoved = builder.objectRef<{ id: string }>('HostRuleRemoved').implement({
  description: 'A rule that is no more.',
  fields: (t) => ({
    id: t.id({ description: 'Id it had.', resolve: ({ id }) => encodeId('HostRule', id) }),
  }),
});

builder.mutationField('hostRuleRemove', (t) =>
  t.field({
    type: HostRuleRemoved,
    description: 'Takes a rule back. Removing it again changes nothing.',
    authScopes: { scope: 'admin' },
    errors: { types: [BadInputError, NotFoundError, VersionConflictError] },
    args: { input: t.arg({ type: HostRuleRemoveInput, required: true, description: 'Which rule.' }) },
    resolve: async (_root, { input }, { stores }) => ({
      id: await stores.hostRules.remove({ ...input, id: requireKey('HostRule', input.id) }),
    }),
  }),
);
