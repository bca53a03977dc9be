import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, clean, duration, rate, shortCount, webAddress } from './format.ts';

test('only web addresses become links', () => {
  for (const hostile of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//x',
    'blob:x',
  ])
    assert.equal(webAddress(hostile), null, hostile);
  assert.equal(webAddress('http://java.test:8080/a b'), 'http://java.test:8080/a%20b');
});

test('text from the web is shown without what could disguise it', () => {
  assert.equal(clean('\u0007 a\u202etxt.exe\u0000 '), 'a txt.exe');
});

test('numbers keep what is worth reading', () => {
  assert.deepEqual([0, 1234, 26_100, 999_500].map(bytes), ['0 B', '1.23 kB', '26.1 kB', '1.00 MB']);
  assert.deepEqual([0, 1.26, 512.4].map(rate), ['0', '1.3', '512']);
  assert.deepEqual([0.42, 35.2, 1230, 72_000].map(duration), ['0.4 ms', '35 ms', '1.2 s', '1m 12s']);
  assert.deepEqual([9999, 12_345, 4_560_000].map(shortCount), ['9,999', '12.3K', '4.56M']);
});
