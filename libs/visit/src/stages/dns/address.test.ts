import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameServer, type Said } from '../../testing/name-server.ts';
import { html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';

const ok = (socket: { write(bytes: Buffer): void }) => socket.write(html('ok'));
const outside = { allowPrivateNetworks: false };

test('a private address in the URL is refused, however it is written, and nobody is connected to', async (t) => {
  const origin = await rawOrigin(t, ok);
  const { visit } = visitsFor(t);
  for (const host of [
    '127.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '[64:ff9b::7f00:1]',
  ]) {
    const { record, hostSignal } = await visit(`http://${host}:${origin.port}/`, outside);
    assert.equal(record.outcome.kind, 'refused', host);
    assert.equal((record.outcome as { by: string }).by, 'address');
    assert.deepEqual(hostSignal, { kind: 'none' });
  }
  assert.equal(origin.connections(), 0);
});

test('a name of private addresses is refused, localhost included, unless the policy allows them', async (t) => {
  const origin = await rawOrigin(t, ok);
  const dns = await nameServer(t, () => ({ addresses: ['127.0.0.1'], ttl: 60 }));
  const { visit } = visitsFor(t, { dns: { servers: [dns.address] } });
  for (const name of ['inside.example', 'localhost', 'a.localhost']) {
    const { record } = await visit(`http://${name}:${origin.port}/`, outside);
    assert.equal(record.outcome.kind, 'refused', name);
  }
  assert.equal(origin.connections(), 0);
  const { record } = await visit(`http://inside.example:${origin.port}/`);
  assert.deepEqual([record.outcome.kind, record.address], ['fetched', '127.0.0.1']);
});

test('of mixed addresses only the public ones are connected to', async (t) => {
  const origin = await rawOrigin(t, ok);
  const dns = await nameServer(t, () => ({ addresses: ['127.0.0.1', '192.0.0.9'], ttl: 60 }));
  const { visit } = visitsFor(t, { dns: { servers: [dns.address] } });
  const limits = { connectMs: 200, totalMs: 200 };
  const { record } = await visit(`http://mixed.example:${origin.port}/`, { ...outside, limits });
  assert.equal(record.outcome.kind, 'failed');
  assert.equal(origin.connections(), 0);
});

test('a name that turns private after it was checked is never connected to there', async (t) => {
  const origin = await rawOrigin(t, ok);
  let asked = 0;
  const dns = await nameServer(t, () => ({ addresses: [asked++ % 2 ? '127.0.0.1' : '192.0.0.9'], ttl: 0 }));
  const { visit } = visitsFor(t, { dns: { servers: [dns.address] } });
  const limits = { connectMs: 100, totalMs: 100 };
  for (let i = 0; i < 6; i++) await visit(`http://rebind.example:${origin.port}/`, { ...outside, limits });
  assert.equal(origin.connections(), 0);
});

test('a connection to a private address that a run may use is not lent to one that may not', async (t) => {
  const origin = await rawOrigin(t, ok);
  const dns = await nameServer(t, () => ({ addresses: ['127.0.0.1'], ttl: 60 }));
  const { visit } = visitsFor(t, { dns: { servers: [dns.address] } });
  const url = `http://shared.example:${origin.port}/`;
  assert.equal((await visit(url)).record.outcome.kind, 'fetched');
  assert.equal((await visit(url, outside)).record.outcome.kind, 'refused');
  assert.equal(origin.requests.length, 1);
});

test('a robots.txt is not fetched from private addresses, nor from where it redirects to them', async (t) => {
  const origin = await rawOrigin(t, (socket, path) =>
    socket.write(
      path === '/robots.txt' ? respond('302 Found', { Location: 'http://[::1]:9/robots.txt' }) : html('ok'),
    ),
  );
  const { fetchRobots } = visitsFor(t);
  const refused = await fetchRobots(`${origin.url}/`, outside);
  // Its pages are refused for the same reason, each at once: nobody waits for these rules.
  assert.deepEqual(refused.verdict, { state: 'allowAll' });
  assert.equal(origin.connections(), 0);
});

const failures: [string, Said, string][] = [
  ['no such name', { rcode: 3 }, 'DNS_NOT_FOUND'],
  ['no address', { addresses: [] }, 'DNS_NOT_FOUND'],
  ['a failing server', { rcode: 2 }, 'DNS_FAILED'],
  ['a refusing server', { rcode: 5 }, 'DNS_FAILED'],
  ['silence', 'nothing', 'DNS_TIMEOUT'],
];
for (const [what, said, code] of failures) {
  test(`${what} in DNS ends as ${code} and is told of the host`, async (t) => {
    // It answers what else it is asked: else nobody would know that it lives.
    const dns = await nameServer(t, (name) => (name === 'some.example' ? said : { rcode: 3 }));
    const { visit } = visitsFor(t, { dns: { servers: [dns.address], timeoutMs: 400, deadlineMs: 1000 } });
    const { record, hostSignal } = await visit('http://some.example/');
    assert.equal((record.outcome as { code: string }).code, code);
    assert.deepEqual(hostSignal, { kind: 'unreachable', code });
  });
}

test('a name is asked for once by visits at the same time and after, found or not', async (t) => {
  const dns = await nameServer(t, (name) =>
    name.startsWith('no') ? { rcode: 3 } : { addresses: ['127.0.0.1'], ttl: 0 },
  );
  const origin = await rawOrigin(t, ok);
  const { visit } = visitsFor(t, { dns: { servers: [dns.address] } });
  const both = () => [visit(`http://yes.example:${origin.port}/`), visit('http://no.example/')];
  await Promise.all([...both(), ...both(), ...both()]);
  await Promise.all(both());
  assert.equal(dns.questions.filter((name) => name === 'yes.example').length, 1);
  assert.equal(dns.questions.filter((name) => name === 'no.example').length, 1);
});
