import type { Command } from 'commander';
import { clean } from '../../output/text.ts';
import { paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { usageError } from '../../shell/failure.ts';
import { wholeNumber } from '../../shell/options.ts';
import { say as sayPreview } from './preview.ts';
import { type MoreRulesOptions, moreRulesFrom, withRules } from './rules-options.ts';

export function defineEdit(command: Command): Command {
  return withRules(
    command
      .description('Change a policy; running jobs that use it follow within a second')
      .argument('<policy>', 'id of a policy'),
  )
    .option('--name <text>', 'new name')
    .option('--reason <text>', 'why; kept with the version')
    .option('--expect-version <n>', 'only if nobody changed it since this version', wholeNumber(1))
    .option('--dry-run', 'only show what it would do, as `policy preview` does');
}

type EditOptions = MoreRulesOptions & {
  name?: string;
  reason?: string;
  expectVersion?: number;
  dryRun?: boolean;
};

export async function edit(context: Context, id: string, options: EditOptions): Promise<void> {
  const { client, output } = context;
  const rules = moreRulesFrom(options);
  if (rules === undefined && options.name === undefined)
    throw usageError(
      'Nothing to change.',
      'Say what: --delay 2s, or --rate 10 --concurrency 2, or --user-agent TEXT.',
    );
  if (options.dryRun) {
    if (rules === undefined) throw usageError('--dry-run goes with a change of rules.');
    return sayPreview(context, await client.policies.preview(id, rules));
  }
  const before = await client.policies.get(id);
  const policy = await client.policies.update({
    id,
    // Another change in between is not overwritten unseen.
    expectedVersion: options.expectVersion ?? before.version,
    rules,
    name: options.name,
    reason: options.reason,
  });
  output.document(policy);
  const [was, is] = [paceInWords(before.rules.pace), paceInWords(policy.rules.pace)];
  output.line(`${output.style.bold(clean(policy.name))}  version ${policy.version}`);
  output.line(was === is ? `  pace    ${is}` : `  pace    ${is}  ${output.style.dim(`was: ${was}`)}`);
  output.line('  Running jobs follow within a second.');
  output.line(output.style.dim(`  Take it back:  trunkline policy roll-back ${id} ${before.version}`));
}
