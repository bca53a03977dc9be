import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import type { Access, PolicyInput } from '@trunkline/policy';
import { without } from '@trunkline/test-support';
import { certificateAuthority } from '../../testing/certificates.ts';
import { httpProxy } from '../../testing/http-proxy.ts';
import { nameServer } from '../../testing/name-server.ts';
import { html, rawOrigin } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const skip = without('openssl');
const authority = skip ? null : certificateAuthority();
after(() => authority?.remove());

/** Visits of a job with a proxy; names are found at these addresses. */
async function behind(t: TestContext, proxy: string, addresses: Record<string, string> = {}) {
  const dns = await nameServer(t, (name) =>
    addresses[name] ? { addresses: [addresses[name]] } : { rcode: 3 },
  );
  const { visits, kept } = visitsFor(t, { dns: { servers: [dns.address] } });
  const access: Access = { headers: [], basicAuth: null, proxy, seeds: [] };
  const never = new AbortController().signal;
  const visit = (url: string, policy: PolicyInput = {}) =>
    visits.visit(
      claimOf(url),
      { ...configOf(policy), access },
      { at: performance.now(), uncertainMs: 0 },
      never,
    );
  return { visit, visits, kept, dns, access };
}

async function tlsOrigin(
  t: TestContext,
  name: string,
  options: Parameters<NonNullable<typeof authority>['certify']>[1] = {},
) {
  const server = createTlsServer(authority!.certify(name, options), (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(html('<title>secret page</title>')));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  return (server.address() as { port: number }).port;
}

test('an http URL is asked for whole at the proxy, with its password, on a connection that is kept', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('<title>T</title>')));
  const proxy = await httpProxy(t, { to: origin.port });
  const { visit, kept } = await behind(t, `http://me:p%40ss@127.0.0.1:${proxy.port}`);
  for (const path of ['/a?b', '/c']) {
    const { record } = await visit(`http://some.example:81${path}`);
    assert.deepEqual([record.outcome, record.capture?.title], [{ kind: 'fetched', status: 200 }, 'T']);
    assert.equal(record.address, null, 'the address of the origin is not known here');
  }
  const password = `proxy-authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  for (const [at, path] of ['/a?b', '/c'].entries()) {
    const head = proxy.heads[at]!.toLowerCase();
    assert.ok(
      head.startsWith(`get http://some.example:81${path} http/1.1\r\nhost: some.example:81\r\n`),
      head,
    );
    assert.ok(head.includes(password.toLowerCase()), head);
    assert.doesNotMatch(Buffer.from(kept[at]!.request).toString(), /proxy/i);
  }
  assert.equal(proxy.connections(), 1);
});

test('an https URL goes through a tunnel, and its certificate is that of the URL', { skip }, async (t) => {
  const port = await tlsOrigin(t, 'some.example');
  const proxy = await httpProxy(t, { to: port });
  const { visit } = await behind(t, `http://me:word@127.0.0.1:${proxy.port}`);
  const { record } = await visit('https://some.example/');
  assert.deepEqual(
    [record.outcome, record.capture?.title],
    [{ kind: 'fetched', status: 200 }, 'secret page'],
  );
  assert.match(
    proxy.heads[0]!,
    /^CONNECT some\.example:443 HTTP\/1\.1\r\nHost: some\.example:443\r\nProxy-Authorization: /,
  );

  const other = await visit('https://other.example/');
  assert.deepEqual(other.record.outcome.kind === 'failed' && other.record.outcome.code, 'TLS_FAILED');
});

for (const says of [
  'HTTP/1.0 200\n\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 Connection established\r\n\r\n',
  `HTTP/1.1 200 OK\r\nVia : a\r\n b\r\nnonsense\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
])
  test(`a tunnel is there when a proxy says ${JSON.stringify(says.slice(0, 30))}`, { skip }, async (t) => {
    const proxy = await httpProxy(t, { to: await tlsOrigin(t, 'some.example'), established: says });
    const { visit } = await behind(t, `http://127.0.0.1:${proxy.port}`);
    const { record } = await visit('https://some.example/');
    assert.deepEqual(record.outcome, { kind: 'fetched', status: 200 });
  });

const troubles: [string, string | undefined][] = [
  ['wants another password', 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
  ['reaches nobody', 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
  ['speaks no HTTP', 'SSH-2.0\r\n\r\n'],
  ['answers without end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(20_000)}`],
  ['says more than was asked', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
  ['closes', ''],
];
for (const [does, says] of troubles)
  test(`a proxy that ${does} ends as PROXY_FAILED, which is told of no host and names no proxy`, async (t) => {
    const proxy = await httpProxy(t, { to: 1, ...(says !== undefined && { says }) });
    const { visit } = await behind(t, `http://me:word@127.0.0.1:${proxy.port}`);
    const { record, hostSignal, next } = await visit('https://some.example/', {
      limits: { connectMs: 2000 },
    });
    assert.equal(record.outcome.kind === 'failed' && record.outcome.code, 'PROXY_FAILED');
    assert.deepEqual([hostSignal, next.do], [{ kind: 'none' }, 'retry']);
    assert.doesNotMatch(JSON.stringify(record), /127\.0\.0\.1|word/);
  });

test('a proxy where nobody listens, or whose name is not found, ends as PROXY_FAILED', async (t) => {
  for (const at of ['127.0.0.1:9', 'proxy.example:3128']) {
    const { visit } = await behind(t, `http://${at}`);
    const { record, hostSignal } = await visit('http://some.example/');
    assert.equal(record.outcome.kind === 'failed' && record.outcome.code, 'PROXY_FAILED');
    assert.deepEqual(hostSignal, { kind: 'none' });
  }
});

test('a proxy on a private address is used only under a policy that allows private networks', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('')));
  const proxy = await httpProxy(t, { to: origin.port });
  const outside = { allowPrivateNetworks: false };
  for (const host of ['127.0.0.1', 'proxy.example', 'localhost']) {
    const addresses = { 'some.example': '192.0.0.9', 'proxy.example': '127.0.0.1' };
    const { visit } = await behind(t, `http://${host}:${proxy.port}`, addresses);
    const { outcome } = (await visit('http://some.example/', outside)).record;
    assert.equal(outcome.kind === 'refused' && outcome.by, 'address');
  }
  assert.equal(proxy.connections(), 0);
});

test('what a proxy would reach for us is checked before: private names and literals are never asked for', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('')));
  const proxy = await httpProxy(t, { to: origin.port });
  const addresses = { 'inside.example': '10.0.0.1', 'proxy.example': '127.0.0.1' };
  const { visit, visits, access } = await behind(t, `http://proxy.example:${proxy.port}`, addresses);
  const outside = { allowPrivateNetworks: false };
  for (const host of ['inside.example', 'localhost', '127.0.0.1', '[::1]', '169.254.169.254']) {
    const { outcome } = (await visit(`http://${host}/`, outside)).record;
    assert.equal(outcome.kind === 'refused' && outcome.by, 'address', host);
    const claim = claimOf(`http://${host}/robots.txt`);
    const config = { ...configOf(outside), access };
    const { verdict } = await visits.fetchRobots(
      claim,
      config,
      { at: performance.now(), uncertainMs: 0 },
      new AbortController().signal,
    );
    assert.equal(verdict.state, 'allowAll'); // each URL is refused at its own dns stage
  }
  assert.equal(proxy.connections(), 0);
});

test('a robots.txt and where it redirects to are fetched by the proxy too', async (t) => {
  const origin = await rawOrigin(
    t,
    (socket) =>
      void socket.write(
        'HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/robots.txt\r\nContent-Length: 0\r\n\r\n',
      ),
  );
  const proxy = await httpProxy(t, { to: origin.port });
  const { visits, access } = await behind(t, `http://127.0.0.1:${proxy.port}`);
  const claim = claimOf('http://some.example/robots.txt');
  await visits.fetchRobots(
    claim,
    { ...configOf(), access },
    { at: performance.now(), uncertainMs: 0 },
    new AbortController().signal,
  );
  const lines = proxy.heads.map((head) => head.split('\r\n')[0]);
  assert.deepEqual(
    new Set(lines),
    new Set([
      'GET http://some.example/robots.txt HTTP/1.1',
      'GET http://elsewhere.example/robots.txt HTTP/1.1',
    ]),
  );
});

for (const [what, name, options] of [
  ['has expired', 'tls.example', { expired: true }],
  ['nobody vouches for', 'tls.example', { own: true }],
  ['is for another name', 'another.example', {}],
] as const)
  test(`a certificate that ${what} ends as TLS_FAILED, and nothing is asked over it`, { skip }, async (t) => {
    const port = await tlsOrigin(t, name, options);
    const dns = await nameServer(t, () => ({ addresses: ['127.0.0.1'] }));
    const { visit, kept } = visitsFor(t, { dns: { servers: [dns.address] } });
    const { record, hostSignal } = await visit(`https://tls.example:${port}/`);
    assert.equal(record.outcome.kind === 'failed' && record.outcome.code, 'TLS_FAILED');
    assert.deepEqual([hostSignal.kind, kept.length], ['unreachable', 0]);
  });
