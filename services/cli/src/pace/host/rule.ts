import type { Client, HostRule } from '@trunkline/client';
import { ago } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { paceInShort } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { notFound, usageError } from '../../shell/failure.ts';
import { paceFrom } from '../../shell/options.ts';
import { PACE, REASON } from '../../shell/words.ts';

const PATTERN = ['<pattern>', 'example.com, example.com:8080, or *.example.com for all below it'] as const;
const listed = [
  ['--host <host>', 'only those that match this host, the one that holds first'],
  ['--group <name>', 'only those of this group'],
  ['--blocked', 'only those that block'],
] as const;

/** `trunkline host rule …`, and the blocks, which are rules too. */
export function defineRules(host: Define): void {
  const blocked = [PATTERN, REASON] as const;
  const block = 'Ask nothing of hosts, whatever the policies say (operator key)';
  host('block', block, blocked, async (context, pattern, { reason }) =>
    said(context, await context.client.hostRules.set({ pattern, blocked: true, reason })),
  );
  const unblock = 'Take a block back; a pace of the same rule stays';
  host('unblock', unblock, blocked, async (context, pattern, { reason }) => {
    const rule = await ruleOf(context.client, pattern);
    if (rule.pace === null && rule.tls === null) return removed(context, rule.id, pattern, reason);
    said(context, await context.client.hostRules.set({ pattern, blocked: false, reason }));
  });

  const rule = host.group('rule', 'Host rules: what hosts are owed, whatever the policies say');
  rule('list', 'List host rules', listed, list);
  const GROUP = ['--group <name>', 'a name under which rules belong together'] as const;
  const TLS = [
    '--tls-verify <answer>',
    'no: a certificate that would not be accepted does',
    ['yes', 'no'],
  ] as const;
  const set = 'Ask hosts no more often than this, or let their certificates pass (operator key)';
  rule('set', set, [PATTERN, ...PACE, TLS, GROUP, REASON], async (context, pattern, options) => {
    const pace = paceFrom(options);
    const hint = 'To ask nothing: trunkline host block';
    const { tlsVerify, group, reason } = options;
    const tls = tlsVerify === undefined ? undefined : { verify: tlsVerify === 'yes' };
    if (pace === undefined && tls === undefined)
      throw usageError('A rule needs a pace, --delay 5s or --rate 2, or --tls-verify.', hint);
    said(context, await context.client.hostRules.set({ pattern, pace, tls, group, reason }));
  });
  const RULE = ['<rule>', 'its pattern or its id'] as const;
  rule('remove', 'Take a rule back', [RULE, REASON], async (context, asked, { reason }) => {
    const id = asked.startsWith('hostrule_') ? asked : (await ruleOf(context.client, asked)).id;
    return removed(context, id, asked, reason);
  });
}

async function list(context: Context, { host, group, blocked }: OptionsOf<typeof listed>): Promise<void> {
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

export function ruleInWords({
  blocked,
  pace,
  tls = null,
}: Pick<HostRule, 'blocked' | 'pace'> & Partial<Pick<HostRule, 'tls'>>): string {
  if (blocked) return 'blocked';
  const words = [
    pace === null ? null : `at most ${paceInShort(pace)}`,
    tls === null ? null : tls.verify ? 'certificates verified' : 'certificates not verified',
  ].filter((word) => word !== null);
  return words.join(', ') || 'no limit of its own';
}

function said({ output }: Context, rule: HostRule): void {
  output.result(rule, rule.id);
  output.named(rule.pattern, ruleInWords(rule));
  output.line('  In force for every run within a second.');
}

async function removed(
  { client, output }: Context,
  id: string,
  asked: string,
  reason?: string,
): Promise<void> {
  output.document({ id: await client.hostRules.remove(id, reason) });
  output.named(asked, 'no rule any more');
}

/** The rule of exactly this pattern. */
async function ruleOf(client: Client, pattern: string): Promise<HostRule> {
  for await (const rule of client.hostRules.list({ pattern })) if (rule.pattern === pattern) return rule;
  throw notFound(`There is no rule for "${clean(pattern)}".`, 'List them: trunkline host rule list');
}
