import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surt } from './surt.ts';

test('URLs are keyed as pywb looks them up, whether or not they need parsing', () => {
  const rules: [url: string, key: string][] = [
    ['http://example.com/', 'com,example)/'],
    ['https://www.Example.com/A/b/', 'com,example)/a/b'],
    ['http://www2.a.example.com:8080/x', 'com,example,a:8080)/x'],
    ['http://example.com:80/', 'com,example)/'],
    ['http://example.com:443/', 'com,example:443)/'],
    ['https://example.com:443/', 'com,example)/'],
    ['http://example.com:0080/', 'com,example)/'],
    ['http://example.com/?', 'com,example)/'],
    ['http://example.com/p?b=2&a=1', 'com,example)/p?a=1&b=2'],
    ['http://example.com/p?q=/x?y', 'com,example)/p?q=/x?y'],
    ['http://example.com/%C3%A9', 'com,example)/%c3%a9'],
    ['http://example.com/é', 'com,example)/%c3%a9'],
    ['http://example.com/a/../b#c', 'com,example)/b'],
    ['http://127.0.0.1:4000/x', '127.0.0.1:4000)/x'],
    ['http://[::1]/x', '[::1])/x'],
    ['not a URL', 'not a url'],
  ];
  for (const [url, key] of rules) assert.equal(surt(url), key, url);
});
