import type { KeyScope } from '@trunkline/client';
import { InvalidArgumentError } from 'commander';
import { fields } from '../output/fields.ts';
import { ago, readDuration } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { REASON } from '../shell/words.ts';
import { defineReset } from './key-reset.ts';

/** As people write scopes, and as the API does. */
const scopes: Record<string, KeyScope> = {
  'jobs:read': 'JOBS_READ',
  'jobs:write': 'JOBS_WRITE',
  'policies:write': 'POLICIES_WRITE',
  'keys:admin': 'KEYS_ADMIN',
  admin: 'ADMIN',
  operator: 'OPERATOR',
};
const scopeWord = (scope: KeyScope) => Object.keys(scopes).find((word) => scopes[word] === scope) ?? scope;

const created = [
  ['<name>', 'name for people'],
  ['--scope <scope...>', 'what it may do', Object.keys(scopes), ['jobs:read']],
  ['--expires <when>', 'a duration from now (12h, 30d) or a date (2027-01-31)', expiry],
  REASON,
] as const;

/** `trunkline key …` */
export function defineKey({ group }: Define): void {
  const key = group('key', 'API keys of the project (key with the scope keys:admin)');
  key('list', 'List API keys, newest first', [['--all', 'also those that open nothing any more']], list);
  key('create', 'Make an API key and print its secret, once', created, create);
  const KEY = ['<key>', 'its id, or the beginning of the key (tl_…)'] as const;
  const about = 'Take a key back; whatever it has open ends at once';
  key('revoke', about, [KEY, REASON], async ({ client, output }, asked, { reason }) => {
    let id = asked;
    if (asked.startsWith('tl_'))
      for await (const { prefix, id: found } of client.keys.list({}))
        if (asked.startsWith(prefix) || prefix.startsWith(asked)) id = found;
    const revoked = await client.keys.revoke(id, reason);
    output.document(revoked);
    output.named(revoked.name, revoked.state.toLowerCase());
  });
  defineReset(key);
}

function expiry(text: string): string {
  const days = /^(\d+)d$/.exec(text);
  const ms = days ? Number(days[1]) * 86_400_000 : /^\d+$/.test(text) ? null : readDuration(text);
  const at = ms === null ? Date.parse(text) : Date.now() + ms;
  if (!Number.isFinite(at) || at <= Date.now())
    throw new InvalidArgumentError('It must be a duration such as 12h or 30d, or a date to come.');
  return new Date(at).toISOString();
}

function list(context: Context, { all }: { all?: boolean }): Promise<void> {
  const { client, output } = context;
  return showList(context, client.keys.list(all ? {} : { state: 'ACTIVE' }), {
    id: ({ id }) => id,
    none: 'There is no such key.',
    columns: [
      { title: 'KEY', cell: ({ id }) => id },
      { title: 'NAME', cut: 'end', cell: ({ name }) => clean(name) },
      { title: 'BEGINS', spare: 4, cell: ({ prefix }) => prefix },
      {
        title: 'STATE',
        spare: 1,
        cell: ({ state }) => state.toLowerCase(),
        paint: (text, { state }) => (state === 'ACTIVE' ? text : output.style.yellow(text)),
      },
      { title: 'MAY', cut: 'end', cell: ({ scopes: may }) => may.map(scopeWord).join(' ') },
      {
        title: 'USED',
        align: 'right',
        spare: 2,
        cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : 'never'),
      },
      {
        title: 'EXPIRES',
        align: 'right',
        spare: 3,
        cell: ({ expiresAt }) => expiresAt?.slice(0, 10) ?? 'never',
      },
    ],
  });
}

async function create(
  { client, output }: Context,
  name: string,
  { scope, expires, reason }: OptionsOf<typeof created>,
): Promise<void> {
  const input = { name, scopes: scope.map((word) => scopes[word]!), expiresAt: expires, reason };
  const made = await client.keys.create(input);
  const { secret, apiKey } = made;
  output.result(made, secret ?? '');
  output.named(apiKey.name, `may ${apiKey.scopes.map(scopeWord).join(', ')}`);
  fields(output, [
    ['key', apiKey.id],
    ['secret', secret],
    ['expires', apiKey.expiresAt ?? 'never'],
  ]);
  output.note('The secret is shown this once and not kept. Use it as TRUNKLINE_API_KEY.');
}
