import type { Client, HostRule } from '@trunkline/client';
import { ago } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { type PaceOptions, paceFrom } from '../../shell/options.ts';

export async function list(
  { client, output, world }: Context,
  { host, group, blocked }: { host?: string; group?: string; blocked?: boolean },
): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const filter = { ...(group !== undefined && { group }), ...(blocked && { blocked }) };
  const rules =
    host === undefined
      ? await Array.fromAsync(client.hostRules.list(filter, signal))
      : (await client.hosts.rules(host, signal)).filter(
          (rule) => (group === undefined || rule.group === group) && (!blocked || rule.blocked),
        );
  output.document(rules);
  if (output.quiet) for (const rule of rules) output.essential(rule.pattern);
  if (rules.length === 0)
    output.note(
      host === undefined
        ? 'There is no host rule: policies alone say how often a host is asked.'
        : 'No host rule matches it: policies alone say how often it is asked.',
    );
  else
    output.table(rules, [
      { title: 'PATTERN', cut: 'middle', cell: ({ pattern }) => clean(pattern) },
      {
        title: 'RULE',
        cut: 'end',
        cell: ruleInWords,
        paint: (text, { blocked: is }) => (is ? output.style.red(text) : text),
      },
      { title: 'GROUP', spare: 2, cell: ({ group: name }) => clean(name ?? '') },
      { title: 'CHANGED', align: 'right', spare: 1, cell: ({ updatedAt }) => ago(updatedAt) },
    ]);
  return exitCodes.ok;
}

export function ruleInWords({ blocked, pace }: Pick<HostRule, 'blocked' | 'pace'>): string {
  if (blocked) return 'blocked';
  return pace === null ? 'no limit of its own' : `at most ${paceInShort(pace)}`;
}

export async function set(
  { client, output, world }: Context,
  pattern: string,
  options: PaceOptions & { group?: string; reason?: string },
): Promise<ExitCode> {
  const pace = paceFrom(options);
  if (pace === undefined)
    throw usageError('A rule needs a pace: --delay 5s, or --rate 2.', 'To ask nothing: trunkline host block');
  const { group, reason } = options;
  const rule = await client.hostRules.set(
    { pattern, pace, ...(group !== undefined && { group }), ...(reason !== undefined && { reason }) },
    { signal: world.interrupted },
  );
  return said({ output }, rule);
}

export function said({ output }: Pick<Context, 'output'>, rule: HostRule): ExitCode {
  output.document(rule);
  if (output.quiet) output.essential(rule.id);
  output.line(`${output.style.bold(clean(rule.pattern))}  ${ruleInWords(rule)}`);
  output.line('  In force for every run within a second.');
  return exitCodes.ok;
}

export async function remove(
  { client, output, world }: Context,
  asked: string,
  { reason }: { reason?: string },
): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const id = asked.startsWith('hostrule_') ? asked : (await ruleOf(client, asked)).id;
  const removed = await client.hostRules.remove(id, reason, signal);
  output.document({ id: removed });
  output.line(`${output.style.bold(clean(asked))}  no rule any more`);
  return exitCodes.ok;
}

/** The rule of exactly this pattern. */
export async function ruleOf(client: Client, pattern: string): Promise<HostRule> {
  for await (const rule of client.hostRules.list({ pattern })) if (rule.pattern === pattern) return rule;
  throw new CliError(
    exitCodes.notFound,
    'NOT_FOUND',
    `There is no rule for "${clean(pattern)}".`,
    'List them: trunkline host rule list',
  );
}
