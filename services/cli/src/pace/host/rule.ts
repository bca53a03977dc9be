import type { Client, HostRule } from '@trunkline/client';
import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { type PaceOptions, paceFrom } from '../../shell/options.ts';

export async function list(
  context: Context,
  { host, group, blocked }: { host?: string; group?: string; blocked?: boolean },
): Promise<void> {
  const { client, output } = context;
  const rules =
    host === undefined
      ? client.hostRules.list({ group, blocked })
      : (await client.hosts.rules(host)).filter(
          (rule) => (group === undefined || rule.group === group) && (!blocked || rule.blocked),
        );
  return showList(context, rules, {
    id: ({ pattern }) => pattern,
    none:
      host === undefined
        ? 'There is no host rule: policies alone say how often a host is asked.'
        : 'No host rule matches it: policies alone say how often it is asked.',
    columns: [
      { title: 'PATTERN', cut: 'middle', cell: ({ pattern }) => clean(pattern) },
      {
        title: 'RULE',
        cut: 'end',
        cell: ruleInWords,
        paint: (text, { blocked: is }) => (is ? output.style.red(text) : text),
      },
      { title: 'GROUP', spare: 2, cell: ({ group: name }) => clean(name ?? '') },
      { title: 'CHANGED', align: 'right', spare: 1, cell: ({ updatedAt }) => ago(updatedAt) },
    ],
  });
}

export function ruleInWords({ blocked, pace }: Pick<HostRule, 'blocked' | 'pace'>): string {
  if (blocked) return 'blocked';
  return pace === null ? 'no limit of its own' : `at most ${paceInShort(pace)}`;
}

export async function set(
  { client, output }: Context,
  pattern: string,
  options: PaceOptions & { group?: string; reason?: string },
): Promise<void> {
  const pace = paceFrom(options);
  if (pace === undefined)
    throw usageError('A rule needs a pace: --delay 5s, or --rate 2.', 'To ask nothing: trunkline host block');
  const { group, reason } = options;
  const rule = await client.hostRules.set({ pattern, pace, group, reason });
  return said({ output }, rule);
}

export function said({ output }: Pick<Context, 'output'>, rule: HostRule): void {
  output.result(rule, rule.id);
  output.line(`${output.style.bold(clean(rule.pattern))}  ${ruleInWords(rule)}`);
  output.line('  In force for every run within a second.');
}

export async function remove(
  { client, output }: Context,
  asked: string,
  { reason }: { reason?: string },
): Promise<void> {
  const id = asked.startsWith('hostrule_') ? asked : (await ruleOf(client, asked)).id;
  const removed = await client.hostRules.remove(id, reason);
  output.document({ id: removed });
  output.line(`${output.style.bold(clean(asked))}  no rule any more`);
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
