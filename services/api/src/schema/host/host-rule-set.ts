import { BadInputError, BadPolicyError, VersionConflictError } from '../../stores/errors.ts';
import { builder } from '../builder.ts';
import { PaceInput } from '../policy/rules-input.ts';
import { words } from '../words.ts';
import { HostRule } from './host-rule.ts';

const HostRuleSetInput = builder.inputType('HostRuleSetInput', {
  description: 'The rule of a pattern; what is left out stays, null takes it away.',
  fields: (t) => ({
    pattern: t.string({
      required: true,
      description: '`example.com`, `example.com:8080`, or `*.example.com` for all hosts below it.',
    }),
    pace: t.field({ type: PaceInput, description: 'At most so often.' }),
    blocked: t.boolean({ description: 'Ask nothing of it.' }),
    group: t.string({ description: 'Name under which rules belong together, up to 100 characters.' }),
    reason: t.string({ description: words.reason }),
    expectedVersion: t.int({ description: `${words.expectedVersion} 0: there must be none yet.` }),
  }),
});

builder.mutationField('hostRuleSet', (t) =>
  t.field({
    type: HostRule,
    description:
      'Makes or changes the rule of a pattern: pace, or block. A stricter rule binds every start later than a second from ' +
      'now, in every run of the installation.',
    authScopes: { scope: 'admin' },
    errors: { types: [BadInputError, BadPolicyError, VersionConflictError] },
    args: { input: t.arg({ type: HostRuleSetInput, required: true, description: 'The rule.' }) },
    resolve: (_root, { input }, { stores }) => stores.hostRules.set(input),
  }),
);
