import type { Command } from 'commander';
import { clean } from '../../output/text.ts';
import { paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type MoreRulesOptions, moreRulesFrom, withRules } from './rules-options.ts';

export function defineCreate(command: Command): Command {
  return withRules(
    command
      .description('Create a policy that several jobs can share; what no option says is the default')
      .argument('<name>', 'name for people'),
  );
}

export async function create(
  { client, output }: Context,
  name: string,
  options: MoreRulesOptions,
): Promise<void> {
  const rules = moreRulesFrom(options);
  const policy = await client.policies.create({ name, rules });
  output.result(policy, policy.id);
  output.line(`${output.style.bold(clean(policy.name))}  version ${policy.version}`);
  output.line(`  policy  ${policy.id}`);
  output.line(`  pace    ${paceInWords(policy.rules.pace)}`);
  output.line();
  output.line(output.style.dim(`Crawl under it:  trunkline job create URL --policy ${policy.id}`));
}
