import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEventStream } from './event-stream.ts';

const stream =
  'event: next\ndata: {"a":1}\n\n:\n\nevent: next\r\ndata: {"ü":2}\r\ndata: x\r\n\r\nevent: complete\rdata\r\revent: next\ndata: cut';
const expected = [
  { event: 'next', data: '{"a":1}' },
  { event: 'next', data: '{"ü":2}\nx' },
  { event: 'complete', data: '' },
];

test('messages are the same however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode(stream);
  for (let size = 1; size <= bytes.length; size++) {
    const seen = await Array.fromAsync(readEventStream(pieces(bytes, size)));
    assert.deepEqual(seen, expected, `pieces of ${size} bytes`);
  }
});

test('comments count as a sign of life but are no messages', async () => {
  let heard = 0;
  const bytes = new TextEncoder().encode(':\n\n');
  const seen = await Array.fromAsync(readEventStream(pieces(bytes, 3), () => heard++));
  assert.deepEqual([seen, heard], [[], 1]);
});

test('a line without end is refused before it fills the memory', async () => {
  const block = new Uint8Array(1024 * 1024).fill(97);
  async function* endless() {
    for (;;) yield block;
  }
  await assert.rejects(Array.fromAsync(readEventStream(endless())), RangeError);
});

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
