import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { usageError } from '../failure.ts';
import { durationMs, positiveNumber, type RulesOptions, rulesFrom, wholeNumber } from '../options.ts';
import { clean } from '../output/text.ts';
import { paceInWords } from '../words.ts';

export function defineEdit(command: Command): Command {
  return command
    .description('Change a policy; running jobs that use it follow within a second')
    .argument('<policy>', 'id of a policy')
    .option('--delay <duration>', 'one request a host at a time, so long apart (500ms, 1s)', durationMs)
    .option('--rate <n>', 'so many requests a second to one host', positiveNumber)
    .option('--concurrency <n>', 'with --rate: so many at once to one host', wholeNumber(1))
    .option('--user-agent <text>', 'sent as User-Agent and matched in robots.txt')
    .option('--allow-private-networks', 'addresses outside the public internet may be crawled (admin key)')
    .option('--no-allow-private-networks', 'only the public internet')
    .option('--name <text>', 'new name')
    .option('--expect-version <n>', 'only if nobody changed it since this version', wholeNumber(1));
}

type EditOptions = RulesOptions & { name?: string; expectVersion?: number };

export async function edit(
  { client, output, world }: Context,
  id: string,
  options: EditOptions,
): Promise<ExitCode> {
  const rules = rulesFrom(options);
  if (rules === undefined && options.name === undefined)
    throw usageError(
      'Nothing to change.',
      'Say what: --delay 2s, or --rate 10 --concurrency 2, or --user-agent TEXT.',
    );
  const before = await client.policies.get(id, { signal: world.interrupted });
  const policy = await client.policies.update(
    {
      id,
      // Another change in between is not overwritten unseen.
      expectedVersion: options.expectVersion ?? before.version,
      ...(rules && { rules }),
      ...(options.name !== undefined && { name: options.name }),
    },
    { signal: world.interrupted },
  );
  output.document(policy);
  const [was, is] = [paceInWords(before.rules.pace), paceInWords(policy.rules.pace)];
  output.line(`${output.style.bold(clean(policy.name))}  version ${policy.version}`);
  output.line(was === is ? `  pace    ${is}` : `  pace    ${is}  ${output.style.dim(`was: ${was}`)}`);
  output.line('  Running jobs follow within a second.');
  return exitCodes.ok;
}
