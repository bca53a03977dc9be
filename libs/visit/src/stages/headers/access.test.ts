import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Access } from '@trunkline/policy';
import { nameServer } from '../../testing/name-server.ts';
import { type Answer, html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const ok: Answer = (socket) => void socket.write(html('<title>T</title>'));
const never = new AbortController().signal;

/** A job's visits to names that are all at this origin. */
async function job(
  t: Parameters<typeof rawOrigin>[0],
  access: Partial<Access>,
  kind: 'host' | 'domain' | 'any',
  answer = ok,
) {
  const origin = await rawOrigin(t, answer);
  const dns = await nameServer(t, () => ({ addresses: ['127.0.0.1'] }));
  const { visits, kept } = visitsFor(t, { dns: { servers: [dns.address] } });
  const open: Access = {
    headers: [['X-Api-Key', 'k-e-y']],
    basicAuth: { user: 'mé', password: 'wörd' },
    proxy: null,
    seeds: [],
    ...access,
  };
  const config = { ...configOf({}, { kind }), access: open };
  const at = (host: string) => `http://${host}:${origin.port}`;
  return {
    origin,
    kept,
    at,
    add: (...hosts: string[]) => open.seeds.push(...hosts.map(at)),
    seeds: open.seeds,
    visit: (url: string) =>
      visits.visit(claimOf(url), config, { at: performance.now(), uncertainMs: 0 }, never),
    fetchRobots: (url: string) =>
      visits.fetchRobots(claimOf(url), config, { at: performance.now(), uncertainMs: 0 }, never),
  };
}

const shown = (head: string) => /x-api-key: k-e-y/i.test(head) && /authorization: Basic /i.test(head);
const hidden = (head: string) => !/x-api-key|authorization/i.test(head);

test('headers and the password of a job go to the hosts of its seeds, and are in no record', async (t) => {
  const { origin, kept, visit, add, at } = await job(t, {}, 'host');
  add('in.example');
  const { record } = await visit(`${at('in.example')}/a`);
  const password = `Basic ${Buffer.from('mé:wörd').toString('base64')}`;
  assert.match(origin.requests[0]!, new RegExp(`^authorization: ${password}$`, 'im'));
  assert.ok(shown(origin.requests[0]!));
  assert.match(
    Buffer.from(kept[0]!.request).toString(),
    /\r\nX-Api-Key: \(secret\)\r\nAuthorization: \(secret\)\r\n/,
  );
  assert.doesNotMatch(JSON.stringify([record, kept]), new RegExp(`k-e-y|${password.slice(6)}`));
});

test('they go to no other host, whatever the scope, and in a job of domains to hosts of those', async (t) => {
  for (const [kind, host, goes] of [
    ['any', 'out.other', false],
    ['any', 'sub.in.example', false],
    ['host', 'sub.in.example', false],
    ['domain', 'sub.in.example', true],
    ['domain', 'in.other', false],
  ] as const) {
    const { origin, visit, add, at } = await job(t, {}, kind);
    add('in.example');
    await visit(`${at(host)}/`);
    assert.ok((goes ? shown : hidden)(origin.requests[0]!), `${kind} ${host}: ${origin.requests[0]}`);
  }
});

test('they stay with the hosts themselves where the job became one of domains after they were given', async (t) => {
  const { origin, visit, add, at } = await job(t, { hostsOnly: true }, 'domain');
  add('in.example');
  await visit(`${at('sub.in.example')}/`);
  await visit(`${at('in.example')}/`);
  assert.deepEqual(origin.requests.map(shown), [false, true]);
  assert.ok(hidden(origin.requests[0]!));
});

test('they are not sent in the clear where every seed is https', async (t) => {
  const { origin, visit, at, seeds } = await job(t, {}, 'host');
  seeds.push(at('in.example').replace('http:', 'https:'));
  await visit(`${at('in.example')}/`);
  assert.ok(hidden(origin.requests[0]!));
});

test('a redirect takes them nowhere else, neither that of a page nor that of a robots.txt', async (t) => {
  const { origin, visit, fetchRobots, add, at } = await job(t, {}, 'any', (socket, path, head) => {
    const away = head.includes('Host: in.example');
    socket.write(away ? respond('302 Found', { Location: `http://evil.other:${port()}${path}` }) : html(''));
  });
  const port = () => origin.port;
  add('in.example');
  const { discovered } = await visit(`${at('in.example')}/page`);
  assert.equal(discovered[0]?.url, `${at('evil.other')}/page`);
  await visit(discovered[0]!.url);
  await fetchRobots(`${at('in.example')}/robots.txt`);
  const hosts = origin.requests.map((head) => /^host: (\w+)/im.exec(head)?.[1]);
  assert.deepEqual(hosts, ['in', 'evil', 'in', 'evil']);
  assert.deepEqual(origin.requests.map(shown), [true, false, true, false]);
  assert.ok([1, 3].every((at) => hidden(origin.requests[at]!)));
});

test("a header of the job's own stands in place of ours", async (t) => {
  const { origin, visit, add, at } = await job(t, { headers: [['accept', 'text/plain']] }, 'host');
  add('in.example');
  await visit(`${at('in.example')}/`);
  assert.deepEqual(origin.requests[0]!.match(/^accept: .*/gim), ['accept: text/plain']);
});
