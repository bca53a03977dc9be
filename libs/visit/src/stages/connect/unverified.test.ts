import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import type { Access } from '@trunkline/policy';
import { without } from '@trunkline/test-support';
import { certificateAuthority } from '../../testing/certificates.ts';
import { httpProxy } from '../../testing/http-proxy.ts';
import { html } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const skip = without('openssl');
const authority = skip ? null : certificateAuthority();
after(() => authority?.remove());

/** A site on 127.0.0.1 whose certificate nobody accepts, and the requests it was sent. */
async function brokenSite(t: TestContext, of: { expired?: boolean; own?: boolean } = { expired: true }) {
  const asked: string[] = [];
  let connections = 0;
  const server = createTlsServer(authority!.certify('127.0.0.1', of), (socket) => {
    connections++;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      asked.push(bytes.toString('latin1'));
      socket.write(html('<title>old</title>'));
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  const { port } = server.address() as { port: number };
  return {
    url: `https://127.0.0.1:${port}/`,
    host: `127.0.0.1:${port}`,
    port,
    asked,
    connections: () => connections,
  };
}

const codeOf = (outcome: { kind: string; code?: string }) => outcome.code ?? outcome.kind;

test('a certificate that is not accepted passes where a rule for its host says so, and the record and the archive say why it would not have', {
  skip,
}, async (t) => {
  const site = await brokenSite(t);
  const asked: string[] = [];
  const { visit, kept } = visitsFor(t, {
    verifiesTls: async (host) => {
      asked.push(host);
      return false;
    },
  });
  const { record } = await visit(site.url);
  assert.deepEqual([record.outcome, record.tlsFault], [{ kind: 'fetched', status: 200 }, 'CERT_HAS_EXPIRED']);
  assert.equal(kept[0]!.tlsFault, 'CERT_HAS_EXPIRED');
  assert.deepEqual(asked, [site.host]);
});

test('without a rule, or with one that says to verify, nothing is asked of it', { skip }, async (t) => {
  const site = await brokenSite(t, { own: true });
  for (const parts of [{}, { verifiesTls: async () => true }]) {
    const { record } = await visitsFor(t, parts).visit(site.url);
    assert.deepEqual([codeOf(record.outcome), 'tlsFault' in record], ['TLS_FAILED', false]);
  }
  assert.deepEqual(site.asked, []);
});

test('when the rule is taken back, a connection that was let pass carries no further request', {
  skip,
}, async (t) => {
  const site = await brokenSite(t);
  let verifies = false;
  const { visit } = visitsFor(t, { verifiesTls: async () => verifies });
  await visit(site.url);
  await visit(site.url);
  assert.deepEqual([site.asked.length, site.connections()], [2, 1], 'it is kept while the rule stands');
  verifies = true;
  const { record } = await visit(site.url);
  assert.deepEqual([codeOf(record.outcome), site.asked.length], ['TLS_FAILED', 2]);
});

test('what a job shows to get in is not sent to whoever answers under a certificate that is not accepted', {
  skip,
}, async (t) => {
  const site = await brokenSite(t);
  const { visits } = visitsFor(t, { verifiesTls: async () => false });
  const access: Access = {
    headers: [],
    basicAuth: { user: 'me', password: 'word' },
    proxy: null,
    seeds: [site.url],
  };
  const start = { at: performance.now(), uncertainMs: 0 };
  const never = new AbortController().signal;
  const { record } = await visits.visit(claimOf(site.url), { ...configOf(), access }, start, never);
  assert.deepEqual([codeOf(record.outcome), site.asked.length], ['TLS_FAILED', 0]);
});

test('through a proxy it passes by the same rule', { skip }, async (t) => {
  const site = await brokenSite(t);
  const proxy = await httpProxy(t, { to: site.port });
  const access: Access = { headers: [], basicAuth: null, proxy: `http://127.0.0.1:${proxy.port}`, seeds: [] };
  const start = { at: performance.now(), uncertainMs: 0 };
  const never = new AbortController().signal;
  for (const [verifies, fault] of [
    [false, 'CERT_HAS_EXPIRED'],
    [true, undefined],
  ] as const) {
    const { visits } = visitsFor(t, { verifiesTls: async () => verifies });
    const { record } = await visits.visit(claimOf(site.url), { ...configOf(), access }, start, never);
    assert.equal(record.tlsFault, fault);
  }
  assert.equal(site.asked.length, 1);
});
