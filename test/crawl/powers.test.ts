import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type Stack, startStack } from '@trunkline/test-support';
import { control, until } from './job.ts';

// What keys without a power get out of what an admin has set: nothing that reaches a host.

let stack: Stack;
let writer: string;
let admin: string;
before(async () => {
  stack = await startStack();
  writer = await key(['JOBS_READ', 'JOBS_WRITE', 'POLICIES_WRITE']);
  admin = await key(['ADMIN']);
});

type Answer = { __typename: string; id: string; code?: string };

/** One mutation as a key asks it; refusals are answers. */
async function ask(as: string, name: string, input: object): Promise<Answer> {
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
    body: JSON.stringify({
      query: `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) {
        __typename ${/^(jobAddSeeds)$/.test(name) ? '' : `... on ${name.startsWith('job') ? 'Job' : 'Policy'} { id }`} ... on UserError { code } } }`,
      variables: { input },
    }),
  });
  const { data, errors } = (await response.json()) as { data: Record<string, Answer>; errors?: object[] };
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name]!;
}

async function key(scopes: string[]): Promise<string> {
  const { apiKeyCreate } = await stack.query<{ apiKeyCreate: { secret: string } }>(
    'mutation ($scopes: [KeyScope!]!) { apiKeyCreate(input: { name: "k", scopes: $scopes }) { ... on ApiKeyCreated { secret } } }',
    { scopes },
  );
  return apiKeyCreate.secret;
}

/** A host on loopback that keeps what it was sent; `to`: its page redirects there. A proxy, too: it answers whatever it is asked for. */
async function host(to?: string) {
  const seen: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, response) => {
    seen.push({ url: url!, headers });
    if (to && url === '/') response.writeHead(302, { location: to }).end();
    else response.setHeader('content-type', 'text/html').end('<title>T</title><a href="/more">more</a>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const rules = (allowPrivateNetworks: boolean) => ({
  ...{ allowPrivateNetworks, pace: { perSecond: 100, concurrency: 4 } },
});
const done = (job: string) => until(stack, job, ({ state }) => state === 'DONE');

test('a policy that is rolled back by a key without admin reaches nothing inside', async () => {
  const inside = await host();
  const policy = await ask(stack.key, 'policyCreate', { name: 'was open', rules: rules(true) });
  await ask(stack.key, 'policyUpdate', { id: policy.id, rules: rules(false) });
  const seeds = [`${inside.url}/`];
  const job = await ask(writer, 'jobCreate', { seeds, policyId: policy.id, start: false });
  const refused = await ask(writer, 'policyRollBack', { id: policy.id, toVersion: 1 });
  await ask(writer, 'jobStart', { id: job.id });
  await done(job.id);
  assert.deepEqual(inside.seen, []);
  assert.equal(refused.code, 'FORBIDDEN');
});

test('seeds that a key without admin gives to a job of an admin are never asked for', async () => {
  const [meant, inside] = [await host(), await host()];
  const job = await ask(stack.key, 'jobCreate', {
    seeds: [`${meant.url}/`],
    rules: rules(true),
    start: false,
  });
  const added = await ask(writer, 'jobAddSeeds', { id: job.id, seeds: [`${inside.url}/graphql`] });
  const uploaded = await fetch(`${stack.url}/jobs/${job.id}/seeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writer}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(`${inside.url}/ndjson`),
  });
  await ask(writer, 'jobUpdate', { id: job.id, scope: { kind: 'ANY' } });
  await control(stack, 'Start', job.id);
  await done(job.id);
  assert.ok(meant.seen.length > 0);
  assert.deepEqual(inside.seen, []);
  assert.deepEqual([added.code, uploaded.status], ['FORBIDDEN', 403]);
});

const secret = {
  headers: [{ name: 'X-Api-Key', value: 'value-of-the-key' }],
  basicAuth: { user: 'somebody', password: 'pass-of-somebody' },
};
const password = `Basic ${Buffer.from('somebody:pass-of-somebody').toString('base64')}`;
const shows = (headers: IncomingHttpHeaders) =>
  [headers['x-api-key'] === 'value-of-the-key', headers.authorization === password].filter(Boolean).length;

test('secrets of a job reach the hosts they were given for, and none that another key adds or redirects to', async () => {
  const other = await host();
  const meant = await host(`${other.url}/redirected`);
  const job = await ask(stack.key, 'jobCreate', {
    ...{ seeds: [`${meant.url}/`, `${meant.url}/page`], rules: rules(true), start: false, ...secret },
  });
  await ask(admin, 'jobAddSeeds', { id: job.id, seeds: [`${other.url}/added`] });
  const mine = { headers: [{ name: 'X-Mine', value: 'mine' }] };
  const refused = await ask(admin, 'jobUpdate', { id: job.id, ...mine });
  await control(stack, 'Start', job.id);
  await done(job.id);
  const asked = other.seen.filter(({ url }) => /added|redirected/.test(url));
  assert.equal(asked.length, 2, JSON.stringify(other.seen.map(({ url }) => url)));
  assert.deepEqual(new Set(meant.seen.map(({ headers }) => shows(headers))), new Set([2]));
  assert.deepEqual(new Set(other.seen.map(({ headers }) => shows(headers))), new Set([0]));
  assert.equal(refused.code, 'SECRETS_BOUND');
});

test('secrets of a job go by no proxy that another key adds, nor does a clone take them along', async () => {
  const [meant, proxy] = [await host(), await host()];
  const job = await ask(stack.key, 'jobCreate', {
    ...{ seeds: [`${meant.url}/`], rules: rules(true), start: false, ...secret },
  });
  const clone = await ask(admin, 'jobClone', { id: job.id });
  const codes: unknown[] = [];
  for (const { id } of [job, clone]) {
    codes.push((await ask(admin, 'jobUpdate', { id, proxy: proxy.url })).code);
    await control(stack, 'Start', id);
    await done(id);
  }
  assert.deepEqual(proxy.seen, []);
  assert.deepEqual(new Set(meant.seen.map(({ headers }) => shows(headers))), new Set([2]));
  assert.deepEqual(codes, ['SECRETS_BOUND', 'SECRETS_BOUND']);
});
