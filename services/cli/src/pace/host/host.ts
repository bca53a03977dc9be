import type { HostPaused } from '@trunkline/client';
import { clean } from '../../output/text.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { HOST, REASON, RUN } from '../../shell/words.ts';
import { ledger, ledgerWords } from './ledger.ts';
import { defineRobots } from './robots.ts';
import { defineRules } from './rule.ts';
import { show } from './show.ts';

/** `trunkline host …` */
export function defineHost({ group }: Define): void {
  const host = group('host', 'Hosts: the pace in force and why, rules, pauses, blocks');
  const shown = [RUN, HOST, ['--robots', 'with the rules of its robots.txt']] as const;
  host('show', 'Show a host as a run finds it: pace and what decides it, back-off, robots.txt', shown, show);
  host(
    'ledger',
    'Show how often a host was asked, and why not more often: evidence for its owner',
    ledgerWords,
    ledger,
  );
  defineRobots(host);
  const FOR = ['--job <job>', 'for this job only; without it for every run (operator key)'] as const;
  for (const [verb, about] of [
    ['pause', 'Ask nothing of a host until it is resumed'],
    ['resume', 'Take a pause back'],
  ] as const)
    host(verb, about, [HOST, FOR, REASON], async (context, asked, { job, reason }) => {
      const { client } = context;
      const jobId = job && (await findJob(client, job));
      said(context, await client.hosts[verb]({ host: asked, jobId, reason }));
    });
  defineRules(host);
}

const holders: Record<NonNullable<HostPaused['heldBy']>, string> = {
  PROJECT: 'this project, for every run: trunkline host resume HOST, without --job',
  OTHERS: 'an operator for another project, for every run: they must resume it too',
};

function said({ output }: Context, state: HostPaused): void {
  output.document(state);
  const whom = state.job === null ? 'every run' : clean(state.job.name);
  const holder = state.heldBy ? ` (by ${holders[state.heldBy]})` : '';
  const word = state.paused ? output.style.yellow('paused') : 'not paused';
  output.named(state.host, `${word} for ${whom}${holder}`);
}
