import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerUrl } from './header-url.ts';

const utf8 = (text: string) => Buffer.from(text).toString('latin1');

test('bytes of a header that are not ASCII are escaped as they are, and a host name in UTF-8 is one', () => {
  const rules: [value: string, url: string | null][] = [
    ['/caf\xe9', 'http://a.test/caf%E9'],
    ['/s?q=\x93\xfa\x96{', 'http://a.test/s?q=%93%FA%96{'],
    [utf8('/café?ü#ß'), 'http://a.test/caf%C3%A9?%C3%BC'],
    [utf8('http://bücher.test/ü'), 'http://xn--bcher-kva.test/%C3%BC'],
    [utf8('//日本.test'), 'http://xn--wgv71a.test/'],
    ['http://b\xfccher.test/', null], // no UTF-8: no host name
    ['\t/a b ', 'http://a.test/a%20b'],
    ['?\x80\xff', 'http://a.test/x?%80%FF'],
  ];
  for (const [value, url] of rules) assert.equal(headerUrl(value, 'http://a.test/x'), url, value);
});
