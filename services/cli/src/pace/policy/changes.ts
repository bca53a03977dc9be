import { sayWarnings } from '../../output/forecast-words.ts';
import { paceInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { usageError } from '../../shell/failure.ts';
import { EXPECT_VERSION, POLICY, REASON_KEPT } from '../../shell/words.ts';
import { say as sayPreview } from './preview.ts';
import { RULES, rulesFrom } from './rules-options.ts';

const edited = [
  POLICY,
  ...RULES,
  ['--name <text>', 'new name'],
  REASON_KEPT,
  EXPECT_VERSION,
  ['--dry-run', 'only show what it would do, as `policy preview` does'],
] as const;

/** `trunkline policy create` and `edit` */
export function defineChanges(policy: Define): void {
  const about = 'Create a policy that several jobs can share; what no option says is the default';
  const created = [['<name>', 'name for people'], ...RULES] as const;
  policy('create', about, created, async ({ client, output }, name, options) => {
    const made = await client.policies.create({ name, rules: rulesFrom(options) });
    output.result(made, made.id);
    output.named(made.name, `version ${made.version}`);
    output.line(`  policy  ${made.id}`);
    output.line(`  pace    ${paceInWords(made.rules.pace)}`);
    output.line();
    output.line(output.style.dim(`Crawl under it:  trunkline job create URL --policy ${made.id}`));
  });
  policy('edit', 'Change a policy; running jobs that use it follow within a second', edited, edit);
}

async function edit(context: Context, id: string, options: OptionsOf<typeof edited>): Promise<void> {
  const { client, output } = context;
  const rules = rulesFrom(options);
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
  output.named(policy.name, `version ${policy.version}`);
  output.line(was === is ? `  pace    ${is}` : `  pace    ${is}  ${output.style.dim(`was: ${was}`)}`);
  output.line('  Running jobs follow within a second.');
  if (!output.json) sayWarnings(output, await client.policies.warnings(id));
  output.line(output.style.dim(`  Take it back:  trunkline policy roll-back ${id} ${before.version}`));
}
