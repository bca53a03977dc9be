import type { PolicyPreview } from '@trunkline/client';
import type { Command } from 'commander';
import { count, duration, rate } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { usageError } from '../../shell/failure.ts';
import { type MoreRulesOptions, moreRulesFrom, withRules } from './rules-options.ts';

export function definePreview(command: Command): Command {
  return withRules(
    command
      .description('Show what a change of a policy would do to the runs that go; changes nothing')
      .argument('<policy>', 'id of a policy'),
  );
}

export async function preview(context: Context, id: string, options: MoreRulesOptions): Promise<void> {
  const rules = moreRulesFrom(options);
  if (rules === undefined)
    throw usageError('Nothing to preview.', 'Say what would change: --delay 2s, or --rate 10.');
  return say(context, await context.client.policies.preview(id, rules));
}

/** Hosts shown of each run. */
const HOSTS = 10;

export function say({ output }: Context, { runs }: PolicyPreview): void {
  output.document(runs);
  if (runs.length === 0) {
    output.note('No run goes by this policy now: nothing would change at once.');
    return;
  }
  output.table(runs, [
    { title: 'RUN', cell: ({ run }) => run.id },
    { title: 'WAITING', align: 'right', cell: ({ waiting }) => count(waiting) },
    { title: 'HOSTS', align: 'right', cell: ({ changedHosts }) => count(changedHosts) },
    {
      title: 'STARTS/S',
      align: 'right',
      cell: (one) => `${rate(one.startsPerSecondBefore)} → ${rate(one.startsPerSecondAfter)}`,
    },
    {
      title: 'FINISHES IN',
      align: 'right',
      cell: (one) => `${duration(one.finishBeforeMs)} → ${duration(one.finishAfterMs)}`,
    },
  ]);
  for (const { run, hosts } of runs) {
    if (hosts.length === 0) continue;
    output.line();
    output.line(output.style.dim(`Hosts of run ${run.shortId} that change most`));
    output.table(hosts.slice(0, HOSTS), [
      { title: 'HOST', cut: 'middle', cell: ({ host }) => clean(host) },
      { title: 'WAITING', align: 'right', cell: ({ waiting }) => count(waiting) },
      {
        title: 'FINISHES IN',
        align: 'right',
        cell: (one) =>
          one.blocked ? 'blocked' : `${duration(one.finishBeforeMs)} → ${duration(one.finishAfterMs)}`,
      },
    ]);
  }
}
