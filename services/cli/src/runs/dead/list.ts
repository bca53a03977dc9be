import { ago, count } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { take } from '../../shell/take.ts';
import { findRun } from '../find-job.ts';

type Options = { why?: string[]; limit: number; all?: boolean };

export async function list(
  { client, output, world }: Context,
  asked: string,
  { why, limit, all = false }: Options,
): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const run = await findRun(client, asked);
  const dead = client.dead.list(run, why ? { reason: why } : {}, signal);
  if (all && (output.json || output.quiet)) {
    // As many as there are, one by one: nothing is gathered in memory.
    for await (const page of dead) {
      output.document(page);
      if (output.quiet) output.essential(clean(page.url));
    }
    return exitCodes.ok;
  }
  const { items, more } = await take(dead, all ? Number.POSITIVE_INFINITY : limit);
  output.document(items);
  if (output.quiet) for (const page of items) output.essential(clean(page.url));
  if (items.length === 0) output.note(why ? 'No URL was given up for that.' : 'The run gave nothing up.');
  else
    output.table(items, [
      { title: 'URL', cut: 'middle', cell: ({ url }) => clean(url) },
      { title: 'WHY', cut: 'end', cell: ({ reason, outcome }) => clean(reason ?? outcome) },
      {
        title: 'LAST',
        cut: 'end',
        cell: ({ outcome, status, code }) => clean([outcome, status, code].filter(Boolean).join(' ')),
      },
      { title: 'TRIES', align: 'right', spare: 1, cell: ({ attempts }) => count(attempts) },
      { title: 'WHEN', align: 'right', spare: 2, cell: ({ at }) => ago(at) },
    ]);
  if (more) output.note('There are more: --all, or --limit N.');
  return exitCodes.ok;
}
