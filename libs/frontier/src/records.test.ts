import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packRecords, unpackRecords } from './records.ts';

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ url: `http://h.test/ä/${i}` }));

test('records are read as they were packed, few or many', () => {
  for (const count of [1, 3, 300, 2000]) {
    const packed = packRecords(lines(count));
    assert.deepEqual(unpackRecords(Buffer.from(packed as string)), lines(count), `${count} records`);
  }
});

test('many records stand in less than half the bytes', () => {
  assert.ok(packRecords(lines(2000)).length < lines(2000).join('\n').length / 2);
});
