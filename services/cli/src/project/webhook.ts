import type { Webhook, WebhookEvent } from '@trunkline/client';
import { fields } from '../output/fields.ts';
import { ago, count } from '../output/format.ts';
import { showList } from '../output/list.ts';
import { clean } from '../output/text.ts';
import { findJob } from '../runs/find-job.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { usageError } from '../shell/failure.ts';
import { given, switched } from '../shell/options.ts';
import { limit, REASON, SWITCH } from '../shell/words.ts';

const events: Record<string, WebhookEvent> = {
  'run.started': 'RUN_STARTED',
  'run.paused': 'RUN_PAUSED',
  'run.done': 'RUN_DONE',
  'run.cancelled': 'RUN_CANCELLED',
  'run.failed': 'RUN_FAILED',
  'finding.opened': 'FINDING_OPENED',
  'finding.closed': 'FINDING_CLOSED',
};
const eventWord = (event: WebhookEvent) => event.toLowerCase().replace('_', '.');

const HOOK = ['<webhook>', 'id of a webhook'] as const;
const created = [
  ['<url>', 'https address that is POSTed to'],
  ['--event <event...>', 'what it hears of', Object.keys(events), ['run.done', 'run.failed']],
  ['--job <job>', 'only runs of this job'],
  ['--allow-private-networks', 'the address may be outside the public internet (admin key)'],
  REASON,
] as const;
const edited = [
  HOOK,
  ['--url <url>', 'another address'],
  ['--event <event...>', 'what it hears of', Object.keys(events)],
  ...SWITCH,
  REASON,
] as const;
const sent = [HOOK, ['--failed', 'only those that were given up'], limit(20)] as const;

/** `trunkline webhook …` */
export function defineWebhook({ group }: Define): void {
  const webhook = group('webhook', 'Addresses that are told what happens to runs');
  webhook('list', 'List webhooks', [], list);
  const about = 'Tell an address what happens to runs; prints the secret that signs it, once';
  webhook('create', about, created, async (context, url, { event, job, ...rest }) => {
    const { client } = context;
    const input = { url, events: eventsFrom(event), jobId: job && (await findJob(client, job)), ...rest };
    const made = await client.webhooks.create(input);
    said(context, made.webhook, made.secret);
  });
  webhook('edit', 'Change a webhook, or switch it off and on', edited, async (context, id, options) => {
    const { url, event, reason } = options;
    const change = given({ url, events: event && eventsFrom(event), enabled: switched(options) });
    if (change === undefined)
      throw usageError('Nothing to change.', 'Say what: --url, --event, --on or --off.');
    said(context, await context.client.webhooks.update({ id, ...change, reason }));
  });
  webhook('delete', 'Delete a webhook', [HOOK, REASON], async ({ client, output }, id, { reason }) =>
    output.deleted(await client.webhooks.delete(id, reason)),
  );
  webhook(
    'deliveries',
    'List what was sent to a webhook and what came of it, newest first',
    sent,
    deliveries,
  );
  const DELIVERY = ['<delivery>', 'its id; see `webhook deliveries`'] as const;
  webhook('redeliver', 'Send a delivery once more', [DELIVERY], async ({ client, output }, id) => {
    const delivery = await client.webhooks.redeliver(id);
    output.result(delivery, delivery.id);
    output.line(`${eventWord(delivery.event)}  ${delivery.state.toLowerCase()}`);
  });
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

function said({ output }: Context, webhook: Webhook, secret?: string | null): void {
  output.result(secret === undefined ? webhook : { webhook, secret }, webhook.id);
  output.named(webhook.url, webhook.enabled ? 'on' : output.style.yellow('off'));
  fields(output, [
    ['webhook', webhook.id],
    ['hears of', webhook.events.map(eventWord).join(', ')],
    ['secret', secret],
  ]);
  if (secret) output.note('The secret is shown this once. Each delivery is signed with it; see the README.');
}

const eventsFrom = (words: readonly string[]) => words.map((word) => events[word]!);

const deliveries = (
  context: Context,
  id: string,
  { failed, limit: most }: OptionsOf<typeof sent>,
): Promise<void> =>
  showList(context, context.client.webhooks.deliveries(id, failed ? 'FAILED' : undefined), {
    limit: most,
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
