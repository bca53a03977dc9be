import type { Trap } from '@trunkline/client';
import { count } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { collect } from '../../shell/options.ts';
import { NO_WAIT, REASON, RUN } from '../../shell/words.ts';
import { followBulk } from '../bulk/follow.ts';
import { findRun } from '../find-job.ts';

const SHAPE = [
  '--shape <shape>',
  'only this one, as `run traps --json` tells it; repeatable',
  collect,
] as const;
const decided = [RUN, SHAPE, NO_WAIT, REASON] as const;

/** `trunkline run traps`, and what can be done with them. */
export function defineTraps(run: Define): void {
  run('traps', 'List the shapes of URLs that bring nothing new, and what is held', [RUN], list);
  run('release', 'Let held URLs wait again, in this run', decided, async (context, asked, options) => {
    const { shape, reason, wait } = options;
    const id = await findRun(context.client, asked);
    await follow(context, await context.client.traps.release({ id, shape, reason }), wait);
  });
  run(
    'allow',
    'Let held URLs wait again, and hold their like in no run of the job',
    decided,
    async (context, asked, options) => {
      const { shape, reason, wait } = options;
      const id = await findRun(context.client, asked);
      await follow(context, await context.client.traps.allow({ id, shape, reason }), wait);
    },
  );
  run(
    'keep',
    'Hold the like of held URLs in all runs of the job',
    [RUN, SHAPE, REASON],
    async (context, asked, { shape, reason }) => {
      const id = await findRun(context.client, asked);
      await table(context, (await context.client.traps.keep({ id, shape, reason })).traps);
    },
  );
}

async function follow(
  context: Context,
  { traps, operation }: Awaited<ReturnType<Context['client']['traps']['release']>>,
  wait: boolean | undefined,
): Promise<void> {
  if (operation === null) return table(context, traps);
  await followBulk(context, { matched: operation.total, operation }, { what: ['URL', 'URLs'], wait });
}

async function list(context: Context, asked: string): Promise<void> {
  const { traps } = await context.client.traps.of(await findRun(context.client, asked));
  await table(context, traps);
}

function table(context: Context, traps: readonly Trap[]): Promise<void> {
  async function* all() {
    yield* traps;
  }
  return showList(context, all(), {
    limit: 1000,
    id: ({ shape }) => clean(shape),
    none: 'No trap was found.',
    columns: [
      { title: 'SHAPE', cut: 'middle', cell: ({ pattern }) => clean(pattern) },
      { title: 'STATE', cell: ({ state }) => state.toLowerCase() },
      { title: 'HELD', align: 'right', cell: ({ held }) => count(held) },
      { title: 'PAGES', align: 'right', spare: 1, cell: ({ pages }) => count(pages) },
      { title: 'NEW', align: 'right', spare: 1, cell: ({ fresh }) => count(fresh) },
      { title: 'SUCH AS', spare: 2, cut: 'middle', cell: ({ barren }) => clean(barren.at(-1) ?? '–') },
    ],
  });
}
