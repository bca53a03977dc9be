import type { Power } from '@trunkline/control';
import { jobs, publicId, webhookDeliveries } from '@trunkline/database';
import { createSealer } from '@trunkline/service';
import { eq } from 'drizzle-orm';
import { type GraphQLUnionType, getNamedType } from 'graphql';
import { keyOf } from '../schema/kit/ids.ts';
import { schema } from '../schema/schema.ts';
import type { TestApi } from './test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
type Result = any;

/** What is read of an answer, by its type. */
const shown: Record<string, string> = {
  Job: 'id state version policy { id } secrets { headers basicAuth proxy origins } latestRun { id }',
  Policy: 'id version rules { allowPrivateNetworks }',
  Schedule: 'id',
  WebhookCreated: 'webhook { id }',
  BulkRequested: 'operation { id }',
  SeedsAdded: 'added',
  ForbiddenError: 'needs power',
  SecretsBoundError: 'inputs',
};

/** One mutation as a key asks it; refusals are answers. */
export async function mutate(api: TestApi, name: string, input: object, as?: string): Promise<Result> {
  const field = schema.getMutationType()!.getFields()[name]!;
  const types = schema.getPossibleTypes(getNamedType(field.type) as GraphQLUnionType);
  const parts = types.flatMap(({ name: type }) => (shown[type] ? `... on ${type} { ${shown[type]} }` : []));
  const { data, errors } = await api.ask<Result>(
    `mutation($input: ${field.args[0]!.type}) { ${name}(input: $input) { __typename ${parts.join(' ')}
      ... on UserError { code message path } } }`,
    { input },
    as,
  );
  if (data?.[name]) return data[name];
  return { __typename: 'errors', code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

/**
 * What an admin has set: a job under a policy that allows private networks, one of anybody's under none, a policy that once allowed them, a
 * job with secrets, a schedule that rests, and a webhook inside.
 */
export async function setByAdmin(api: TestApi, writer: string) {
  const word = api.freshHost();
  const make = async (name: string, input: object, as?: string) => {
    const made = await mutate(api, name, input, as);
    if ('code' in made) throw new Error(`${name}: ${made.message}`);
    return made;
  };
  const open = await make('policyCreate', { name: `open ${word}`, rules: { allowPrivateNetworks: true } });
  const once = await make('policyCreate', { name: `once ${word}`, rules: { allowPrivateNetworks: true } });
  await make('policyUpdate', { id: once.id, rules: { allowPrivateNetworks: false } });
  const inside = await make('jobCreate', {
    ...{ seeds: [`http://${word}/`], policyId: open.id, limits: { maxPages: 5, maxDepth: 1 } },
  });
  const resting = await make('jobCreate', { seeds: [`http://${word}/`], policyId: open.id, start: false });
  const paused = await make('jobCreate', { seeds: [`http://${word}/`], policyId: open.id });
  await make('jobPause', { id: paused.id });
  const plain = await make('jobCreate', { seeds: [`http://${word}/`], start: false }, writer);
  const guarded = await make('jobCreate', {
    ...{ seeds: [`http://${word}/`], start: false, headers: [{ name: 'X-Key', value: 'the-value' }] },
    basicAuth: { user: 'u', password: 'the-password' },
  });
  const schedule = await make('scheduleCreate', { jobId: resting.id, cron: '@daily' });
  await make('scheduleUpdate', { id: schedule.id, enabled: false });
  const { webhook } = await make('webhookCreate', {
    ...{ url: 'http://10.1.2.3/', events: ['RUN_DONE'], allowPrivateNetworks: true },
  });
  const { webhook: restingHook } = await make('webhookCreate', {
    ...{ url: 'http://10.1.2.3/', events: ['RUN_DONE', 'RUN_FAILED'], allowPrivateNetworks: true },
  });
  await make('webhookUpdate', { id: restingHook.id, enabled: false });
  const [sent] = await api.database.db
    .insert(webhookDeliveries)
    .values({ webhookId: keyOf('Webhook', webhook.id)!, event: 'run.done', payload: {}, state: 'failed' })
    .returning();
  const delivery = publicId('delivery', sent!.id);
  const sealer = createSealer(api.config.secretKey);
  return {
    ...{
      word,
      open,
      once,
      inside,
      resting,
      paused,
      plain,
      guarded,
      schedule,
      webhook,
      restingHook,
      delivery,
    },
    /** What a worker opens of a job. */
    async access(id: string) {
      const [row] = await api.database.db
        .select()
        .from(jobs)
        .where(eq(jobs.id, keyOf('Job', id)!));
      return JSON.parse(sealer.open(row!.secrets!, api.projectId));
    },
  };
}
type SetByAdmin = Awaited<ReturnType<typeof setByAdmin>>;

/** A call that takes a power: which, and what is asked of what an admin set. */
export type PowerCase = [verb: string, power: Power, what: string, input: (of: SetByAdmin) => object];

const header = { headers: [{ name: 'X-Mine', value: 'mine' }] };
const proxy = { proxy: 'http://proxy.example:3128' };

/** Calls that only a key with the scope `admin` may make, and one of no other. */
export const forAdmins: PowerCase[] = [
  [
    'jobCreate',
    'privateNetworks',
    'with rules of its own',
    ({ word }) => ({
      ...{ seeds: [`http://${word}/new`], rules: { allowPrivateNetworks: true } },
    }),
  ],
  [
    'jobCreate',
    'privateNetworks',
    'under that policy',
    ({ word, open }) => ({
      ...{ seeds: [`http://${word}/new`], policyId: open.id },
    }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'to that policy',
    ({ plain, open }) => ({ id: plain.id, policyId: open.id }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'another kind of scope',
    ({ inside }) => ({ id: inside.id, scope: { kind: 'ANY' } }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'other globs',
    ({ inside }) => ({ id: inside.id, scope: { include: ['*'] } }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'redirects of seeds',
    ({ inside }) => ({ id: inside.id, scope: { followSeedRedirects: false } }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'more depth',
    ({ inside }) => ({ id: inside.id, limits: { maxDepth: 2 } }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'all depth',
    ({ inside }) => ({ id: inside.id, limits: { maxDepth: null } }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'more pages',
    ({ inside }) => ({ id: inside.id, limits: { maxPages: 6 } }),
  ],
  ['jobUpdate', 'privateNetworks', 'headers', ({ inside }) => ({ id: inside.id, ...header })],
  ['jobUpdate', 'privateNetworks', 'a proxy', ({ inside }) => ({ id: inside.id, ...proxy })],
  ['jobClone', 'privateNetworks', 'under its policy', ({ inside }) => ({ id: inside.id })],
  [
    'jobClone',
    'privateNetworks',
    'with a copy of its policy',
    ({ inside }) => ({ id: inside.id, ownPolicy: true }),
  ],
  [
    'jobAddSeeds',
    'privateNetworks',
    'a private one',
    ({ inside }) => ({ id: inside.id, seeds: ['http://127.0.0.1:1/'] }),
  ],
  [
    'jobAddSeeds',
    'privateNetworks',
    'of a new host',
    ({ inside }) => ({ id: inside.id, seeds: ['http://new.test/'] }),
  ],
  ['jobStart', 'privateNetworks', '', ({ resting }) => ({ id: resting.id })],
  ['jobResume', 'privateNetworks', '', ({ paused }) => ({ id: paused.id })],
  ['deadRetry', 'privateNetworks', '', ({ inside }) => ({ runId: inside.latestRun.id })],
  ['quarantineRelease', 'privateNetworks', '', ({ inside }) => ({ id: inside.latestRun.id })],
  ['quarantineAllow', 'privateNetworks', '', ({ inside }) => ({ id: inside.latestRun.id })],
  ['pagesRequeue', 'privateNetworks', '', ({ inside }) => ({ jobId: inside.id, filter: {} })],
  ['runRepair', 'privateNetworks', '', ({ inside }) => ({ id: inside.latestRun.id })],
  ['runAudit', 'privateNetworks', 'that mends', ({ inside }) => ({ id: inside.latestRun.id, fix: true })],
  ['scheduleCreate', 'privateNetworks', '', ({ inside }) => ({ jobId: inside.id, cron: '@daily' })],
  [
    'scheduleUpdate',
    'privateNetworks',
    'to go again',
    ({ schedule }) => ({ id: schedule.id, enabled: true }),
  ],
  [
    'policyCreate',
    'privateNetworks',
    '',
    ({ word }) => ({ name: `new ${word}`, rules: { allowPrivateNetworks: true } }),
  ],
  [
    'policyUpdate',
    'privateNetworks',
    '',
    ({ once }) => ({ id: once.id, rules: { allowPrivateNetworks: true } }),
  ],
  ['policyRollBack', 'privateNetworks', '', ({ once }) => ({ id: once.id, toVersion: 1 })],
  [
    'webhookCreate',
    'privateNetworks',
    '',
    () => ({
      ...{ url: 'http://10.1.2.3/', events: ['RUN_DONE'], allowPrivateNetworks: true },
    }),
  ],
  [
    'webhookUpdate',
    'privateNetworks',
    'to go elsewhere',
    ({ webhook }) => ({ id: webhook.id, url: 'http://10.1.2.4/' }),
  ],
  [
    'webhookUpdate',
    'privateNetworks',
    'more events',
    ({ webhook }) => ({ id: webhook.id, events: ['RUN_DONE', 'RUN_STARTED'] }),
  ],
  [
    'webhookUpdate',
    'privateNetworks',
    'to go again',
    ({ restingHook }) => ({ id: restingHook.id, enabled: true }),
  ],
  ['webhookRedeliver', 'privateNetworks', '', ({ delivery }) => ({ id: delivery })],
];

/** Calls that take the same things no further: any key with the scope of the verb makes them. */
export const forAll: PowerCase[] = [
  [
    'jobUpdate',
    'privateNetworks',
    'a name, and less',
    ({ inside }) => ({
      ...{ id: inside.id, name: 'slower', weight: 0.5, limits: { maxPages: 1, maxDepth: 0 } },
    }),
  ],
  [
    'jobUpdate',
    'privateNetworks',
    'no headers',
    ({ inside }) => ({ id: inside.id, headers: null, proxy: null }),
  ],
  ['jobUpdate', 'secrets', 'fewer of them', ({ guarded }) => ({ id: guarded.id, basicAuth: null })],
  [
    'jobUpdate',
    'secrets',
    'all of them anew, by a proxy',
    ({ guarded }) => ({
      ...{ id: guarded.id, ...header, ...proxy, basicAuth: { user: 'mine', password: 'mine' } },
    }),
  ],
  ['jobUpdate', 'proxies', '', ({ plain }) => ({ id: plain.id, ...proxy })],
  ['jobCreate', 'secrets', '', ({ word }) => ({ seeds: [`http://${word}/`], start: false, ...header })],
  ['jobCreate', 'proxies', '', ({ word }) => ({ seeds: [`http://${word}/`], start: false, ...proxy })],
  ['jobClone', 'secrets', '', ({ guarded }) => ({ id: guarded.id })],
  ['jobClone', 'proxies', '', ({ guarded }) => ({ id: guarded.id })],
  ['jobAddSeeds', 'secrets', '', ({ guarded }) => ({ id: guarded.id, seeds: ['http://more.test/'] })],
  ['runAudit', 'privateNetworks', 'that only looks', ({ inside }) => ({ id: inside.latestRun.id })],
  [
    'policyUpdate',
    'privateNetworks',
    'slower',
    ({ open }) => ({ id: open.id, rules: { pace: { delayMs: 9000 } } }),
  ],
  [
    'policyUpdate',
    'privateNetworks',
    'not any more',
    ({ open }) => ({ id: open.id, rules: { allowPrivateNetworks: false } }),
  ],
  [
    'scheduleUpdate',
    'privateNetworks',
    'still resting',
    ({ schedule }) => ({ id: schedule.id, cron: '@weekly' }),
  ],
  [
    'webhookUpdate',
    'privateNetworks',
    'other events, fewer',
    ({ restingHook }) => ({ id: restingHook.id, events: ['RUN_FAILED'], enabled: false }),
  ],
  ['webhookDelete', 'privateNetworks', '', ({ webhook }) => ({ id: webhook.id })],
  ['webhookUpdate', 'privateNetworks', 'to rest', ({ webhook }) => ({ id: webhook.id, enabled: false })],
  ['jobPause', 'privateNetworks', '', ({ inside }) => ({ id: inside.id })],
  ['jobCancel', 'privateNetworks', '', ({ inside }) => ({ id: inside.id })],
  ['jobDelete', 'privateNetworks', '', ({ inside }) => ({ id: inside.id })],
];
