import type { PolicyPreview } from '@trunkline/client';
import { count, duration, rate } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { usageError } from '../../shell/failure.ts';
import { POLICY } from '../../shell/words.ts';
import { RULES, rulesFrom } from './rules-options.ts';

export function definePreview(policy: Define): void {
  const about = 'Show what a change of a policy would do to the runs that go; changes nothing';
  policy('preview', about, [POLICY, ...RULES], async (context, id, options) => {
    const rules = rulesFrom(options);
    if (rules === undefined)
      throw usageError('Nothing to preview.', 'Say what would change: --delay 2s, or --rate 10.');
    say(context, await context.client.policies.preview(id, rules));
  });
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
