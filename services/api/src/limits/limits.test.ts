import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { testApi } from '../testing/test-api.ts';

const api = await testApi();

async function codes(query: string, variables: Record<string, unknown> = {}): Promise<string[]> {
  const { errors } = await api.ask(query, variables);
  return (errors ?? []).map((error) => error.extensions.code);
}

/** A query that is so many levels deep, at little cost. */
const deep = (depth: number) => {
  const chain = Array.from({ length: depth - 3 }, (_, i) => (i % 2 === 0 ? 'latestRun' : 'job'));
  return `{ jobs(first: 1) { nodes { ${chain.reduceRight((inner, name) => `${name} { ${inner} }`, 'id')} } } }`;
};

test('ten levels are answered, an eleventh is refused', async () => {
  assert.deepEqual(await codes(deep(10)), []);
  assert.deepEqual(await codes(deep(11)), ['TOO_DEEP']);
});

test('depth is counted through fragments and operations, also when they are named as introspection is', async () => {
  const fragments = (name: string) =>
    `query __schema { ...${name} } fragment ${name} on Query { ${deep(11).slice(1)}`;
  assert.deepEqual(await codes(`query __schema ${deep(11)}`), ['TOO_DEEP']);
  assert.deepEqual(await codes(fragments('__schema')), ['TOO_DEEP']);
  assert.deepEqual(await codes(fragments('__type')), ['TOO_DEEP']);
});

test('a fragment that is shallow in one place is still counted where it is deep', async () => {
  const query = `{ jobs(first: 1) { nodes { latestRun { ...R job { latestRun { job { latestRun { job { latestRun { ...R } } } } } } } } } }
    fragment R on Run { job { id } }`;
  assert.deepEqual(await codes(query), ['TOO_DEEP']);
});

test('the introspection of GraphiQL is answered', async () => {
  const introspection = getIntrospectionQuery({
    descriptions: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const { errors } = await api.ask(introspection);
  assert.equal(errors, undefined);
});

test('sixteen aliases are refused, also through fragments', async () => {
  const aliases = (n: number) => Array.from({ length: n }, (_, i) => `a${i}: keyName`).join(' ');
  assert.deepEqual(await codes(`{ viewer { ${aliases(15)} } }`), []);
  assert.deepEqual(await codes(`{ viewer { ${aliases(16)} } }`), ['TOO_MANY_ALIASES']);
  assert.deepEqual(
    await codes(`{ viewer { ...A } x: viewer { ...A } } fragment A on Viewer { ${aliases(8)} }`),
    ['TOO_MANY_ALIASES'],
  );
});

test('fragments that double each other cost no time to refuse', async () => {
  const fragments = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`,
  );
  const query = `{ viewer { ...F0 } } ${fragments.join(' ')} fragment F60 on Viewer { keyName }`;
  assert.ok((await codes(query)).includes('TOO_EXPENSIVE'));
});

test('fragments in a circle are refused', async () => {
  assert.ok(
    (await codes('{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }')).length >
      0,
  );
});

test('a document of more than 1,000 tokens is refused before it is parsed whole', async () => {
  assert.deepEqual(await codes(`{ viewer { ${'keyName '.repeat(10_000)} } }`), ['GRAPHQL_PARSE_FAILED']);
});

test('lists multiply the cost by what is asked of them', async () => {
  const query = (first: number) =>
    `{ jobs(first: ${first}) { nodes { runs(first: ${first}) { nodes { id state captures(first: 5) { nodes { id } } } } } } }`;
  assert.deepEqual(await codes(query(10)), []);
  const { errors } = await api.ask(query(100));
  assert.equal(errors?.[0]?.extensions.code, 'TOO_EXPENSIVE');
  assert.match(errors?.[0]?.message ?? '', /costs \d+, more than 5000/);
});

test('lists give at most 100 and say so', async () => {
  for (const args of ['first: 101', 'last: 101', 'first: -1', 'first: 1, last: 1', 'after: "x"'])
    assert.deepEqual(await codes(`{ jobs(${args}) { nodes { id } } }`), ['BAD_INPUT'], args);
});

test('bodies over 100 KiB are refused, with and without a length', async () => {
  const query = `{ viewer { keyName } } # ${'x'.repeat(110_000)}`;
  const response = await api.post({ query });
  assert.equal(response.status, 413);
  const chunked = new ReadableStream({
    start(controller) {
      const text = new TextEncoder().encode(JSON.stringify({ query }));
      for (let i = 0; i < text.length; i += 10_000) controller.enqueue(text.slice(i, i + 10_000));
      controller.close();
    },
  });
  const streamed = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${api.key}` },
    body: chunked,
    duplex: 'half',
  } as RequestInit);
  assert.equal(streamed.status, 413);
});

test('only JSON is taken, so that no web page can send a mutation on behalf of its reader', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
  ]) {
    const response = await api.post('{"query":"{ __typename }"}', { 'content-type': type });
    assert.equal(response.status, 415, type);
  }
  const response = await fetch(
    `${api.url}/graphql?query=${encodeURIComponent('mutation { jobPause(input: {id: "x"}) { __typename } }')}`,
    {
      headers: { authorization: `Bearer ${api.key}`, accept: 'application/graphql-response+json' },
    },
  );
  assert.equal(response.status, 405);
});

test('batches are refused', async () => {
  const response = await api.post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
  assert.equal(response.status >= 400, true);
});

test('every top-level error has a code and a request id, and tells nothing of the inside', async () => {
  const { errors } = await api.ask('{ nope }');
  assert.equal(typeof errors?.[0]?.extensions.code, 'string');
  assert.equal(typeof errors?.[0]?.extensions.requestId, 'string');
});

test('a client that sends half a request and stops holds nothing up', async () => {
  const { port } = new URL(api.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );
  const { data } = await api.ask<{ viewer: { keyName: string } }>('{ viewer { keyName } }');
  assert.equal(data.viewer.keyName, 'admin');
  socket.destroy();
});
