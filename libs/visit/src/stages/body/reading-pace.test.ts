import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawOrigin, respond } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';
import { createReadingPace } from './reading-pace.ts';

const CHUNK = 64 << 10;

test('sockets that bring more of large bodies than may come go on by turns, the one that waits longest first', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const took = createReadingPace();
  const order: number[] = [];
  const sockets = Array.from({ length: 40 }, (_, i) => ({
    paused: false,
    pause() {
      this.paused = true;
    },
    resume() {
      this.paused = false;
      order.push(i);
    },
  }));
  for (const socket of sockets) took(socket, CHUNK);
  const paused = () => sockets.filter((socket) => socket.paused).length;
  assert.equal(paused(), 30, 'ten bring what may come in a tick');
  let most = 0;
  for (let ticks = 0; paused() > 0; ticks++) {
    assert.ok(ticks < 100);
    const before = order.length;
    t.mock.timers.tick(10);
    const gone = order.slice(before);
    most = Math.max(most, gone.length);
    for (const i of gone) if (order.length < 200) took(sockets[i]!, CHUNK);
  }
  assert.equal(most, 10);
  assert.deepEqual(
    order.slice(0, 30),
    Array.from({ length: 30 }, (_, i) => 10 + i),
  );
});

test('large bodies that come together, faster than they are read, are whole', {
  timeout: 60_000,
}, async (t) => {
  const body = Buffer.alloc(4 << 20, 'large ');
  const answer = respond('200 OK', { 'Content-Type': 'application/octet-stream', Connection: 'close' }, body);
  const origin = await rawOrigin(t, (socket) => void socket.end(answer));
  const { visit, kept } = visitsFor(t);
  const all = await Promise.all(Array.from({ length: 16 }, (_, i) => visit(`${origin.url}/${i}`)));
  for (const { record } of all)
    assert.deepEqual([record.outcome.kind, record.capture?.bytes], ['fetched', body.length]);
  assert.ok(kept.every((exchange) => body.equals(exchange.body)));
});
