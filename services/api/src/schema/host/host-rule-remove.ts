import { deleted, mutation } from '../kit/mutation.ts';

mutation('hostRuleRemove', {
  type: deleted('HostRuleRemoved', 'HostRule', 'rule'),
  description: 'Takes a rule back. Removing it again changes nothing.',
  scope: 'operator',
  argument: 'Which rule.',
  of: 'HostRule',
  id: 'Id of the rule.',
  with: ['reason', 'expectedVersion'],
  resolve: (input, { hostRules }) => hostRules.remove(input),
});
