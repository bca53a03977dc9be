import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { testApi } from '../testing/test-api.ts';
import { socketLimit, strangerLimit, subscriptionsPerSocket } from './limits.ts';

/** The abuse list: each is refused, and whoever else asks is answered meanwhile. Its cost is measured by `npm run bench -- abuse`. */
const api = await testApi();

type Answer = { errors?: { extensions: { code: string } }[] };

async function code(query: string, variables: object = {}): Promise<string | undefined> {
  const { errors } = await api.ask(query, variables as Record<string, unknown>);
  return errors?.[0]?.extensions.code;
}
const answers = async () => assert.equal(await code('{ viewer { keyName } }'), undefined);

/** A socket that speaks the protocol by hand; `said` waits for the next message. */
async function connect(init = true) {
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const said: { type: string; id?: string; payload?: unknown }[] = [];
  let heard = () => {};
  socket.on('message', (data) => {
    said.push(JSON.parse(String(data)));
    heard();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (heard = resolve));
  };
  if (init) {
    send({ type: 'connection_init', payload: { authorization: `Bearer ${api.key}` } });
    await until(() => said.some(({ type }) => type === 'connection_ack'));
  }
  return { socket, said, closed, send, until };
}

test('a thousand aliases', async () => {
  const aliases = Array.from({ length: 1000 }, (_, i) => `a${i}:keyName`).join(' ');
  assert.match((await code(`{ viewer { ${aliases} } }`))!, /TOO_MANY_ALIASES|GRAPHQL_PARSE_FAILED/);
  await answers();
});

test('fifty levels, and the names of introspection do not hide them', async () => {
  const deep = `{ jobs { nodes { ${'latestRun { job { '.repeat(24)} id ${'} } '.repeat(24)} } } }`;
  assert.equal(await code(deep), 'TOO_DEEP');
  assert.equal(await code(`query __schema ${deep}`), 'TOO_DEEP');
  assert.equal(await code(`query q { ...__schema } fragment __schema on Query ${deep}`), 'TOO_DEEP');
  assert.equal(await code(`query q { ...__type } fragment __type on Query ${deep}`), 'TOO_DEEP');
});

test('fragments in a circle, and fragments that double each other', async () => {
  assert.notEqual(await code('{ viewer { ...A } } fragment A on Viewer { ...A }'), undefined);
  const doubling = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`,
  );
  assert.equal(
    await code(`{ viewer { ...F0 } } ${doubling.join(' ')} fragment F60 on Viewer { keyName }`),
    'TOO_EXPENSIVE',
  );
});

test('a key whose documents are refused by the hundred is sent away before the next is read, and no other key is', async () => {
  const attacker = await api.keyFor(['jobs:read'], 'attackers');
  const send = () => api.ask('{ nothing }', {}, attacker);
  let last = await send();
  for (let n = 0; n < 2000 && last.errors?.[0]?.extensions?.['code'] === 'GRAPHQL_VALIDATION_FAILED'; n++)
    last = await send();
  assert.equal(last.errors?.[0]?.extensions?.['code'], 'RATE_LIMITED');
  // Meanwhile the key may have been given one more, which is refused for what it is.
  const unread = () =>
    fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${attacker}` },
      body: 'not read',
    });
  let sent = await unread();
  for (let n = 0; n < 2000 && sent.status === 400; n++) {
    await sent.text();
    sent = await unread();
  }
  assert.deepEqual([sent.status, sent.headers.get('retry-after')], [429, '1']);
  const { errors } = (await sent.json()) as { errors: [{ extensions: { requestId?: string } }] };
  assert.match(errors[0].extensions.requestId ?? '', /^[0-9a-f-]{36}$/);
  await answers();
});

test('a body of ten megabytes is refused before it is here', async () => {
  const response = await api
    .post({ query: `{ viewer { keyName } } #${'x'.repeat(10_000_000)}` })
    .catch(() => null);
  // The connection may be cut while the body is still on its way.
  if (response !== null) assert.equal(response.status, 413);
  await answers();
});

test('a document of a hundred thousand tokens', async () => {
  assert.equal(await code(`{ viewer { ${'a '.repeat(49_000)} } }`), 'GRAPHQL_PARSE_FAILED');
  const large = await api.post({ query: `{ viewer { ${'a '.repeat(100_000)} } }` });
  assert.equal(large.status, 413);
});

test('variables nested ten thousand levels deep, and a list of many thousands', async () => {
  const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  const query = 'query($filter: JobFilter) { jobs(filter: $filter) { nodes { id } } }';
  for (const variables of [`{"filter":${nested}}`, `{"filter":{"ids":[${'"x",'.repeat(20_000)}"x"]}}`]) {
    const response = await api.post(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
    const { errors } = (await response.json()) as Answer;
    assert.ok(errors?.length, variables.slice(0, 50));
    assert.ok(response.status < 500, `${response.status}`);
    if (variables.includes(nested)) assert.equal(errors[0]?.extensions.code, 'TOO_DEEP');
  }
  await answers();
});

test('operations beyond the first are counted by the one that is asked for', async () => {
  const expensive = 'jobs(first: 100) { nodes { runs(first: 100) { nodes { id } } } }';
  const response = await api.post({
    query: `query cheap { viewer { keyName } } query dear { ${expensive} }`,
    operationName: 'dear',
  });
  assert.equal(((await response.json()) as Answer).errors?.[0]?.extensions.code, 'TOO_EXPENSIVE');
});

test('a subscription costs what its selection costs', async () => {
  const response = await api.post(
    {
      query:
        'subscription { jobs { jobs { runs(first: 100) { nodes { captures(first: 100) { nodes { id } } } } } } }',
    },
    { accept: 'text/event-stream' },
  );
  assert.match(await response.text(), /TOO_EXPENSIVE/);
});

test('a thousand sockets that do not say who they are: so many at once, each closed in time, nobody else is shut out for long', async () => {
  // On a slow machine the first are closed before the last come, and leave them their places.
  let [now, most] = [0, 0];
  const strangers = await Promise.allSettled(
    Array.from({ length: 1000 }, async () => {
      const one = await connect(false);
      most = Math.max(most, ++now);
      void one.closed.then(() => now--);
      return one;
    }),
  );
  const open = strangers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  assert.ok(most <= strangerLimit && strangerLimit < socketLimit, `${most}`);
  await answers();
  const codes = await Promise.all(open.map(({ closed }) => closed));
  assert.deepEqual([...new Set(codes)], [4408]);
  const { socket } = await connect();
  socket.close();
});

test('a thousand subscriptions on one socket: a hundred are let in, each other is refused by itself', async () => {
  const { socket, said, send, until } = await connect();
  for (let i = 0; i < 1000; i++)
    send({ id: `${i}`, type: 'subscribe', payload: { query: 'subscription { workers { at } }' } });
  const refused = () => said.filter(({ type }) => type === 'error');
  const served = () => new Set(said.filter(({ type }) => type === 'next').map(({ id }) => id));
  await until(
    () => refused().length === 1000 - subscriptionsPerSocket && served().size === subscriptionsPerSocket,
  );
  assert.ok(refused().every(({ payload }) => JSON.stringify(payload).includes('TOO_MANY_SUBSCRIPTIONS')));
  await answers();
  socket.close();
  while (api.api.following().admitted > 0) await new Promise((resolve) => setImmediate(resolve));
});

test('what is no message of the protocol closes the socket, also one that is too large', async () => {
  for (const text of ['nonsense', '{"type":"subscribe"}', '{}']) {
    const { socket, closed } = await connect();
    socket.send(text);
    assert.equal(await closed, 4400);
  }
  const { socket, closed } = await connect();
  socket.send(`{"type":"ping","payload":{"x":"${'x'.repeat(200_000)}"}}`);
  assert.equal(await closed, 1009);
});
