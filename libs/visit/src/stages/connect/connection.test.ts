import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { LocalFault } from '@trunkline/policy';
import { html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

test('visits to an origin share its connection, one after the other', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const { visit } = visitsFor(t);
  for (let i = 0; i < 5; i++)
    assert.equal((await visit(`${origin.url}/${i}`)).record.outcome.kind, 'fetched');
  assert.deepEqual([origin.connections(), origin.requests.length], [1, 5]);
});

test('visits at the same time have connections of their own', async (t) => {
  const waiting: (() => void)[] = [];
  const origin = await rawOrigin(t, (socket) => {
    waiting.push(() => socket.write(html('ok')));
    if (waiting.length === 4) for (const answer of waiting) answer();
  });
  const { visit } = visitsFor(t);
  await Promise.all([0, 1, 2, 3].map((i) => visit(`${origin.url}/${i}`)));
  assert.equal(origin.connections(), 4);
});

test('a kept connection that the server closes under a request is no outcome: the claim goes back as a start, and the origin gets new ones', async (t) => {
  let first = true;
  const origin = await rawOrigin(t, (socket, path) => {
    if (path === '/second' && first) {
      first = false;
      socket.destroy();
    } else socket.write(html('ok'));
  });
  const { visit } = visitsFor(t);
  await visit(`${origin.url}/first`);
  const before = performance.now();
  // The packet has left: asking again at once would be two requests within a delay.
  await assert.rejects(visit(`${origin.url}/second`), (fault: LocalFault) => {
    return (
      fault.code === 'CONNECTION_GONE' && fault.wroteRequestAt !== null && fault.wroteRequestAt >= before
    );
  });
  for (const path of ['second', 'third', 'fourth']) {
    assert.equal((await visit(`${origin.url}/${path}`)).record.outcome.kind, 'fetched');
  }
  assert.equal(origin.connections(), 4);
});

test('a server that closes after each answer is asked on a new connection each time', async (t) => {
  const origin = await rawOrigin(t, (socket) => {
    socket.end(respond('200 OK', { 'Content-Type': 'text/html', Connection: 'close' }, 'ok'));
  });
  const { visit } = visitsFor(t);
  for (let i = 0; i < 4; i++)
    assert.equal((await visit(`${origin.url}/${i}`)).record.outcome.kind, 'fetched');
  assert.equal(origin.connections(), 4);
});

test('a server that closes after each answer without a word is asked for each page, and no visit fails', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.end(html('ok')));
  const { visit } = visitsFor(t);
  let back = 0;
  for (let n = 0; n < 20; n++) {
    const again = (fault: LocalFault) => {
      assert.equal(fault.code, 'CONNECTION_GONE');
      back++;
      return visit(`${origin.url}/${n}`);
    };
    const { record } = await visit(`${origin.url}/${n}`).catch(again);
    assert.deepEqual(record.outcome, { kind: 'fetched', status: 200 });
  }
  assert.ok(back <= 1, 'after the first that was closed under a request none is kept');
});

test('a greeting before the request is read as the answer, and is none', async (t) => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mail.test ESMTP\r\n');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const { record } = await visitsFor(t).visit(`http://127.0.0.1:${port}/`);
  assert.deepEqual(record.outcome, {
    ...{ kind: 'failed', code: 'BAD_HTTP' },
    detail: `http://127.0.0.1:${port}: status line: "220 mail.test ESMTP" is none`,
  });
});

for (const [does, then] of [
  ['closed', (socket: Socket, done: () => void) => void socket.end(done)],
  [
    'written to',
    (socket: Socket, done: () => void) => void socket.write(html('<title>smuggled</title>'), done),
  ],
] as const)
  test(`a kept connection that was ${does} by the server meanwhile carries nothing more, and nothing is lost by it`, async (t) => {
    const sockets: Socket[] = [];
    const origin = await rawOrigin(t, (socket, path) => {
      sockets.push(socket);
      socket.write(html(`<title>${path}</title>`));
    });
    const { visit } = visitsFor(t);
    for (let n = 1; n <= 5; n++) {
      const { record } = await visit(`${origin.url}/${n}`);
      assert.equal(record.capture?.title, `/${n}`);
      assert.equal(origin.connections(), n);
      await new Promise<void>((done) => then(sockets.at(-1)!, done));
    }
  });

test('a second answer that nobody asked for is not taken for that of the next request', async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    socket.write(Buffer.concat([html(`<title>${path}</title>`), html('<title>smuggled</title>')]));
  });
  const { visit } = visitsFor(t);
  for (const path of ['/a', '/b', '/c']) {
    const { record } = await visit(`${origin.url}${path}`);
    assert.notEqual(record.capture?.title, 'smuggled');
    assert.equal(record.capture?.title, path);
  }
});

test('a body of a type the policy does not take is not read', async (t) => {
  let closed = Promise.resolve<unknown>(null);
  const origin = await rawOrigin(t, (socket) => {
    closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 1073741824\r\n\r\n');
  });
  const { visit, kept } = visitsFor(t);
  const { record, next } = await visit(`${origin.url}/`, { contentTypes: ['text/*'] });
  assert.deepEqual(record.outcome, { kind: 'refused', by: 'contentType', detail: 'video/mp4' });
  assert.deepEqual(next, { do: 'settle' });
  assert.equal(kept.length, 0);
  await closed;
});

test('a port where nobody listens ends as CONNECT_REFUSED', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const { record } = await visitsFor(t).visit(`http://127.0.0.1:${port}/`);
  assert.equal((record.outcome as { code: string }).code, 'CONNECT_REFUSED');
});

test('an origin that speaks no TLS ends as TLS_FAILED, and is not asked over plain HTTP', async (t) => {
  const seen: string[] = [];
  const plain = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      seen.push(chunk.toString('latin1'));
      socket.end('HTTP/1.1 400 Bad\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => plain.once('listening', resolve));
  t.after(() => plain.close());
  const { port } = plain.address() as { port: number };
  const { record } = await visitsFor(t).visit(`https://127.0.0.1:${port}/`);
  assert.equal((record.outcome as { code: string }).code, 'TLS_FAILED');
  assert.ok(seen.length === 1 && !seen[0]!.includes('GET'), 'one client hello, no request');
});

test('nothing is written while the worker may not start, nor after the signal, and the claim goes back', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const { visit } = visitsFor(t, { mayStart: () => false });
  await assert.rejects(visit(`${origin.url}/`), { name: 'LocalFault', code: 'NO_START' });
  const free = visitsFor(t);
  await assert.rejects(free.visit(`${origin.url}/`, {}, {}, AbortSignal.abort()), { code: 'ABORTED' });
  assert.equal(origin.requests.length, 0);
});

test('an abort ends a visit within its body, and is no fault of the origin', async (t) => {
  const abort = new AbortController();
  const origin = await rawOrigin(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => abort.abort());
  });
  await assert.rejects(visitsFor(t).visit(`${origin.url}/`, {}, {}, abort.signal), { code: 'ABORTED' });
});

test('in rate pace a start whose time is over goes back, with its connection kept for the next one', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const { visits } = visitsFor(t);
  const config = configOf({ pace: { mode: 'rate', perSecond: 10, concurrency: 2 } });
  const { signal } = new AbortController();
  const at = (at: number, uncertainMs = 0) =>
    visits.visit(claimOf(`${origin.url}/`), config, { at, uncertainMs }, signal);
  await assert.rejects(at(performance.now() - 101), { code: 'LATE' });
  // The frontier may have booked it as long ago as its answer took.
  await assert.rejects(at(performance.now(), 101), { code: 'LATE' });
  assert.equal(origin.requests.length, 0);
  assert.equal((await at(performance.now())).record.outcome.kind, 'fetched');
  assert.equal(origin.connections(), 1);
});

test('a full archive is a fault of ours: the URL is not charged', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const append = () => Promise.reject(Object.assign(new Error('no room'), { code: 'STORE' }));
  const { visit } = visitsFor(t, { archive: { append, full: () => true, close: async () => {} } as never });
  await assert.rejects(
    visit(`${origin.url}/`),
    (fault) => fault instanceof LocalFault && fault.code === 'STORE',
  );
});

test('closing ends what is in flight, and leaves no connection behind', async (t) => {
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let closed = Promise.resolve<unknown>(null);
  const origin = await rawOrigin(t, (socket) => {
    closed = new Promise((resolve) => socket.on('close', resolve));
    asked();
  });
  const { visits, visit } = visitsFor(t);
  const outcome = assert.rejects(visit(`${origin.url}/`), { code: 'ABORTED' });
  await wasAsked;
  await visits.close();
  await outcome;
  await closed;
});

test('that a host asks for rest is told with its headers, of a page and of robots.txt, before any body', async (t) => {
  const told: [string, number | null][] = [];
  const abort = new AbortController();
  const origin = await rawOrigin(t, (socket) => {
    socket.write('HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\nhalf');
  });
  const onThrottled = (host: string, ms: number | null) => {
    told.push([host, ms]);
    if (told.length === 3) abort.abort();
  };
  const { visit, fetchRobots } = visitsFor(t, { onThrottled });
  const { host } = new URL(origin.url);
  await visit(`${origin.url}/`);
  // The last attempt keeps its body, which never comes.
  const attempts = configOf().policy.retries.attempts;
  const last = visit(`${origin.url}/`, {}, { attempt: attempts }, abort.signal);
  const robots = fetchRobots(`${origin.url}/`, {}, abort.signal);
  await assert.rejects(Promise.all([last, robots]), { code: 'ABORTED' });
  assert.deepEqual(told, Array(3).fill([host, 7000]));
});

test('a connection that was opened for a visit that may not start any more is closed with the rest', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('never')));
  let asked = 0;
  // In time for its turn, too late for its request.
  const { visits, visit } = visitsFor(t, { mayStart: () => asked++ === 0 });
  await assert.rejects(visit(`${origin.url}/`), { code: 'NO_START' });
  assert.deepEqual([origin.connections(), origin.requests.length], [1, 0]);
  await visits.close();
  while (origin.open() > 0) await new Promise((resolve) => setImmediate(resolve));
});
