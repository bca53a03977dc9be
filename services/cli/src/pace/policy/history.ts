import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort, paceInWords } from '../../output/words.ts';
import type { Define } from '../../shell/define.ts';
import { wholeNumber } from '../../shell/options.ts';
import { POLICY, REASON_KEPT } from '../../shell/words.ts';

const back = [
  POLICY,
  ['<version>', 'the version whose rules come back; see `policy history`', wholeNumber(1)],
  REASON_KEPT,
] as const;

/** `trunkline policy history` and `roll-back` */
export function defineHistory(policy: Define): void {
  const about = 'List the versions of a policy: who changed what, when and why';
  policy('history', about, [POLICY], (context, id) =>
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
    }),
  );
  const again = 'Make a new version with the rules of an old one';
  policy('roll-back', again, back, async ({ client, output }, id, toVersion, { reason }) => {
    const now = await client.policies.rollBack({ id, toVersion, reason });
    output.document(now);
    output.named(now.name, `version ${now.version}, with the rules of version ${toVersion}`);
    output.line(`  pace    ${paceInWords(now.rules.pace)}`);
    output.line('  Running jobs follow within a second.');
  });
}
