import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, splitOrigin } from './origins.ts';

test('a URL is its origin and its path, and its host names the port only where politeness does', () => {
  const cases = [
    ['http://a.test/', 'http://a.test/', '', 'a.test'],
    ['http://a.test/x//y?q=http://b.test/', 'http://a.test/', 'x//y?q=http://b.test/', 'a.test'],
    ['https://a.test:8443/?q', 'https://a.test:8443/', '?q', 'a.test:8443'],
    ['http://a.test:443/x', 'http://a.test:443/', 'x', 'a.test'],
    ['https://[2001:db8::1]:80/x', 'https://[2001:db8::1]:80/', 'x', '[2001:db8::1]'],
  ] as const;
  for (const [url, origin, path, host] of cases) {
    assert.deepEqual(splitOrigin(url), { origin, path });
    assert.equal(hostOf(origin), host);
  }
});
