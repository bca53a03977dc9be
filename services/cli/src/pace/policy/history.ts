import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort, paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';

export const history = (context: Context, id: string): Promise<void> =>
  showList(context, context.client.policies.versions(id), {
    id: ({ version }) => String(version),
    none: 'It has no versions.',
    columns: [
      { title: 'VERSION', align: 'right', cell: ({ version }) => String(version) },
      { title: 'WHEN', align: 'right', cell: ({ createdAt }) => ago(createdAt) },
      { title: 'BY', spare: 1, cut: 'end', cell: ({ author }) => clean(author ?? '–') },
      { title: 'PACE', cell: ({ rules }) => paceInShort(rules.pace) },
      { title: 'WHY', spare: 2, cut: 'end', cell: ({ reason }) => clean(reason ?? '') },
    ],
  });

export async function rollBack(
  { client, output }: Context,
  id: string,
  toVersion: number,
  { reason }: { reason?: string },
): Promise<void> {
  const input = { id, toVersion, reason };
  const policy = await client.policies.rollBack(input);
  output.document(policy);
  output.line(
    `${output.style.bold(clean(policy.name))}  version ${policy.version}, with the rules of version ${toVersion}`,
  );
  output.line(`  pace    ${paceInWords(policy.rules.pace)}`);
  output.line('  Running jobs follow within a second.');
}
