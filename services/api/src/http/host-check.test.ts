import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { hostname } from 'node:os';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { testApi } from '../testing/test-api.ts';
import { createHostCheck } from './host-check.ts';

test('a request is answered under names that were configured and under addresses, and refused under any other', async () => {
  const api = await testApi({ hosts: ['crawl.example.org'] });
  const { port } = new URL(api.url);
  async function ask(path: string, host: string, headers: Record<string, string> = {}) {
    const sent = request(`${api.url}${path}`, {
      headers: { host, authorization: `Bearer ${api.key}`, ...headers },
    });
    sent.end();
    const upgraded = once(sent, 'upgrade').then(([response, socket]) => {
      socket.destroy();
      return response.statusCode as number;
    });
    const answered = once(sent, 'response').then(async ([response]) => {
      if (response.statusCode === 421) {
        const said = (await json(response).catch(() => null)) as {
          errors: { extensions: { code: string } }[];
        } | null;
        if (said) assert.equal(said.errors[0]!.extensions.code, 'MISDIRECTED');
      }
      response.resume();
      return response.statusCode as number;
    });
    return Promise.race([upgraded, answered]);
  }
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-protocol': 'graphql-transport-ws',
  };
  const good = [
    `127.0.0.1:${port}`,
    'localhost',
    `[::1]:${port}`,
    hostname(),
    'Crawl.Example.org.',
    'crawl.example.org:443',
  ];
  const bad = [
    'rebound.example.net',
    `rebound.example.net:${port}`,
    'localhost.example.net',
    'crawl.example.org.evil.example',
    'a b',
  ];
  const paths = ['/graphql?query={__typename}', '/', '/captures/x/body', '/export/jobs/x'];
  for (const host of good) {
    for (const path of paths) assert.notEqual(await ask(path, host), 421, `${host} ${path}`);
    assert.equal(await ask('/graphql', host, upgrade), 101, host);
  }
  for (const host of bad) {
    for (const path of paths) assert.equal(await ask(path, host), 421, `${host} ${path}`);
    assert.equal(await ask('/graphql', host, upgrade), 421, host);
    assert.equal(await ask('/healthz', host), 200, host);
  }
});

test('a Host that is no host is refused, however it is written', () => {
  const checked = createHostCheck({ listensOn: 'api.internal', names: [] });
  const check = (host: string | undefined) =>
    checked({ url: '/', rawHeaders: host === undefined ? [] : ['Accept', 'x', 'Host', host] });
  for (const good of ['API.internal:4000', '10.0.0.7', '[fe80::1]:4000', 'LOCALHOST'])
    assert.equal(check(good), null, good);
  for (const bad of [
    undefined,
    '',
    ':4000',
    'localhost:',
    'localhost@evil.example',
    '[localhost]',
    '127.0.0.1.evil.example',
    'localhost/x',
  ])
    assert.ok(check(bad), bad);
});

test('a request that names two servers is for neither: of several Host headers none counts, and a whole URL as its target counts as well', () => {
  const check = createHostCheck({ listensOn: '127.0.0.1', names: ['crawl.example.org'] });
  const headers = (...hosts: string[]) => hosts.flatMap((host) => ['host', host]);
  const status = (url: string, ...hosts: string[]) => check({ url, rawHeaders: headers(...hosts) })?.status;
  assert.equal(status('/', 'localhost', 'rebound.example.net'), 400);
  assert.equal(status('/', 'localhost', 'localhost'), 400);
  assert.equal(status('http://rebound.example.net/graphql', 'localhost'), 421);
  assert.equal(status('http://localhost@rebound.example.net/graphql', 'localhost'), 421);
  assert.equal(status('http://crawl.example.org:80/graphql', 'localhost'), undefined);
  assert.equal(status('/?a=http://rebound.example.net/', 'localhost'), undefined);
});
