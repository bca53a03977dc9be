import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createToldUrls } from './told-urls.ts';

const urls = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `http://site.test/${'x'.repeat(n % 200)}/${from + n}`);

test('a told URL is known, of its run alone, until the run is forgotten', () => {
  const told = createToldUrls();
  told.add('a', urls(5000));
  assert.ok(urls(5000).every((url) => told.has('a', url)));
  assert.ok(!urls(5000, 5000).some((url) => told.has('a', url)));
  assert.ok(!urls(5000).some((url) => told.has('b', url)));
  told.add('b', urls(1));
  told.forgetRun('a');
  assert.ok(!urls(5000).some((url) => told.has('a', url)));
  assert.ok(told.has('b', urls(1)[0]!));
});

test('however many URLs of however many runs are told, they take no more than the bound, and the last are known', () => {
  const most = 1 << 20;
  const told = createToldUrls(most);
  for (let n = 0; n < 300; n++) {
    told.add(`run${n % 40}`, urls(1000, n * 1000));
    assert.ok(told.bytes() <= most);
  }
  for (let n = 280; n < 300; n++) {
    assert.ok(urls(1000, n * 1000).every((url) => told.has(`run${n % 40}`, url)));
  }
});
