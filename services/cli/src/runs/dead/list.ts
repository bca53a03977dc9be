import { ago, count } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { findRun } from '../find-job.ts';

type Options = { why?: string[]; limit: number; all?: boolean };

export async function list(
  context: Context,
  asked: string,
  { why, limit, all = false }: Options,
): Promise<void> {
  const { client } = context;
  return showList(context, client.dead.list(await findRun(client, asked), { reason: why }), {
    ...{ limit, all },
    id: ({ url }) => clean(url),
    none: why ? 'No URL was given up for that.' : 'The run gave nothing up.',
    columns: [
      { title: 'URL', cut: 'middle', cell: ({ url }) => clean(url) },
      { title: 'WHY', cut: 'end', cell: ({ reason, outcome }) => clean(reason ?? outcome) },
      {
        title: 'LAST',
        cut: 'end',
        cell: ({ outcome, status, code }) => clean([outcome, status, code].filter(Boolean).join(' ')),
      },
      { title: 'TRIES', align: 'right', spare: 1, cell: ({ attempts }) => count(attempts) },
      { title: 'WHEN', align: 'right', spare: 2, cell: ({ at }) => ago(at) },
    ],
  });
}
