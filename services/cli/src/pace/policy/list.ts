import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';

export const list = (context: Context): Promise<void> =>
  showList(context, context.client.policies.list(), {
    id: ({ id }) => id,
    none: 'There is no policy yet: every job without one gets its own.',
    columns: [
      { title: 'POLICY', cell: (policy) => policy.id },
      { title: 'NAME', cell: (policy) => clean(policy.name), cut: 'end' },
      { title: 'PACE', cell: (policy) => paceInShort(policy.rules.pace) },
      { title: 'VERSION', align: 'right', spare: 2, cell: (policy) => String(policy.version) },
      { title: 'CHANGED', align: 'right', spare: 1, cell: (policy) => ago(policy.updatedAt) },
    ],
  });
