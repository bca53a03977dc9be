import type { KeyScope } from '@trunkline/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { fields } from '../output/fields.ts';
import { ago, readDuration } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import { REASON } from '../shell/arguments.ts';
import type { Context } from '../shell/context.ts';
import type { Run } from '../shell/run.ts';

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

/** `trunkline key …` */
export function defineKey(program: Command, run: Run): void {
  const key = program.command('key').description('API keys of the project (key with the scope keys:admin)');
  key
    .command('list')
    .alias('ls')
    .description('List API keys, newest first')
    .option('--all', 'also those that open nothing any more')
    .action(run(list));
  key
    .command('create')
    .description('Make an API key and print its secret, once')
    .argument('<name>', 'name for people')
    .addOption(
      new Option('--scope <scope...>', 'what it may do').choices(Object.keys(scopes)).default(['jobs:read']),
    )
    .option('--expires <when>', 'a duration from now (12h, 30d) or a date (2027-01-31)', expiry)
    .option(...REASON)
    .action(run(create));
  key
    .command('revoke')
    .description('Take a key back; whatever it has open ends at once')
    .argument('<key>', 'its id, or the beginning of the key (tl_…)')
    .option(...REASON)
    .action(run(revoke));
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
  { scope, expires, reason }: { scope: string[]; expires?: string; reason?: string },
): Promise<void> {
  const made = await client.keys.create({
    name,
    scopes: scope.map((word) => scopes[word]!),
    expiresAt: expires,
    reason,
  });
  output.result(made, made.secret ?? '');
  output.line(
    `${output.style.bold(clean(made.apiKey.name))}  may ${made.apiKey.scopes.map(scopeWord).join(', ')}`,
  );
  fields(output, [
    ['key', made.apiKey.id],
    ['secret', made.secret],
    ['expires', made.apiKey.expiresAt ?? 'never'],
  ]);
  output.note('The secret is shown this once and not kept. Use it as TRUNKLINE_API_KEY.');
}

async function revoke(
  { client, output }: Context,
  asked: string,
  { reason }: { reason?: string },
): Promise<void> {
  let id = asked;
  if (asked.startsWith('tl_'))
    for await (const { prefix, id: found } of client.keys.list({}))
      if (asked.startsWith(prefix) || prefix.startsWith(asked)) id = found;
  const key = await client.keys.revoke(id, reason);
  output.document(key);
  output.line(`${output.style.bold(clean(key.name))}  ${key.state.toLowerCase()}`);
}
