import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalUrl } from './canonical-url.ts';
import { joinUrl, splitUrl } from './split-url.ts';

test('a URL splits into politeness key and entry', () => {
  assert.deepEqual(splitUrl('http://a.test/b?c=//d'), { host: 'a.test', entry: 'http:/b?c=//d' });
  assert.deepEqual(splitUrl('https://a.test:8443/'), { host: 'a.test:8443', entry: 'https:/' });
  assert.deepEqual(splitUrl('http://a.test:443/b'), { host: 'a.test', entry: 'http::443/b' });
  assert.deepEqual(splitUrl('https://[::1]:80/b'), { host: '[::1]', entry: 'https::80/b' });
});

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

test(`what splitUrl took apart joinUrl puts together, and no entry has a space (seed ${seed})`, () => {
  const port = fc.constantFrom('', ':80', ':443', ':8080', ':1');
  const host = fc.constantFrom('a.test', 'b.example', '127.0.0.1', '[::1]', '[2001:db8::80]');
  const scheme = fc.constantFrom('http', 'https');
  fc.assert(
    fc.property(scheme, host, port, fc.webPath(), fc.string(), (s, h, p, path, query) => {
      const url = canonicalUrl(`${s}://${h}${p}${path}?${query}`);
      assert.ok(url !== null);
      const { host: key, entry } = splitUrl(url);
      assert.equal(joinUrl(key, entry), url);
      assert.ok(!entry.includes(' '));
    }),
    { seed, numRuns: 2000 },
  );
});
