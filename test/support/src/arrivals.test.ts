import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Arrival, arrivalsAt } from './index.ts';

/** Opens connections from a thread that is never busy, and tells when it sent bytes over each, twice. */
const client = `
const { connect } = require('node:net');
const { parentPort, workerData: port } = require('node:worker_threads');
const send = (socket) => {
  const before = process.hrtime.bigint();
  socket.write('x');
  return [before, process.hrtime.bigint()];
};
for (let at = 0; at < 60; at++) setTimeout(() => {
  const socket = connect(port, '127.0.0.1', () => {
    const first = send(socket);
    socket.once('data', () => setTimeout(() => {
      parentPort.postMessage({ port: socket.localPort, times: [first, send(socket)] });
      socket.end();
    }, 11));
  });
}, at * 3);
`;

test('what came while a process was busy is never said to have come later or earlier than it did', async (t) => {
  const came = new Map<number, Arrival[]>();
  const server = createServer((socket) => {
    const here: Arrival[] = [];
    came.set(socket.remotePort!, here);
    socket.on('data', () => {
      here.push(arrival(socket));
      socket.write('y');
    });
  });
  const arrival = arrivalsAt(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const zero = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  const worker = new Worker(client, { eval: true, workerData: (server.address() as AddressInfo).port });
  const sent = new Map<number, number[][]>();
  worker.on('message', ({ port, times }: { port: number; times: bigint[][] }) =>
    sent.set(
      port,
      times.map((pair) => pair.map((at) => Number(at) / 1e6 - zero)),
    ),
  );
  let over = false;
  worker.once('exit', () => (over = true));
  while (!over) {
    for (const until = performance.now() + 30; performance.now() < until; );
    await pause(3);
  }
  assert.equal(sent.size, 60);
  for (const [port, times] of sent)
    for (const [at, [before, after]] of times.entries()) {
      const { earliest, latest } = came.get(port)![at]!;
      assert.ok(earliest <= after! + 0.1, `${at}: it came ${earliest - after!} ms before its earliest`);
      assert.ok(latest >= before!, `${at}: it came ${before! - latest} ms after its latest`);
    }
});

test('a process that is not busy says when something came to within a few turns', async (t) => {
  const server = createServer((socket) => socket.once('data', () => came(arrival(socket))));
  const arrival = arrivalsAt(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const before = performance.now();
  for (let turn = 0; turn < 5; turn++) await pause(2);
  let came: (arrival: Arrival) => void = () => undefined;
  const first = new Promise<Arrival>((resolve) => (came = resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').end('x');
  assert.ok((await first).earliest > before);
  socket.destroy();
});
