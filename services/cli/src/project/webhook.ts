import type { Webhook, WebhookEvent } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { fields } from '../output/fields.ts';
import { ago, count } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import { findJob } from '../runs/find-job.ts';
import { REASON } from '../shell/arguments.ts';
import type { Context } from '../shell/context.ts';
import { usageError } from '../shell/failure.ts';
import { given, switched, wholeNumber } from '../shell/options.ts';
import type { Run } from '../shell/run.ts';

const events: Record<string, WebhookEvent> = {
  'run.started': 'RUN_STARTED',
  'run.paused': 'RUN_PAUSED',
  'run.done': 'RUN_DONE',
  'run.cancelled': 'RUN_CANCELLED',
  'run.failed': 'RUN_FAILED',
};
const eventWord = (event: WebhookEvent) => event.toLowerCase().replace('_', '.');

const HOOK = ['<webhook>', 'id of a webhook'] as const;
const eventOption = () => new Option('--event <event...>', 'what it hears of').choices(Object.keys(events));

type Options = {
  event?: string[];
  job?: string;
  url?: string;
  on?: boolean;
  off?: boolean;
  allowPrivateNetworks?: boolean;
  reason?: string;
};

/** `trunkline webhook …` */
export function defineWebhook(program: Command, run: Run): void {
  const webhook = program.command('webhook').description('Addresses that are told what happens to runs');
  webhook.command('list').alias('ls').description('List webhooks').action(run(list));
  webhook
    .command('create')
    .description('Tell an address what happens to runs; prints the secret that signs it, once')
    .argument('<url>', 'https address that is POSTed to')
    .addOption(eventOption().default(['run.done', 'run.failed']))
    .option('--job <job>', 'only runs of this job')
    .option('--allow-private-networks', 'the address may be outside the public internet (admin key)')
    .option(...REASON)
    .action(run(create));
  webhook
    .command('edit')
    .description('Change a webhook, or switch it off and on')
    .argument(...HOOK)
    .option('--url <url>', 'another address')
    .addOption(eventOption())
    .option('--on', 'switch it on')
    .option('--off', 'switch it off')
    .option(...REASON)
    .action(run(edit));
  webhook
    .command('delete')
    .description('Delete a webhook')
    .argument(...HOOK)
    .option(...REASON)
    .action(run(remove));
  webhook
    .command('deliveries')
    .description('List what was sent to a webhook and what came of it, newest first')
    .argument(...HOOK)
    .option('--failed', 'only those that were given up')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 20)
    .action(run(deliveries));
  webhook
    .command('redeliver')
    .description('Send a delivery once more')
    .argument('<delivery>', 'its id; see `webhook deliveries`')
    .action(run(redeliver));
}

const list = (context: Context): Promise<void> =>
  showList(context, context.client.webhooks.list(), {
    id: ({ id }) => id,
    none: 'There is no webhook.',
    columns: [
      { title: 'WEBHOOK', cell: ({ id }) => id },
      { title: 'URL', cut: 'middle', cell: ({ url }) => clean(url) },
      { title: 'HEARS OF', cut: 'end', cell: (hook) => hook.events.map(eventWord).join(' ') },
      { title: 'RUNS OF', spare: 2, cell: ({ job }) => job?.id ?? 'every job' },
      { title: 'STATE', spare: 1, cell: ({ enabled }) => (enabled ? 'on' : 'off') },
    ],
  });

function said({ output }: Pick<Context, 'output'>, webhook: Webhook, secret?: string | null): void {
  output.result(secret === undefined ? webhook : { webhook, secret }, webhook.id);
  output.line(
    `${output.style.bold(clean(webhook.url))}  ${webhook.enabled ? 'on' : output.style.yellow('off')}`,
  );
  fields(output, [
    ['webhook', webhook.id],
    ['hears of', webhook.events.map(eventWord).join(', ')],
    ['secret', secret],
  ]);
  if (secret) output.note('The secret is shown this once. Each delivery is signed with it; see the README.');
}

const eventsFrom = (words: string[] | undefined) => words?.map((word) => events[word]!);

async function create({ client, output }: Context, url: string, options: Options): Promise<void> {
  const { job, allowPrivateNetworks, reason } = options;
  const { webhook, secret } = await client.webhooks.create({
    url,
    events: eventsFrom(options.event)!,
    jobId: job && (await findJob(client, job)),
    allowPrivateNetworks,
    reason,
  });
  return said({ output }, webhook, secret);
}

async function edit({ client, output }: Context, id: string, options: Options): Promise<void> {
  const { url, reason } = options;
  const change = given({ url, events: eventsFrom(options.event), enabled: switched(options) });
  if (change === undefined)
    throw usageError('Nothing to change.', 'Say what: --url, --event, --on or --off.');
  return said({ output }, await client.webhooks.update({ id, ...change, reason }));
}

async function remove({ client, output }: Context, id: string, { reason }: Options): Promise<void> {
  const deleted = await client.webhooks.delete(id, reason);
  output.document({ id: deleted });
  output.line(`${deleted}  deleted`);
}

const deliveries = (
  context: Context,
  id: string,
  { failed, limit }: { failed?: boolean; limit: number },
): Promise<void> =>
  showList(context, context.client.webhooks.deliveries(id, failed ? 'FAILED' : undefined), {
    limit,
    id: (delivery) => delivery.id,
    none: 'Nothing was sent yet.',
    columns: [
      { title: 'DELIVERY', cell: (delivery) => delivery.id },
      { title: 'EVENT', cell: ({ event }) => eventWord(event) },
      { title: 'STATE', cell: ({ state }) => state.toLowerCase() },
      { title: 'STATUS', align: 'right', cell: ({ status }) => String(status ?? '–') },
      { title: 'TRIES', align: 'right', spare: 1, cell: ({ attempts }) => count(attempts) },
      { title: 'WHEN', align: 'right', spare: 2, cell: ({ createdAt }) => ago(createdAt) },
      { title: 'ERROR', spare: 3, cut: 'end', cell: ({ error }) => clean(error ?? '') },
    ],
  });

async function redeliver({ client, output }: Context, id: string): Promise<void> {
  const delivery = await client.webhooks.redeliver(id);
  output.result(delivery, delivery.id);
  output.line(`${eventWord(delivery.event)}  ${delivery.state.toLowerCase()}`);
}
