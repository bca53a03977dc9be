import { ago, count } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import type { Define } from '../shell/define.ts';
import { collect } from '../shell/options.ts';
import { ALL, limit, NO_WAIT, REASON, RUN } from '../shell/words.ts';
import { followBulk } from './bulk/follow.ts';
import { findRun } from './find-job.ts';

const WHY = ['--why <reason>', 'only those given up for this reason; repeatable', collect] as const;

/** `trunkline dead …` */
export function defineDead({ group }: Define): void {
  const dead = group('dead', 'URLs a run gave up');
  const which = [RUN, WHY, limit(50), ALL] as const;
  dead('list', 'List the URLs a run gave up, with their reasons', which, async (context, asked, options) => {
    const { client } = context;
    const { why, limit: most, all = false } = options;
    return showList(context, client.dead.list(await findRun(client, asked), { reason: why }), {
      ...{ limit: most, all },
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
  });
  const retried = [RUN, WHY, ['--dry-run', 'only say how many there are'], NO_WAIT, REASON] as const;
  dead('retry', 'Let URLs that were given up wait again', retried, async (context, asked, options) => {
    const { why, dryRun = false, wait, reason } = options;
    const runId = await findRun(context.client, asked);
    const input = { runId, dryRun, ...(why && { filter: { reason: why } }), reason };
    return followBulk(context, await context.client.dead.retry(input), { what: ['URL', 'URLs'], wait });
  });
}
