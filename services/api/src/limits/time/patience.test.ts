import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { testApi } from '../../testing/test-api.ts';
import { patience } from '../limits.ts';

const quick = { ...patience, recheckMs: 10 };
const idle = await testApi({ patience: { ...quick, idleMs: 30 } });
const old = await testApi({ patience: { ...quick, lifeMs: 300 } });
const stuck = await testApi({ patience: { ...quick, stuckMs: 200 } });
type Api = typeof idle;

// Some ten megabytes: more than the kernel keeps for a reader.
const long = `jobs { ${['a', 'b', 'c'].map((name) => `${name}: seeds(first: 40) { nodes { url } }`).join(' ')} }`;

async function connect({ url, key }: Api) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  const subscribe = (id: string, query: string) =>
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  return { socket, closed, subscribe };
}

const free = async ({ api }: Api) => {
  while (api.following().admitted > 0) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('a socket without an operation is closed in time with a code that clients take for come again; one with an operation is not', async () => {
  const [lazy, busy] = [await connect(idle), await connect(idle)];
  busy.subscribe('1', 'subscription { workers { at } }');
  await once(busy.socket, 'message');
  assert.equal(await lazy.closed, 1012);
  assert.equal(busy.socket.readyState, WebSocket.OPEN);
  busy.socket.send('{"id":"1","type":"complete"}');
  assert.equal(await busy.closed, 1012);
});

test('a socket and a stream that are followed are ended when they have lived their time, and their places are free', async () => {
  const { closed, subscribe } = await connect(old);
  subscribe('1', 'subscription { workers { at } }');
  const stream = await old.post(
    { query: 'subscription { workers { at } }' },
    { accept: 'text/event-stream' },
  );
  const ended = stream.text().then(
    () => 'ended',
    () => 'cut',
  );
  assert.equal(await closed, 1012);
  assert.match(await ended, /ended|cut/);
  await free(old);
});

test('a reader that does not read loses its stream and its socket, and their places are free', async () => {
  const seeds = Array.from({ length: 40 }, (_, n) => `http://h${n}.test/${'x'.repeat(1900)}`);
  for (let n = 0; n < 45; n++)
    await stuck.ask('mutation($input: JobCreateInput!) { jobCreate(input: $input) { __typename } }', {
      input: { seeds, start: false },
    });
  const { socket, closed, subscribe } = await connect(stuck);
  socket.pause();
  for (let n = 0; n < 2; n++) subscribe(`${n}`, `subscription { jobs(first: 45) { ${long} } }`);
  // Who does not read does not hear the end either: it is seen by the places that are free again.
  while (stuck.api.following().admitted < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await free(stuck);
  socket.resume();
  assert.equal(await closed, 1006);

  const body = JSON.stringify({ query: `subscription { jobs(first: 45) { ${long} } }` });
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer ${stuck.key}`,
  };
  const asked = request(`${stuck.url}/graphql`, { method: 'POST', headers });
  asked.on('error', () => {});
  asked.end(body);
  const [response] = await once(asked, 'response');
  response.on('error', () => {}); // it is cut, which is the point
  response.pause();
  while (stuck.api.following().admitted < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  await free(stuck);
  response.resume();
  await new Promise((resolve) => response.once('close', resolve));
  assert.equal(response.complete, false);
});
