import { ago } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { paceInShort, paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';

export async function history({ client, output, world }: Context, id: string): Promise<ExitCode> {
  const versions = await Array.fromAsync(client.policies.versions(id, { signal: world.interrupted }));
  output.document(versions);
  if (output.quiet) for (const { version } of versions) output.essential(String(version));
  output.table(versions, [
    { title: 'VERSION', align: 'right', cell: ({ version }) => String(version) },
    { title: 'WHEN', align: 'right', cell: ({ createdAt }) => ago(createdAt) },
    { title: 'BY', spare: 1, cut: 'end', cell: ({ author }) => clean(author ?? '–') },
    { title: 'PACE', cell: ({ rules }) => paceInShort(rules.pace) },
    { title: 'WHY', spare: 2, cut: 'end', cell: ({ reason }) => clean(reason ?? '') },
  ]);
  return exitCodes.ok;
}

export async function rollBack(
  { client, output, world }: Context,
  id: string,
  toVersion: number,
  { reason }: { reason?: string },
): Promise<ExitCode> {
  const input = { id, toVersion, ...(reason !== undefined && { reason }) };
  const policy = await client.policies.rollBack(input, { signal: world.interrupted });
  output.document(policy);
  output.line(
    `${output.style.bold(clean(policy.name))}  version ${policy.version}, with the rules of version ${toVersion}`,
  );
  output.line(`  pace    ${paceInWords(policy.rules.pace)}`);
  output.line('  Running jobs follow within a second.');
  return exitCodes.ok;
}
