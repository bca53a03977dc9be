import { BadPolicyError } from '../../stores/errors.ts';
import { mutation } from '../kit/mutation.ts';
import { PaceInput } from '../policy/pace.ts';
import { HostRule, HostTlsInput } from './host-rule.ts';

mutation('hostRuleSet', {
  type: HostRule,
  description:
    'Makes or changes the rule of a pattern: pace, block, or what is asked of certificates. A stricter rule binds every start later than a second from ' +
    'now, in every run of the installation.',
  scope: 'operator',
  argument: 'The rule.',
  input: 'The rule of a pattern; what is left out stays, null takes it away.',
  fields: (t) => ({
    pattern: t.string({
      required: true,
      description: '`example.com`, `example.com:8080`, or `*.example.com` for all hosts below it.',
    }),
    pace: t.field({ type: PaceInput, description: 'At most so often.' }),
    blocked: t.boolean({ description: 'Ask nothing of it.' }),
    tls: t.field({ type: HostTlsInput, description: 'Whether its certificates are verified.' }),
    group: t.string({ description: 'Name under which rules belong together, up to 100 characters.' }),
  }),
  with: ['reason', 'expectedVersion'],
  also: { expectedVersion: '0: there must be none yet.' },
  errors: [BadPolicyError],
  resolve: (input, { hostRules }) => hostRules.set(input),
});
