import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import { confirmAndRemove } from '../../shell/confirm.ts';
import type { Define } from '../../shell/define.ts';
import { POLICY, REASON, YES } from '../../shell/words.ts';
import { defineChanges } from './changes.ts';
import { defineHistory } from './history.ts';
import { definePreview } from './preview.ts';
import { show } from './show.ts';

/** `trunkline policy …` */
export function definePolicy({ group }: Define): void {
  const policy = group('policy', 'Throttling policies: how often a host may be asked');
  policy('list', 'List policies, newest first', [], (context) =>
    showList(context, context.client.policies.list(), {
      id: ({ id }) => id,
      none: 'There is no policy yet: every job without one gets its own.',
      columns: [
        { title: 'POLICY', cell: ({ id }) => id },
        { title: 'NAME', cell: ({ name }) => clean(name), cut: 'end' },
        { title: 'PACE', cell: ({ rules }) => paceInShort(rules.pace) },
        { title: 'VERSION', align: 'right', spare: 2, cell: ({ version }) => String(version) },
        { title: 'CHANGED', align: 'right', spare: 1, cell: ({ updatedAt }) => ago(updatedAt) },
      ],
    }),
  );
  policy('show', 'Show all rules of a policy', [POLICY], show);
  defineChanges(policy);
  definePreview(policy);
  defineHistory(policy);
  const about = 'Delete a policy that no job uses';
  policy('delete', about, [POLICY, YES, REASON], async (context, asked, { yes, reason }) => {
    const { policies } = context.client;
    const { id, name, version } = await policies.get(asked);
    const what = (one: string) => `the policy ${one} with all its versions`;
    return confirmAndRemove(context, { what, name, yes }, () =>
      policies.delete({ id, expectedVersion: version, reason }),
    );
  });
}
