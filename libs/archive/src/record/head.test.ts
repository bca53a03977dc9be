import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headForRecord } from './head.ts';

test('the Content-Encoding of a body that is kept without it has another name, and all else stays as it was received', () => {
  const text =
    'HTTP/1.1 200 OK\r\ncontent-encoding: zstd\r\nX: Content-Encoding: br\r\nContent-Encoding :none\r\n\r\n';
  const head = { bytes: Buffer.from(text), status: 200, headers: [] };
  const exchange = {
    url: 'http://a.test/',
    at: 0,
    address: null,
    request: Buffer.alloc(0),
    head,
    body: Buffer.from('x'),
  };
  assert.equal(Buffer.from(headForRecord(exchange)).toString(), text);
  assert.equal(
    Buffer.from(headForRecord({ ...exchange, decoded: true })).toString(),
    'HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Encoding: zstd\r\nX: Content-Encoding: br\r\nX-Archive-Orig-Content-Encoding :none\r\n\r\n',
  );
});
