import type { HostRuleValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { Versioned } from '../kit/errors.ts';
import { shown } from '../kit/shown.ts';
import { Pace } from '../policy/pace.ts';

export const HostRule = builder.objectRef<HostRuleValue>('HostRule');
const HostRuleConnection = connectionOf('HostRule', HostRule, (rule) => rule.id);

const HostTls = builder.objectRef<{ verify: boolean }>('HostTls').implement({
  description: 'What is asked of the certificates of a host.',
  fields: (t) =>
    shown(t, {
      verify: [
        'Boolean',
        'They are verified; false: one that would not be accepted does, and captures say so.',
      ],
    }),
});

export const HostTlsInput = builder.inputType('HostTlsInput', {
  description: 'What is asked of the certificates of a host.',
  fields: (t) => ({
    verify: t.boolean({
      required: true,
      description:
        'False: for archives of broken sites. Captures say why the certificate would not have been accepted; what a job shows to get in ' +
        'is not sent there.',
    }),
  }),
});

builder.node(HostRule, {
  interfaces: [Versioned],
  description:
    'What a host, or all below a suffix, is owed whatever the policies of runs say; the stricter counts. It binds every run of ' +
    'this installation.',
  id: { resolve: (rule) => rule.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.hostRules.find(id),
  fields: (t) =>
    shown(t, {
      pattern: ['String', '`example.com`, `example.com:8080`, or `*.example.com` for all hosts below it.'],
      pace: [Pace, 'At most so often; null: no limit of its own.', 'nullable'],
      blocked: ['Boolean', 'Nothing is asked of it.'],
      tls: [
        HostTls,
        'What is asked of its certificates; null: no word on it, they are verified.',
        'nullable',
      ],
      group: ['String?', 'Name under which rules belong together.'],
      version: ['Int', 'Rises with every change.'],
      createdAt: ['DateTime', 'When it was made.'],
      updatedAt: ['DateTime', 'When it was last changed.'],
    }),
});

const HostRuleFilterInput = builder.inputType('HostRuleFilter', {
  description: 'Which rules; every field given must hold.',
  fields: (t) => ({
    pattern: t.string({ description: 'Pattern contains this.' }),
    group: t.string({ description: 'Group is this.' }),
    blocked: t.boolean({ description: 'Only those that block, or only those that do not.' }),
  }),
});

builder.queryField('hostRules', (t) =>
  listed(t, HostRuleConnection, {
    args: { filter: t.arg({ type: HostRuleFilterInput, description: 'Only rules like this.' }) },
    description: 'The host rules of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.hostRules.list(args, args.filter ?? {}),
  }),
);
