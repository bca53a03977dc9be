import { ago } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';

export async function list({ client, output }: Context): Promise<ExitCode> {
  const policies = await Array.fromAsync(client.policies.list());
  output.document(policies);
  if (output.quiet) for (const policy of policies) output.essential(policy.id);
  if (policies.length === 0) output.note('There is no policy yet: every job without one gets its own.');
  else
    output.table(policies, [
      { title: 'POLICY', cell: (policy) => policy.id },
      { title: 'NAME', cell: (policy) => clean(policy.name), cut: 'end' },
      { title: 'PACE', cell: (policy) => paceInShort(policy.rules.pace) },
      { title: 'VERSION', align: 'right', spare: 2, cell: (policy) => String(policy.version) },
      { title: 'CHANGED', align: 'right', spare: 1, cell: (policy) => ago(policy.updatedAt) },
    ]);
  return exitCodes.ok;
}
